//! Renders syntax, one file per concern, deciding nothing.
//!
//! Input: the [`Api`], its [`Facts`] and [`Names`]. Output: formatted files. Code is built with `quote!` and laid out by `prettyplease`;
//! documentation and the tables of models take a shorter way (`layout`), because they are most of the text and need no formatting. Models
//! and methods are written as lines of text (`code`), and go to the formatter where a line is too long.

mod client;
mod code;
mod context;
mod docs;
mod enums;
mod errors;
mod example;
mod group;
mod headers;
mod layout;
mod lib_rs;
mod manifest;
mod models;
mod operations;
mod params;
mod paths;
mod rules;
mod statics;
mod structs;
mod types;
mod unions;
mod validate;
mod webhooks;
mod xml;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::analyze::Facts;
use crate::config::DateTimeLibrary;
use crate::ir::Api;
use crate::name::Names;
use crate::write::File;

use context::{Counted, Cx};
pub use paths::Paths;

/// What the output looks like.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether a package is written, or one file to include.
    pub layout: Layout,
    /// The package's version.
    pub version: String,
    /// The library for dates and times.
    pub date_time: DateTimeLibrary,
    /// What the manifest depends on.
    pub runtime: Runtime,
    /// The digest of the spec, for the header.
    pub digest: String,
    /// The names of the files of the spec, by their index: the first is not needed, the others are relative to it.
    pub files: Vec<String>,
    /// Whether the package stands in a workspace whose members share their lints.
    pub workspace_lints: bool,
}

impl Options {
    /// Writes a place: a JSON pointer, and before it `file#` where it is in another file than the first.
    pub(crate) fn address(&self, file: u32, pointer: &str) -> String {
        match self.files.get(file as usize) {
            Some(name) if file > 0 => format!("{name}#{pointer}"),
            _ => pointer.to_owned(),
        }
    }
}

/// Whether a package is written, or one file to include.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A package with a manifest and a file per concern.
    Package,
    /// One file with all modules nested, to include from `OUT_DIR`.
    SingleFile,
}

/// What the manifest of a generated package depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// The runtime in a folder, as the manifest has to write it.
    Path(String),
    /// A version from the registry.
    Version(String),
}

/// A source file, as a module of the crate.
struct Module {
    /// The path below `src`, with `/`, without `.rs`; `lib` is the root.
    path: String,
    text: String,
}

type Render<'a> = Box<dyn Fn(&Cx<'a>) -> Option<Module> + Send + Sync + 'a>;

/// Renders the files of a crate.
pub fn emit(api: &Api, facts: &Facts, names: &Names, options: &Options) -> Vec<File> {
    let counted = Counted::of(api, facts);
    let cx = Cx { api, facts, names, options, counted: &counted };
    let mut jobs: Vec<Render<'_>> =
        vec![Box::new(lib_rs::render), Box::new(client::render), Box::new(headers::render), Box::new(models::render_root)];
    for file in models::files(&cx) {
        jobs.push(Box::new(move |cx| Some(models::render(cx, &file))));
    }
    for group in &facts.groups {
        jobs.push(Box::new(move |cx| Some(group::render(cx, *group))));
    }
    jobs.push(Box::new(webhooks::render));
    jobs.push(Box::new(xml::render));
    jobs.push(Box::new(validate::render));
    let modules = run(&cx, &jobs);
    match options.layout {
        Layout::Package => {
            let mut files = manifest::files(&cx);
            files.extend(modules.into_iter().map(|module| File { path: format!("src/{}.rs", module.path).into(), contents: module.text }));
            files
        }
        Layout::SingleFile => vec![File { path: format!("{}.rs", names.krate).into(), contents: layout::nest(modules, &lib_rs::ALLOWED) }],
    }
}

/// Renders files on as many threads as there are processors, and returns them in the order of the jobs.
fn run<'a>(cx: &Cx<'a>, jobs: &[Render<'a>]) -> Vec<Module> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Module)>> = Mutex::new(Vec::with_capacity(jobs.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(index) else { break };
                    if let Some(module) = job(cx) {
                        done.lock().unwrap_or_else(PoisonError::into_inner).push((index, module));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, module)| module).collect()
}
