//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::operation::ParamLocation;
use turnbuckle_runtime::validate::{Node, OperationRules, Parts, Pattern, Rule, Table};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 20] = [
    Node::new(&[], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 2), (1, 2), (2, 2)]), 0),
    Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 4), (1, 5), (4, 6), (5, 2), (6, 1), (8, 2)]), 0),
    Node::new(&[Rule::Pattern(0)], Parts::None, 0),
    Node::new(&[Rule::MinLength(1)], Parts::None, 0),
    Node::new(&[Rule::UniqueItems], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(1, 8), (5, 9)]), 0),
    Node::new(&[Rule::MaxItems(100)], Parts::None, 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("100")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 5)]), 0),
    Node::new(&[], Parts::Fields(&[(0, 5), (3, 2), (4, 12)]), 0),
    Node::new(&[Rule::MinItems(2), Rule::MaxItems(2)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(1, 14)]), 0),
    Node::new(&[Rule::Minimum("1")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(4, 16)]), 0),
    Node::new(&[Rule::Pattern(1)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 15), (1, 18)]), 0),
    Node::new(&[Rule::MinItems(1)], Parts::Items(13), 0),
    Node::new(&[], Parts::Fields(&[(1, 15)]), 0),
];

static PATTERNS: [Pattern; 2] = [
    Pattern::new("^[A-Z0-9-]{3,20}$", "^[A-Z0-9-]{3,20}$"),
    Pattern::new("^[A-Z]{2}$", "^[A-Z]{2}$"),
];

static OPERATIONS: [OperationRules; 10] = [
    OperationRules { method: "GET", path: "/items", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/items", params: &[], bodies: &[("application/json", 3)] },
    OperationRules { method: "QUERY", path: "/items", params: &[], bodies: &[("application/json", 7)] },
    OperationRules { method: "PUT", path: "/items/{sku}", params: &[], bodies: &[("application/json", 3)] },
    OperationRules { method: "POST", path: "/categories", params: &[], bodies: &[("application/json", 10)] },
    OperationRules { method: "GET", path: "/locations", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/locations", params: &[], bodies: &[("application/json", 11)] },
    OperationRules { method: "GET", path: "/shipments", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/shipments", params: &[], bodies: &[("application/json", 17)] },
    OperationRules { method: "PATCH", path: "/shipments/{shipment_id}", params: &[], bodies: &[("application/merge-patch+json", 19)] },
];

impl ClientBuilder {
    /// Checks every parameter and body against the rules of the document, and sends no request that breaks one: the error of the call
    /// then lists all of them, as `error.violations()`. Bodies that are streams are not checked. Default: no.
    #[must_use]
    pub fn validate_requests(self) -> Self {
        Self {
            inner: self.inner.validate_requests(&TABLE),
        }
    }
}

#[cfg(feature = "items")]
validate_model!(super::models::Dimensions, TABLE, 1);

#[cfg(feature = "items")]
validate_model!(super::models::ItemInput, TABLE, 3);

#[cfg(feature = "items")]
validate_model!(super::models::ItemQuery, TABLE, 7);

#[cfg(feature = "items")]
validate_model!(super::models::Range, TABLE, 0);

#[cfg(feature = "movements")]
validate_model!(super::models::MovementInput, TABLE, 0);

#[cfg(feature = "categories")]
validate_model!(super::models::CategoryInput, TABLE, 10);

#[cfg(feature = "locations")]
validate_model!(super::models::LocationInput, TABLE, 11);

#[cfg(feature = "shipments")]
validate_model!(super::models::ShipmentLine, TABLE, 13);

#[cfg(feature = "shipments")]
validate_model!(super::models::Recipient, TABLE, 15);

#[cfg(feature = "shipments")]
validate_model!(super::models::ShipmentInput, TABLE, 17);

#[cfg(feature = "shipments")]
validate_model!(super::models::ShipmentUpdate, TABLE, 19);

#[cfg(feature = "shipments")]
validate_model!(super::models::DispatchInput, TABLE, 0);

#[cfg(feature = "items")]
validate_model!(super::models::ItemInputAttributesValue, TABLE, 0);

#[cfg(feature = "movements")]
validate_model!(super::models::MovementInputLot, TABLE, 0);

#[cfg(feature = "items")]
validate_params!(super::items::ListItems, TABLE {
    Query "limit" limit 9,
});

#[cfg(feature = "movements")]
validate_params!(super::movements::StreamMovements, TABLE {});

#[cfg(feature = "locations")]
validate_params!(super::locations::ListLocations, TABLE {
    Query "limit" limit 9,
});

#[cfg(feature = "shipments")]
validate_params!(super::shipments::ListShipments, TABLE {
    Query "limit" limit 9,
});
