//! Shows what a crate costs to compile, so that a user can choose what to take of it.

use std::fmt::{self, Write};

use serde::Serialize;

use crate::analyze::{self, Cost, PartSize, Size};
use crate::generator::Plan;

use super::text::{number, one_line, section};

/// How many operations are shown: those that cost most.
const SHOWN: usize = 20;

/// What a crate and its parts cost.
#[derive(Debug, Serialize)]
pub(super) struct Budget {
    /// What the figures are of.
    pub(super) of: &'static str,
    pub(super) whole: Part,
    pub(super) tags: Vec<Part>,
    /// What is only there where a call asks for it, which no tag counts; none where the document has no such thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expandable: Option<Part>,
    pub(super) operations: Vec<Part>,
}

/// What a part of a crate costs.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    /// The tag, the operation, or the package.
    pub(super) name: String,
    /// The feature to enable, or what to give to `--include`; empty for the whole crate.
    pub(super) choose: String,
    /// The seconds and megabytes of a crate of this part alone.
    pub(super) alone_seconds: f64,
    pub(super) alone_megabytes: f64,
    /// The seconds that the whole crate would take less without it.
    pub(super) own_seconds: f64,
    pub(super) counts: Counts,
}

/// What a crate of this part alone is made of.
#[derive(Debug, Serialize)]
pub(super) struct Counts {
    operations: usize,
    params: usize,
    structs: usize,
    fields: usize,
    enums: usize,
    variants: usize,
}

const OF: &str =
    "estimates of `cargo check` of the crate alone: CPU seconds on the machine of the measurements, and rustc's peak memory in MB";

/// Estimates what everything costs.
pub(super) fn estimate(plan: &Plan) -> Budget {
    let sizes = analyze::sizes(&plan.api, &plan.facts);
    let groups = plan.facts.groups.iter().zip(&sizes.groups).map(|(id, size)| {
        let tag = &plan.api.groups[id.0 as usize].tag;
        let name = if tag.is_empty() { "(no tag)" } else { tag };
        part(name, &plan.names.groups[id.0 as usize].feature, size)
    });
    let webhooks = (!plan.api.webhooks.is_empty()).then(|| part("(webhooks)", "webhooks", &sizes.webhooks));
    let expandable = (sizes.expandable != PartSize::default()).then(|| part("(expandable)", "expandable", &sizes.expandable));
    let operations = plan.api.operations.iter().zip(&sizes.operations).map(|(op, size)| {
        let place = format!("{} {}", op.method, op.path);
        let id = op.id.clone().unwrap_or_default();
        part(&place, &id, size)
    });
    Budget {
        of: OF,
        whole: part(&plan.names.package, "", &PartSize { alone: sizes.whole, own: sizes.whole }),
        tags: by_cost(groups.chain(webhooks).collect()),
        expandable,
        operations: by_cost(operations.collect()),
    }
}

fn part(name: &str, choose: &str, size: &PartSize) -> Part {
    let Cost { seconds, megabytes } = size.alone.cost();
    let Size { operations, params, structs, fields, enums, variants } = size.alone;
    Part {
        name: name.to_owned(),
        choose: choose.to_owned(),
        alone_seconds: round(seconds, 100.0),
        alone_megabytes: megabytes.round(),
        own_seconds: round(size.own.added_cost().seconds, 1000.0),
        counts: Counts { operations, params, structs, fields, enums, variants },
    }
}

fn round(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// Puts what costs most first.
fn by_cost(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|a, b| b.alone_seconds.total_cmp(&a.alone_seconds));
    parts
}

/// Prints a budget for people.
pub(super) fn write(out: &mut String, budget: &Budget) -> fmt::Result {
    section(out, "cost to compile, by tag", budget.tags.len())?;
    writeln!(out, "  {}", budget.of)?;
    writeln!(out, "  alone: a crate with this part only; own: what the whole crate would save without it")?;
    if budget.expandable.is_some() {
        writeln!(
            out,
            "  (expandable): what is an identifier where a call does not ask for more; off by default, and counted in no other part"
        )?;
    }
    header(out, "enable")?;
    row(out, &budget.whole)?;
    for part in budget.tags.iter().chain(&budget.expandable) {
        row(out, part)?;
    }
    section(out, "cost to compile, by operation", budget.operations.len())?;
    header(out, "--include")?;
    for part in budget.operations.iter().take(SHOWN) {
        row(out, part)?;
    }
    match budget.operations.len().checked_sub(SHOWN) {
        Some(rest) if rest > 0 => writeln!(out, "  ... and {} that cost less; `--format json` shows all", number(rest)),
        _ => Ok(()),
    }
}

fn header(out: &mut String, choose: &str) -> fmt::Result {
    writeln!(out, "  {:>7} {:>6} {:>7} {:>7} {:>7}  part, and what to {choose}", "alone s", "MB", "own s", "structs", "fields")
}

fn row(out: &mut String, part: &Part) -> fmt::Result {
    let Part { alone_seconds, alone_megabytes, own_seconds, counts, .. } = part;
    let (structs, fields) = (number(counts.structs), number(counts.fields));
    write!(out, "  {alone_seconds:>7.2} {alone_megabytes:>6} {own_seconds:>7.2} {structs:>7} {fields:>7}  {}", one_line(&part.name))?;
    if part.choose.is_empty() { writeln!(out) } else { writeln!(out, ": {}", one_line(&part.choose)) }
}
