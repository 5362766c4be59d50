//! Makes values of the schemas of an OpenAPI document, checks whether values fit their schemas, and compares values.
//!
//! Input: the files of a spec as they are on disk. **Invariant:** no code of the generator or of the runtime has a part in this crate, so
//! that a mistake of theirs cannot hide itself.

mod collect;
mod compare;
mod judge;
mod make;
mod schemas;
mod spec;
#[cfg(test)]
mod tests;

pub use collect::{Example, components, examples};
pub use compare::{Comparison, Difference, compare};
pub use judge::Judge;
pub use make::{Kind, Made, Maker, Skipped};
pub use schemas::{Reading, Schemas};
pub use spec::{Place, Spec};
