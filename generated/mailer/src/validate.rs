//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::operation::ParamLocation;
use turnbuckle_runtime::validate::{Node, OperationRules, Parts, Pattern, Rule, Table};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 13] = [
    Node::new(&[], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 2)]), 0),
    Node::new(&[Rule::MinLength(1), Rule::MaxLength(100)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(3, 4)]), 0),
    Node::new(&[Rule::UniqueItems], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(2, 4)]), 0),
    Node::new(&[], Parts::Fields(&[(1, 7)]), 0),
    Node::new(&[Rule::MinLength(1)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 7)]), 0),
    Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("100")], Parts::None, 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("50")], Parts::None, 0),
    Node::new(&[Rule::MinItems(1)], Parts::None, 0),
];

static PATTERNS: [Pattern; 0] = [];

static OPERATIONS: [OperationRules; 11] = [
    OperationRules { method: "GET", path: "/lists", params: &[(ParamLocation::Query, "offset", 9), (ParamLocation::Query, "limit", 10)], bodies: &[] },
    OperationRules { method: "POST", path: "/lists", params: &[], bodies: &[("application/json", 1)] },
    OperationRules { method: "PUT", path: "/lists/{list_id}", params: &[], bodies: &[("application/json", 1)] },
    OperationRules { method: "GET", path: "/lists/{list_id}/subscribers", params: &[(ParamLocation::Query, "offset", 9), (ParamLocation::Query, "limit", 10)], bodies: &[] },
    OperationRules { method: "POST", path: "/lists/{list_id}/subscribers", params: &[], bodies: &[("application/json", 3)] },
    OperationRules { method: "PUT", path: "/lists/{list_id}/subscribers/{email}", params: &[], bodies: &[("application/json", 3)] },
    OperationRules { method: "PATCH", path: "/lists/{list_id}/subscribers/{email}", params: &[], bodies: &[("application/json", 5)] },
    OperationRules { method: "GET", path: "/campaigns", params: &[(ParamLocation::Query, "page_size", 11)], bodies: &[] },
    OperationRules { method: "POST", path: "/campaigns", params: &[], bodies: &[("application/json", 6)] },
    OperationRules { method: "PATCH", path: "/campaigns/{campaign_id}", params: &[], bodies: &[("application/json", 8)] },
    OperationRules { method: "GET", path: "/reports", params: &[(ParamLocation::Query, "ids", 12)], bodies: &[] },
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

#[cfg(feature = "lists")]
validate_model!(super::models::MailingListInput, TABLE, 1);

#[cfg(feature = "subscribers")]
validate_model!(super::models::SubscriberInput, TABLE, 3);

#[cfg(feature = "subscribers")]
validate_model!(super::models::SubscriberUpdate, TABLE, 5);

#[cfg(feature = "campaigns")]
validate_model!(super::models::Content, TABLE, 0);

#[cfg(feature = "campaigns")]
validate_model!(super::models::HtmlContent, TABLE, 0);

#[cfg(feature = "campaigns")]
validate_model!(super::models::TemplateContent, TABLE, 0);

#[cfg(feature = "campaigns")]
validate_model!(super::models::CampaignInput, TABLE, 6);

#[cfg(feature = "campaigns")]
validate_model!(super::models::CampaignUpdate, TABLE, 8);

#[cfg(feature = "campaigns")]
validate_model!(super::models::ContentBase, TABLE, 0);

#[cfg(feature = "subscribers")]
validate_model!(super::models::UnsubscribeBody, TABLE, 0);

#[cfg(feature = "subscribers")]
validate_model!(super::models::ImportSubscribersBody, TABLE, 0);

#[cfg(feature = "campaigns")]
validate_model!(super::models::ScheduleCampaignBody, TABLE, 0);

#[cfg(feature = "lists")]
validate_params!(super::lists::ListLists, TABLE {
    Query "offset" offset 9,
    Query "limit" limit 10,
});

#[cfg(feature = "subscribers")]
validate_params!(super::subscribers::ListSubscribers, TABLE {
    Query "offset" offset 9,
    Query "limit" limit 10,
});

#[cfg(feature = "campaigns")]
validate_params!(super::campaigns::ListCampaigns, TABLE {
    Query "page_size" page_size 11,
});

#[cfg(feature = "campaigns")]
validate_params!(super::campaigns::GetReports, TABLE {});
