//! The generated client of a document, and its types by their places in the document.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use turnbuckle::Generator;
use turnbuckle::generator::{Outcome, Runtime};
use turnbuckle::places::Places;
use turnbuckle::source::{FileId, LoadOptions, Location, Pointer};
use turnbuckle_values::{Example, Place, Spec};

use crate::Workplace;

/// A document with its generated client.
pub struct Client {
    /// The folder of the client.
    pub folder: PathBuf,
    /// The document, read without the generator.
    pub spec: Spec,
    /// The component schemas of the document.
    pub components: Vec<Place>,
    /// The examples in the document.
    pub examples: Vec<Example>,
    /// The types of the program's table: those of components and examples.
    pub types: Types,
    /// The diagnostics of generating.
    pub diagnostics: usize,
}

/// The types of a program's table.
#[derive(Debug, Default)]
pub struct Types {
    /// The types, as code writes them that has the client's module `models` in scope.
    pub paths: Vec<String>,
    index: HashMap<Place, usize>,
}

impl Types {
    /// Returns the index of the type that stands for a schema.
    pub fn of(&self, schema: &Place) -> Option<usize> {
        self.index.get(schema).copied()
    }
}

/// Generates the client of a document.
///
/// # Errors
///
/// Returns the reason if the client cannot be generated.
pub fn generate(place: &Workplace, id: &str, path: &Path) -> Result<Client, String> {
    let folder = place.work.join(id);
    let generator = Generator::new(path)
        .runtime(Runtime::Path(place.root.join("runtime")))
        .load_options(LoadOptions { allow_outside_root: true, ..LoadOptions::default() });
    let outcome = generator.generate_to(&folder).map_err(|failure| failure.to_string())?;
    let spec = Spec::read(path).ok_or("the document cannot be read")?;
    let components = turnbuckle_values::components(&spec);
    let examples = turnbuckle_values::examples(&spec);
    let schemas = components.iter().chain(examples.iter().map(|example| &example.schema));
    let types = types(&outcome, &spec, schemas);
    Ok(Client { folder, spec, components, examples, types, diagnostics: outcome.plan.diagnostics.len() })
}

/// Finds the type of each schema, by way of references.
fn types<'p>(outcome: &Outcome, spec: &Spec, schemas: impl Iterator<Item = &'p Place>) -> Types {
    let places = Places::of(&outcome.plan);
    let sources = &outcome.plan.sources;
    let files: HashMap<PathBuf, FileId> =
        sources.ids().filter_map(|file| Some((Path::new(sources.file(file).name()).canonicalize().ok()?, file))).collect();
    let mut types = Types::default();
    let mut known: HashMap<String, usize> = HashMap::new();
    for schema in schemas {
        let mut at = schema.clone();
        for _ in 0..16 {
            let location = files.get(spec.path(at.file)).map(|file| Location { file: *file, pointer: Pointer::from_escaped(&at.pointer) });
            if let Some(place) = location.and_then(|location| places.find(&location)) {
                let next = types.paths.len();
                let index = *known.entry(place.path.clone()).or_insert(next);
                if index == next {
                    types.paths.push(place.path);
                }
                types.index.insert(schema.clone(), index);
                break;
            }
            let Some(target) = spec.followed(&at) else { break };
            at = target;
        }
    }
    types
}
