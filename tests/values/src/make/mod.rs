//! Makes values of translated schemas from a seed.
//!
//! Input: [`Schemas`] and judges of them. Output: values that a judge found valid, or the reason why there are none. **Invariant:** the
//! same seed gives the same values.
//!
//! A value is made by following the schema, which takes no account of `not`, `contains` and other restrictions that do not say what to
//! make; a value that breaks one is dropped, and another is made. At each choice (an alternative, a listed value, a type, null) the option
//! that was taken least often so far is taken, so that few values cover all of them.

mod build;
mod pattern;
mod scalar;
mod shape;
mod text;

use std::collections::{BTreeMap, HashMap};

use fastrand::Rng;
use serde_json::Value;

use crate::judge::Judge;
use crate::schemas::{Reading, Schemas};

/// What a value is made to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Only what is required.
    Minimal,
    /// Every property that is declared.
    Full,
    /// Some of the properties.
    Mixed,
    /// Properties that no schema declares, where the schema allows them.
    Undeclared,
    /// Listed values, tags and closed objects as a later version of the service may have them: values and properties that are not listed.
    Evolved,
}

/// A value of a schema.
#[derive(Clone, Debug)]
pub struct Made {
    /// The value.
    pub value: Value,
    /// What it shows.
    pub kind: Kind,
    /// The reading of the schema by which the value is valid.
    pub reading: Reading,
}

/// Why there is no value of a schema.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The reason.
    pub reason: String,
}

/// What is chosen at a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Choice {
    Alternative,
    Listed,
    Type,
}

/// Makes values of the schemas of a document.
pub struct Maker<'s> {
    schemas: &'s Schemas,
    judges: &'s BTreeMap<Reading, Judge>,
    heights: HashMap<String, u32>,
    /// How often each option of each choice was taken.
    taken: HashMap<(usize, Choice, usize), u32>,
    patterns: HashMap<String, Option<regex_syntax::hir::Hir>>,
    rng: Rng,
    kind: Kind,
    /// How many more values may be put into the value at hand before only what is required is.
    budget: usize,
}

/// How many values are tried for each that is wanted.
const TRIES: usize = 12;
/// How many values of one schema may be invalid in a row.
const PATIENCE: usize = 240;
/// How many scalars, lists and objects a value has, without those that are required.
const BUDGET: usize = 160;

impl<'s> Maker<'s> {
    /// Returns a maker with a judge for each reading.
    pub fn new(schemas: &'s Schemas, judges: &'s BTreeMap<Reading, Judge>, seed: u64) -> Self {
        Self {
            schemas,
            judges,
            heights: shape::heights(&schemas.document),
            taken: HashMap::new(),
            patterns: HashMap::new(),
            rng: Rng::with_seed(seed),
            kind: Kind::Minimal,
            budget: 0,
        }
    }

    /// Makes up to `count` values of the schema at a pointer.
    ///
    /// # Errors
    ///
    /// Returns the reason if no value was found.
    pub fn values(&mut self, pointer: &str, count: usize) -> Result<Vec<Made>, Skipped> {
        let mut found = Vec::new();
        let mut reason = "no finite value exists".to_owned();
        let mut failed = 0;
        for turn in 0..count * TRIES {
            if found.len() == count || failed == PATIENCE {
                break;
            }
            match self.value(pointer, kind(found.len(), turn, count)) {
                Ok(made) => {
                    found.push(made);
                    failed = 0;
                }
                Err(why) => {
                    reason = why.unwrap_or(reason);
                    failed += 1;
                }
            }
        }
        if found.is_empty() { Err(Skipped { reason }) } else { Ok(found) }
    }

    /// Makes a value and says by which reading it is valid.
    fn value(&mut self, pointer: &str, kind: Kind) -> Result<Made, Option<String>> {
        self.kind = kind;
        self.budget = BUDGET;
        let value = self.made(&[pointer.to_owned()], 0).ok_or(None)?;
        if value.is_null() {
            // Whether a schema may be null belongs to the type of the place that refers to it.
            return Err(Some("null is no value of a type by itself".to_owned()));
        }
        let readings: &[Reading] =
            if kind == Kind::Evolved { &[Reading::Strict, Reading::Meant, Reading::Open] } else { &[Reading::Strict, Reading::Meant] };
        for reading in readings {
            if self.judges.get(reading).is_some_and(|judge| judge.fits(pointer, &value)) {
                return Ok(Made { value, kind, reading: *reading });
            }
        }
        let judge = readings.last().and_then(|reading| self.judges.get(reading));
        Err(judge.and_then(|judge| judge.misfit(pointer, &value)))
    }
}

/// Returns what the next value shows. After many failures anything will do, so that a schema with a rare valid value is not skipped.
fn kind(found: usize, turn: usize, count: usize) -> Kind {
    let is_stuck = turn > found + count;
    match found % 5 {
        _ if is_stuck => {
            if turn.is_multiple_of(2) {
                Kind::Minimal
            } else {
                Kind::Mixed
            }
        }
        0 if found == 0 => Kind::Minimal,
        1 if found == 1 => Kind::Full,
        3 => Kind::Undeclared,
        4 => Kind::Evolved,
        _ => Kind::Mixed,
    }
}
