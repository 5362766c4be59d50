//! The scenarios, through clients of the OpenAPI 3.1 documents.

#[cfg(scenarios)]
use turnbuckle_wire::v3_1 as api;

#[cfg(scenarios)]
mod calls;

/// What the documents cannot express, and why.
#[cfg(scenarios)]
const IMPOSSIBLE: &[(&str, &str)] = &[];

#[test]
fn every_scenario_passes() {
    #[cfg(scenarios)]
    turnbuckle_wire::run("3.1", calls::all, IMPOSSIBLE);
    #[cfg(not(scenarios))]
    turnbuckle_wire::skip();
}
