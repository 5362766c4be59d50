//! Checks generated types against values: generates the client of a document, builds a program of its types, has it decode and encode each
//! value, and compares. `vendor_examples` takes the examples that vendors put in their documents, `made_values` takes values that are made from a seed.
//!
//! Both programs build the same, so that the second one to run finds it built.

pub mod client;
pub mod program;

use std::path::PathBuf;

/// Where things are, and what is used to build.
#[derive(Debug)]
pub struct Workplace {
    /// The repository.
    pub root: PathBuf,
    /// The folder with an `INDEX.tsv` and the documents.
    pub corpus: PathBuf,
    /// The folder for generated crates, programs and lists.
    pub work: PathBuf,
}

impl Workplace {
    /// Returns the place of these folders.
    pub fn new(corpus: &str, work: &str) -> Self {
        Self { root: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."), corpus: corpus.into(), work: work.into() }
    }

    /// Returns ids and files of the documents with these ids, in the order of their size; of all if there are no ids.
    pub fn documents(&self, ids: &[String]) -> Vec<(String, PathBuf)> {
        let index = std::fs::read_to_string(self.corpus.join("INDEX.tsv")).unwrap_or_default();
        let mut rows: Vec<(u64, String, PathBuf)> = index
            .lines()
            .skip(1)
            .filter_map(|line| {
                let columns: Vec<&str> = line.split('\t').collect();
                Some((columns.get(6)?.parse().ok()?, (*columns.first()?).to_owned(), self.corpus.join(columns.get(1)?)))
            })
            .filter(|(_, id, _)| ids.is_empty() || ids.contains(id))
            .collect();
        rows.sort();
        rows.into_iter().map(|(_, id, file)| (id, file)).collect()
    }
}
