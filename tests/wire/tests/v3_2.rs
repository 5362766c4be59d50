//! The scenarios of streams, through clients of the OpenAPI 3.2 documents. The other documents would not differ from those of 3.1.

#[cfg(scenarios)]
use turnbuckle_wire::v3_2 as api;

#[cfg(scenarios)]
#[path = "calls/events.rs"]
mod events;
#[cfg(scenarios)]
#[path = "calls/lines.rs"]
mod lines;

/// What the documents cannot express, and why.
#[cfg(scenarios)]
const IMPOSSIBLE: &[(&str, &str)] = &[];

#[test]
fn every_scenario_passes() {
    #[cfg(scenarios)]
    turnbuckle_wire::run("3.2", |url| [events::all(url), lines::all(url)].into_iter().flatten().collect(), IMPOSSIBLE);
    #[cfg(not(scenarios))]
    turnbuckle_wire::skip();
}
