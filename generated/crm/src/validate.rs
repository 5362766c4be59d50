//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::operation::ParamLocation;
use turnbuckle_runtime::validate::{
    Arm, Kind, Node, OperationRules, Parts, Pattern, Rule, Table,
};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 23] = [
    Node::new(&[], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(3, 2)]), 0),
    Node::new(&[Rule::Pattern(0)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(1, 4), (2, 4), (5, 5), (7, 1)]), 0),
    Node::new(&[Rule::MinLength(1), Rule::MaxLength(100)], Parts::None, 0),
    Node::new(&[Rule::MaxItems(20), Rule::UniqueItems], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(1, 4), (2, 4), (5, 5), (7, 1)]), 0),
    Node::new(&[], Parts::Fields(&[(0, 8), (2, 9)]), 0),
    Node::new(&[Rule::MaxItems(10)], Parts::None, 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("100")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 11), (4, 12), (5, 1)]), 0),
    Node::new(&[Rule::MinLength(1)], Parts::None, 0),
    Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 11), (4, 12), (5, 1)]), 0),
    Node::new(&[], Parts::Fields(&[(0, 15), (1, 16)]), 0),
    Node::new(&[Rule::Pattern(1)], Parts::None, 0),
    Node::new(&[Rule::Pattern(2)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 11), (2, 14), (3, 18), (6, 19)]), 0),
    Node::new(&[Rule::Minimum("0"), Rule::Maximum("1")], Parts::None, 0),
    Node::new(&[Rule::UniqueItems], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 11), (2, 14), (3, 18), (6, 19)]), 0),
    Node::new(&[], Parts::Arms(&[Arm::new(Kind::Record("CallActivity"), 22), Arm::new(Kind::Record("EmailActivity"), 0), Arm::new(Kind::Record("MeetingActivity"), 0), Arm::new(Kind::Record("NoteActivity"), 0)]), 0),
    Node::new(&[], Parts::Fields(&[(5, 12)]), 0),
];

static PATTERNS: [Pattern; 3] = [
    Pattern::new("^[A-Z]{2}$", "^[A-Z]{2}$"),
    Pattern::new("^-?[0-9]+(\\.[0-9]+)?$", "^-?[0-9]+(\\.[0-9]+)?$"),
    Pattern::new("^[A-Z]{3}$", "^[A-Z]{3}$"),
];

static OPERATIONS: [OperationRules; 13] = [
    OperationRules { method: "GET", path: "/contacts", params: &[(ParamLocation::Query, "limit", 9), (ParamLocation::Query, "tag", 8)], bodies: &[] },
    OperationRules { method: "POST", path: "/contacts", params: &[], bodies: &[("application/json", 3)] },
    OperationRules { method: "POST", path: "/contacts/search", params: &[], bodies: &[("application/json", 7)] },
    OperationRules { method: "PATCH", path: "/contacts/{contact_id}", params: &[], bodies: &[("application/merge-patch+json", 6)] },
    OperationRules { method: "GET", path: "/contacts/{contact_id}/activities", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/activities", params: &[], bodies: &[("application/json", 21)] },
    OperationRules { method: "GET", path: "/companies", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/companies", params: &[], bodies: &[("application/json", 10)] },
    OperationRules { method: "PATCH", path: "/companies/{company_id}", params: &[], bodies: &[("application/merge-patch+json", 13)] },
    OperationRules { method: "GET", path: "/companies/{company_id}/contacts", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "GET", path: "/deals", params: &[(ParamLocation::Query, "limit", 9)], bodies: &[] },
    OperationRules { method: "POST", path: "/deals", params: &[], bodies: &[("application/json", 17)] },
    OperationRules { method: "PATCH", path: "/deals/{deal_id}", params: &[], bodies: &[("application/merge-patch+json", 20)] },
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

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
validate_model!(super::models::Address, TABLE, 1);

#[cfg(feature = "contacts")]
validate_model!(super::models::ContactCreate, TABLE, 3);

#[cfg(feature = "contacts")]
validate_model!(super::models::ContactUpdate, TABLE, 6);

#[cfg(feature = "contacts")]
validate_model!(super::models::Sort, TABLE, 0);

#[cfg(feature = "contacts")]
validate_model!(super::models::Condition, TABLE, 0);

#[cfg(feature = "contacts")]
validate_model!(super::models::ContactSearch, TABLE, 7);

#[cfg(feature = "companies")]
validate_model!(super::models::CompanyCreate, TABLE, 10);

#[cfg(feature = "companies")]
validate_model!(super::models::CompanyUpdate, TABLE, 13);

#[cfg(any(feature = "deals", feature = "webhooks"))]
validate_model!(super::models::Money, TABLE, 14);

#[cfg(feature = "deals")]
validate_model!(super::models::DealCreate, TABLE, 17);

#[cfg(feature = "deals")]
validate_model!(super::models::DealUpdate, TABLE, 20);

#[cfg(feature = "deals")]
validate_model!(super::models::DealFilter, TABLE, 0);

#[cfg(feature = "activities")]
validate_model!(super::models::Activity, TABLE, 21);

#[cfg(feature = "activities")]
validate_model!(super::models::CallActivity, TABLE, 22);

#[cfg(feature = "activities")]
validate_model!(super::models::EmailActivity, TABLE, 0);

#[cfg(feature = "activities")]
validate_model!(super::models::MeetingActivity, TABLE, 0);

#[cfg(feature = "activities")]
validate_model!(super::models::NoteActivity, TABLE, 0);

#[cfg(feature = "attachments")]
validate_model!(super::models::AttachmentUpload, TABLE, 0);

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
validate_model!(super::models::CustomFieldsValue, TABLE, 0);

#[cfg(feature = "contacts")]
validate_model!(super::models::ConditionValue, TABLE, 0);

#[cfg(feature = "deals")]
validate_model!(super::models::MoveDealBody, TABLE, 0);

#[cfg(feature = "contacts")]
validate_params!(super::contacts::ListContacts, TABLE {
    Query "limit" limit 9,
    Query "tag" tag 8,
});

#[cfg(feature = "activities")]
validate_params!(super::activities::ListContactActivities, TABLE {
    Query "limit" limit 9,
});

#[cfg(feature = "companies")]
validate_params!(super::companies::ListCompanies, TABLE {
    Query "limit" limit 9,
});

#[cfg(feature = "companies")]
validate_params!(super::companies::ListCompanyContacts, TABLE {
    Query "limit" limit 9,
});

#[cfg(feature = "deals")]
validate_params!(super::deals::ListDeals, TABLE {
    Query "limit" limit 9,
});
