//! Turns any dialect, any number of files and any overlays into one valid 3.0 model, losing no fact.
//!
//! Input: [`Sources`]. Output: a [`Document`], whatever the input, and diagnostics that say what was left out. The steps, each in a
//! file of its own, are: `bundle` (one tree, in the dialect of the root), `v2` (2.0 to 3.0), `parts` (of multipart bodies), `v3_2` (3.2
//! to 3.1), `v3_1` (3.1 to 3.0), `repair` (the tree to the model, member by member), `check` (what one part
//! says of another).
//!
//! **Invariants** of a [`Document`]:
//! - Every reference reads `#/components/<section>/<name>`, names something that exists, and is of the right kind; no ring of
//!   references is without a structure. [`component`] takes one apart.
//! - No schema has several types or `null` among the values of its `enum`; a `nullable` schema says so and nothing else does.
//! - What 3.0 cannot say is stored under the keys of [`ext`].
//! - A [`SchemaKind`](openapiv3::SchemaKind) is `Type`, `OneOf`, `AllOf`, `AnyOf` or `Not` exactly where nothing else is said; any
//!   mixture, and a schema without a type, is `Any`, with all that it says.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::source::shape::{Child, Kind};
use crate::source::{Location, Path, Pointer, Sources, unescape};

mod bundle;
mod check;
mod cx;
mod dialect;
pub mod ext;
pub(crate) mod fields;
mod parts;
mod repair;
mod rewrite;
#[cfg(test)]
mod tests;
mod v2;
mod v3_1;
mod v3_2;

pub use dialect::Dialect;

use cx::{Cx, Origins};

/// A spec as one valid 3.0 model.
#[derive(Clone, Debug)]
pub struct Document {
    /// The model.
    pub api: OpenAPI,
    /// What the spec was written in.
    pub dialect: Dialect,
    /// How many operations the spec has under its paths, with those that were left out.
    pub operations: usize,
    hoisted: BTreeSet<(&'static str, String)>,
    origins: Origins,
}

impl Document {
    /// Returns where in the spec a part of the model stands.
    pub fn locate(&self, normalized: &Pointer) -> Location {
        self.origins.locate(normalized)
    }

    /// Returns whether a component has a name that the spec does not declare, such as `("schemas", "pet")` for the file `pet.yaml`.
    pub fn is_hoisted(&self, section: &str, name: &str) -> bool {
        self.hoisted.iter().any(|(of, hoisted)| *of == section && hoisted == name)
    }
}

/// Returns the section and the name of the component that a reference of the model names.
pub fn component(reference: &str) -> Option<(&str, String)> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    Some((section, unescape(name)))
}

/// Makes one model of a spec. Where the spec is no OpenAPI description, there is an error and the document is empty.
///
/// The trees of the sources are released on the way: the model takes their place.
pub fn normalize(sources: &mut Sources) -> (Document, Vec<Diagnostic>) {
    let mut cx = Cx::new(sources);
    let tree = sources.tree(sources.root());
    if tree.is_null() {
        // What is wrong with the file has been said where it was read.
        return (empty(), cx.finish().1);
    }
    let dialect = match dialect::detect(tree, &mut cx) {
        Ok(dialect) => dialect,
        Err(error) => {
            cx.diagnostics.push(error);
            return (empty(), cx.finish().1);
        }
    };
    let bundle::Bundle { mut tree, hoisted } = bundle::bundle(dialect, &mut cx);
    let operations = count_operations(&tree, dialect);
    let paused = cx.pause();
    sources.release_trees();
    let mut cx = paused.resume(sources);
    if dialect == Dialect::V2 {
        v2::convert(&mut tree, &mut cx);
    }
    if dialect >= Dialect::V3_1 {
        parts::make_binary(&mut tree);
    }
    rewrite::rewrite(&mut tree, Child::One(Kind::Document), &Path::root(), dialect, &mut cx);
    let api = repair::document(tree, dialect, &mut cx);
    check::document(&api, &mut cx);
    let (origins, diagnostics) = cx.finish();
    (Document { api, dialect, operations, hoisted, origins }, diagnostics)
}

fn empty() -> Document {
    Document { api: OpenAPI::default(), dialect: Dialect::V3_0, operations: 0, hoisted: BTreeSet::new(), origins: Origins::default() }
}

/// Counts the operations as they are written, right or wrong.
fn count_operations(tree: &Value, dialect: Dialect) -> usize {
    let is_method = |key: &str| match key.to_ascii_lowercase().as_str() {
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => true,
        "query" => dialect == Dialect::V3_2,
        _ => false,
    };
    let items = tree.get("paths").and_then(Value::as_object).into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let counts = items.map(|item| {
        let usual = item.keys().filter(|key| is_method(key)).count();
        usual + item.get("additionalOperations").and_then(Value::as_object).map_or(0, Map::len)
    });
    counts.sum()
}
