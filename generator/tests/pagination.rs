//! Holds the pages that are told without configuration against those that the corpus's documents have.
//!
//! `tests/expect/pages/corpus.txt` lists, for each document, the operations whose answers come in pages and which take something that asks
//! for another. It was made of two parts: what the generator told, after each group of operations with the same parameters and answers, as
//! `tests/pagination_candidates.py` lists them by weaker signs, was looked at and what is false was mended; and of those candidates, what it
//! did not tell. So it holds the figures against changes. A reading of box, square, openai, plaid, the four of hubspot and the four of twilio
//! that was made without it found 325 such operations, none of what is told here being false by it. What is on the list only is missed; what is told
//! only is false, and there must be none.
//!
//! The corpus is not part of the repository: without it nothing is tested, which a line says, and in continuous integration that fails.

#![allow(clippy::print_stdout)] // The figures are what it is for.

mod shared;

use std::collections::BTreeMap;
use std::path::Path;

use turnbuckle::Generator;
use turnbuckle::analyze::ResponseForm;
use turnbuckle::generator::Plan;
use turnbuckle::ir::{NextPage, Operation};
use turnbuckle::source::LoadOptions;

use shared::corpus;

const EXPECTED: &str = include_str!("../../tests/expect/pages/corpus.txt");

/// The documents whose vendors the figures of other generators are known for.
const NAMED: [&str; 6] = ["box", "hubspot-", "square", "twilio-", "openai", "plaid"];

#[derive(Clone, Copy, Default)]
struct Figures {
    operations: usize,
    paged: usize,
    hits: usize,
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.operations += other.operations;
        self.paged += other.paged;
        self.hits += other.hits;
    }
}

#[test]
fn pages_are_told_without_configuration_and_never_falsely() {
    let Some(corpus) = corpus() else { return };
    let mut named: BTreeMap<&str, Figures> = BTreeMap::new();
    let (mut all, mut wrong) = (Figures::default(), Vec::new());
    for document in documents(&corpus) {
        let plan = plan(&corpus.join(&document.1), "");
        let expected: Vec<&str> = expected(&document.0);
        let told: Vec<String> = paged(&plan).map(key).collect();
        let hits = expected.iter().filter(|key| told.iter().any(|told| told == *key)).count();
        wrong.extend(told.iter().filter(|key| !expected.contains(&key.as_str())).map(|key| format!("{}: {key}", document.0)));
        let operations = plan.api.operations.len();
        println!("{}: {operations} operations, {} in pages, {hits} told, {} missed", document.0, expected.len(), expected.len() - hits);
        let of_document = Figures { operations, paged: expected.len(), hits };
        all.add(of_document);
        if let Some(name) = NAMED.into_iter().find(|name| document.0.starts_with(name)) {
            named.entry(name).or_default().add(of_document);
        }
    }
    println!("all: {} operations, {} in pages, {} told, {} false", all.operations, all.paged, all.hits, wrong.len());
    assert!(wrong.is_empty(), "told, and not in pages: {wrong:#?}");
    assert_eq!(named.len(), NAMED.len(), "a vendor is not in the corpus");
    for (name, Figures { paged, hits, .. }) in named {
        assert!(paged > 0 && hits * 100 >= paged * 90, "{name}: {hits} of {paged}");
    }
    assert!(all.hits * 100 >= all.paged * 95, "{} of {}", all.hits, all.paged);
}

#[test]
fn the_link_pages_of_the_corpus_are_found() {
    let Some(corpus) = corpus() else { return };
    let plan = plan(&corpus.join("github.json"), "");
    let links = plan.api.operations.iter().filter_map(|op| op.pages.as_ref()).filter(|pages| matches!(pages.next, NextPage::Link));
    assert!(links.count() > 190);
}

/// A line that `inspect` shows is pasted into the configuration, and then there are pages and no complaint.
#[test]
fn lines_for_the_configuration_work_when_they_are_pasted() {
    let Some(corpus) = corpus() else { return };
    let mut pasted = 0;
    for (name, file) in documents(&corpus) {
        let before = plan(&corpus.join(&file), "");
        let lines: Vec<&String> = before.api.operations.iter().filter_map(|op| op.page_hint.as_ref()?.line.as_ref()).collect();
        if lines.is_empty() {
            continue;
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let after = plan(&corpus.join(&file), &format!("[pagination]\n{text}"));
        let misfits = after.diagnostics.iter().filter(|it| it.code == "pagination-misfit").count();
        let known = before.diagnostics.iter().filter(|it| it.code == "pagination-misfit").count();
        assert_eq!(misfits, known, "{name}: {text}");
        let count = |plan: &Plan| plan.api.operations.iter().filter(|op| op.pages.is_some()).count();
        assert_eq!(count(&after), count(&before) + lines.len(), "{name}: {text}");
        pasted += lines.len();
    }
    assert!(pasted >= 20, "only {pasted} lines");
}

/// Returns the names and files of the corpus's documents.
fn documents(corpus: &Path) -> Vec<(String, String)> {
    let index = std::fs::read_to_string(corpus.join("INDEX.tsv")).expect("the corpus has an index");
    let rows = index.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn expected(document: &str) -> Vec<&'static str> {
    let sections = EXPECTED.split("# ").filter_map(|section| section.split_once('\n'));
    let own: Vec<&str> = sections.filter(|(name, _)| *name == document).map(|(_, lines)| lines).collect();
    own.iter().flat_map(|lines| lines.lines()).collect()
}

/// Returns the operations that are generated with pages: those that have one form of success.
fn paged(plan: &Plan) -> impl Iterator<Item = &Operation> {
    let facts = plan.api.operations.iter().zip(&plan.facts.operations);
    facts.filter(|(op, facts)| op.pages.is_some() && matches!(facts.response, ResponseForm::One(_))).map(|(op, _)| op)
}

fn key(op: &Operation) -> String {
    format!("{} {}", op.method, op.path)
}

fn plan(spec: &Path, config: &str) -> Plan {
    let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let file = folder.path().join("pages.toml");
    std::fs::write(&file, config).expect("the file can be written");
    Generator::new(spec).load_options(options).config(file).plan().expect("the document can be read")
}
