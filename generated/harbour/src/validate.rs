//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::validate::{Node, OperationRules, Parts, Pattern, Table};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 1] = [
    Node::new(&[], Parts::None, 0),
];

static PATTERNS: [Pattern; 0] = [];

static OPERATIONS: [OperationRules; 0] = [];

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

#[cfg(feature = "berths")]
validate_model!(super::models::PostBerthsBody, TABLE, 0);

#[cfg(feature = "berths")]
validate_params!(super::berths::GetBerths, TABLE {});
