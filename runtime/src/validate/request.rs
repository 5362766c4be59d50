//! Checks the values of a call as they are set.

use super::table::{OperationRules, Table};
use super::violation::Violations;
use super::walk::walk;
use crate::model::View;
use crate::operation::{Operation, ParamLocation};

/// The rules for a request, and what was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checks {
    rules: Option<(&'static Table, &'static OperationRules)>,
    found: Violations,
}

impl Checks {
    /// Finds the rules for an operation; there are none where the client does not check.
    pub(crate) fn of(table: Option<&'static Table>, op: &'static Operation) -> Self {
        let rules = table.and_then(|table| {
            let own = table.operations.iter().find(|rules| rules.method == op.method && rules.path == op.path)?;
            Some((table, own))
        });
        Self { rules, found: Violations::default() }
    }

    /// Checks a parameter.
    pub(crate) fn param(&mut self, location: ParamLocation, name: &'static str, view: View<'_>) {
        let Some((table, rules)) = self.rules else { return };
        if let Some((_, _, node)) = rules.params.iter().find(|(at, own, _)| *at == location && *own == name) {
            self.found.of_param(location, name, |found| walk(table, *node, view, found));
        }
    }

    /// Checks the body.
    pub(crate) fn body(&mut self, media_type: &str, view: View<'_>) {
        let Some((table, rules)) = self.rules else { return };
        if let Some((_, node)) = rules.bodies.iter().find(|(own, _)| *own == media_type) {
            walk(table, *node, view, &mut self.found);
        }
    }

    /// Returns what was found; `None` for nothing.
    pub(crate) fn into_violations(self) -> Option<Violations> {
        (!self.found.is_empty()).then_some(self.found)
    }
}
