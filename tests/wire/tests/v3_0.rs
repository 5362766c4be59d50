//! The scenarios, through clients of the OpenAPI 3.0 documents.

#[cfg(scenarios)]
use turnbuckle_wire::v3_0 as api;

#[cfg(scenarios)]
mod calls;

/// What the documents cannot express, and why.
#[cfg(scenarios)]
const IMPOSSIBLE: &[(&str, &str)] = &[];

#[test]
fn every_scenario_passes() {
    #[cfg(scenarios)]
    turnbuckle_wire::run("3.0", calls::all, IMPOSSIBLE);
    #[cfg(not(scenarios))]
    turnbuckle_wire::skip();
}
