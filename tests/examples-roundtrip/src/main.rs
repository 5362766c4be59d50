//! Holds generated types against the examples that vendors put in their documents: decodes every example that fits its schema, encodes it
//! again, and compares. `tests/examples_corpus.sh` calls it.
//!
//! Usage: `turnbuckle-examples CORPUS WORK [ID]...`, with a folder that has an `INDEX.tsv`, and one for what is generated. A line for each
//! document says how many examples there are, how many have no type of their own (`untyped`: parts of an `allOf`, answers that the client
//! does not read), how many do not fit their schema, how many fit, and how many of those came back. Every miss is listed below it with its
//! reason, and all in `WORK/ID.misses.txt`. The exit status is 1 where a document is below 97 % or all are below 99.5 %.

mod collect;
mod compare;
mod judge;
mod program;
mod schemas;
mod spec;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::places::Places;
use turnbuckle::source::{LoadOptions, Location};

use collect::Example;
use judge::Judge;
use program::Workplace;
use schemas::Schemas;
use spec::Spec;

/// The result of a document.
#[derive(Default)]
struct Tally {
    examples: usize,
    untyped: Vec<String>,
    unfit: Vec<String>,
    fitting: usize,
    passed_over: Vec<String>,
    misses: Vec<String>,
}

const LEAST_OF_A_DOCUMENT: f64 = 97.0;
const LEAST_OF_ALL: f64 = 99.5;

#[expect(clippy::print_stdout, reason = "it is a program")]
fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(corpus), Some(work)) = (args.next(), args.next()) else {
        println!("usage: turnbuckle-examples CORPUS WORK [ID]...");
        return ExitCode::from(2);
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let work = PathBuf::from(work);
    let place = Workplace { root, target: work.join("build"), work };
    let mut all = Tally::default();
    let mut failed = false;
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>11}",
        "id", "examples", "untyped", "unfit", "fit", "back", "missed", "%", "passed-over"
    );
    for (id, file) in documents(&corpus, &args.collect::<Vec<_>>()) {
        match document(&place, &id, &format!("{corpus}/{file}")) {
            Ok(tally) => {
                print(&id, &tally);
                tally.misses.iter().take(12).for_each(|miss| println!("    {miss}"));
                failed |= tally.per_cent() < LEAST_OF_A_DOCUMENT || record(&place.work, &id, &tally).is_err();
                all.add(&tally);
            }
            Err(reason) => {
                println!("{id:<28} {reason}");
                failed = true;
            }
        }
    }
    print("all", &all);
    if failed || all.per_cent() < LEAST_OF_ALL { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Returns the documents of a corpus with these ids, or all.
fn documents(corpus: &str, ids: &[String]) -> Vec<(String, String)> {
    let index = std::fs::read_to_string(format!("{corpus}/INDEX.tsv")).unwrap_or_default();
    let rows = index.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?.to_owned(), columns.next()?.to_owned()))
    });
    rows.filter(|(id, _)| ids.is_empty() || ids.contains(id)).collect()
}

fn document(place: &Workplace, id: &str, path: &str) -> Result<Tally, String> {
    let client = place.work.join(id);
    let generator = Generator::new(path)
        .runtime(Runtime::Path(place.root.join("runtime")))
        .load_options(LoadOptions { allow_outside_root: true, ..LoadOptions::default() });
    let _ = std::fs::remove_dir_all(&client);
    let outcome = generator.generate_to(&client).map_err(|failure| failure.to_string())?;
    let places = Places::of(&outcome.plan);
    let spec = Spec::read(path).ok_or("the document cannot be read")?;
    let mut examples = collect::examples(&spec);
    let schemas = Schemas::of(&spec, examples.iter().map(|example| &example.schema));
    let judge = Judge::of(&schemas)?;
    read_texts(&mut examples, &schemas, &judge);
    let mut tally = Tally { examples: examples.len(), ..Tally::default() };
    let mut types = Types::default();
    let mut fitting: Vec<(&Example, usize)> = Vec::new();
    for example in &examples {
        let Some(ty) = types.of(&spec, &places, &example.schema) else {
            tally.untyped.push(spec.show(&example.place));
            continue;
        };
        match judge.misfit(&schemas, &example.schema, &example.value) {
            Some(reason) => tally.unfit.push(format!("{}: {reason}", spec.show(&example.place))),
            None => fitting.push((example, ty)),
        }
    }
    tally.fitting = fitting.len();
    if fitting.is_empty() {
        return Ok(tally);
    }
    let values: Vec<(usize, String)> = fitting.iter().map(|(example, ty)| (*ty, example.value.to_string())).collect();
    let answers = program::run(place, id, &client, &types.paths, &values)?;
    for ((example, ty), answer) in fitting.iter().zip(answers) {
        let (at, ty) = (spec.show(&example.place), &types.paths[*ty]);
        match answer {
            Ok(back) => {
                let found = compare::compare(&schemas, &judge, &example.schema, &example.value, &back);
                tally.passed_over.extend(found.passed_over.iter().map(|inner| format!("{at} `{inner}`")));
                if !found.differences.is_empty() {
                    tally.misses.push(format!("{at} as `{ty}`: {}", found.differences.join("; ")));
                }
            }
            Err(error) => tally.misses.push(format!("{at} as `{ty}`: {error}")),
        }
    }
    Ok(tally)
}

/// Reads examples that are JSON as a text: OpenAPI lets an author quote what "cannot naturally be represented", and many quote all.
fn read_texts(examples: &mut [Example], schemas: &Schemas, judge: &Judge) {
    for example in examples.iter_mut().filter(|example| judge.misfit(schemas, &example.schema, &example.value).is_some()) {
        let read = example.value.as_str().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
        if let Some(read) = read.filter(|value| value.is_object() || value.is_array()) {
            example.value = read;
        }
    }
}

/// The types of the program's table.
#[derive(Default)]
struct Types {
    paths: Vec<String>,
    index: HashMap<String, usize>,
}

impl Types {
    /// Returns the index of the type that stands for a schema, by way of references.
    fn of(&mut self, spec: &Spec, places: &Places<'_>, schema: &Location) -> Option<usize> {
        let mut at = schema.clone();
        for _ in 0..16 {
            if let Some(place) = places.find(&at) {
                let next = self.paths.len();
                let index = *self.index.entry(place.path.clone()).or_insert(next);
                if index == next {
                    self.paths.push(place.path);
                }
                return Some(index);
            }
            at = spec.followed(&at)?;
        }
        None
    }
}

impl Tally {
    fn per_cent(&self) -> f64 {
        if self.fitting == 0 { 100.0 } else { 100.0 * (self.fitting - self.misses.len()) as f64 / self.fitting as f64 }
    }

    fn add(&mut self, other: &Self) {
        self.examples += other.examples;
        self.fitting += other.fitting;
        self.passed_over.extend(other.passed_over.iter().cloned());
        self.untyped.extend(other.untyped.iter().cloned());
        self.unfit.extend(other.unfit.iter().cloned());
        self.misses.extend(other.misses.iter().cloned());
    }
}

#[expect(clippy::print_stdout, reason = "it is a program")]
fn print(id: &str, tally: &Tally) {
    let missed = tally.misses.len();
    println!(
        "{id:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {missed:>7} {:>7.2} {:>11}",
        tally.examples,
        tally.untyped.len(),
        tally.unfit.len(),
        tally.fitting,
        tally.fitting - missed,
        tally.per_cent(),
        tally.passed_over.len()
    );
}

/// Writes the lists of a document.
fn record(work: &Path, id: &str, tally: &Tally) -> std::io::Result<()> {
    let lists = [("misses", &tally.misses), ("unfit", &tally.unfit), ("untyped", &tally.untyped), ("passed-over", &tally.passed_over)];
    for (name, lines) in lists {
        std::fs::write(work.join(format!("{id}.{name}.txt")), lines.iter().map(|line| format!("{line}\n")).collect::<String>())?;
    }
    Ok(())
}
