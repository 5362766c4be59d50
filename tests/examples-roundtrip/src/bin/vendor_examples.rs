//! Checks generated types against the examples that vendors put in their documents: decodes every example that fits its schema, encodes it
//! again, and compares. `tests/examples_corpus.sh` calls it.
//!
//! Usage: `vendor_examples CORPUS WORK [ID]...`, with a folder that has an `INDEX.tsv`, and one for what is generated. A line for each
//! document says how many examples there are, how many have no type of their own (`untyped`: parts of an `allOf`, answers that the client
//! does not read), how many do not fit their schema, how many fit, and how many of those came back. Every miss is listed below it with its
//! reason, and all in `WORK/ID.misses.txt`. The exit status is 1 where a document is below 97 % or all are below 99.5 %.

use std::path::Path;
use std::process::ExitCode;

use turnbuckle_examples::{Workplace, client, program};
use turnbuckle_values::{Example, Judge, Reading, Schemas};

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
        println!("usage: vendor_examples CORPUS WORK [ID]...");
        return ExitCode::from(2);
    };
    let place = Workplace::new(&corpus, &work);
    let mut all = Tally::default();
    let mut failed = false;
    println!(
        "{:<28} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>11}",
        "id", "examples", "untyped", "unfit", "fit", "back", "missed", "%", "passed-over"
    );
    for (id, file) in place.documents(&args.collect::<Vec<_>>()) {
        match document(&place, &id, &file) {
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

fn document(place: &Workplace, id: &str, path: &Path) -> Result<Tally, String> {
    let client = client::generate(place, id, path)?;
    let spec = &client.spec;
    let mut examples: Vec<&Example> = client.examples.iter().collect();
    let schemas = Schemas::of(spec, examples.iter().map(|example| &example.schema));
    let judge = Judge::of(&schemas.read(Reading::Strict))?;
    let pointer = |example: &Example| schemas.pointer(&example.schema).unwrap_or_default();
    let read = read_texts(&examples, &pointer, &judge);
    for (index, example) in &read {
        examples[*index] = example;
    }
    let mut tally = Tally { examples: examples.len(), ..Tally::default() };
    let mut fitting: Vec<(&Example, usize)> = Vec::new();
    for example in &examples {
        let Some(ty) = client.types.of(&example.schema) else {
            tally.untyped.push(spec.show(&example.place));
            continue;
        };
        match judge.misfit(&pointer(example), &example.value) {
            Some(reason) => tally.unfit.push(format!("{}: {reason}", spec.show(&example.place))),
            None => fitting.push((example, ty)),
        }
    }
    tally.fitting = fitting.len();
    if fitting.is_empty() {
        return Ok(tally);
    }
    let values: Vec<(usize, String)> = fitting.iter().map(|(example, ty)| (*ty, example.value.to_string())).collect();
    let program = program::build(place, id, &client.folder, &client.types.paths)?;
    let answers = program::ask(&program, &values)?;
    for ((example, ty), answer) in fitting.iter().zip(answers) {
        let (at, ty) = (spec.show(&example.place), &client.types.paths[*ty]);
        match answer {
            Ok(back) => {
                let found = turnbuckle_values::compare(&schemas, &judge, &pointer(example), &example.value, &back);
                tally.passed_over.extend(found.passed_over.iter().map(|inner| format!("{at} `{inner}`")));
                if !found.differences.is_empty() {
                    let differences: Vec<String> = found.differences.iter().map(ToString::to_string).collect();
                    tally.misses.push(format!("{at} as `{ty}`: {}", differences.join("; ")));
                }
            }
            Err(error) => tally.misses.push(format!("{at} as `{ty}`: {error}")),
        }
    }
    Ok(tally)
}

/// Reads examples that are JSON as a text: OpenAPI lets an author quote what "cannot naturally be represented", and many quote all. Returns
/// those that were read, by their index.
fn read_texts(examples: &[&Example], pointer: &dyn Fn(&Example) -> String, judge: &Judge) -> Vec<(usize, Example)> {
    let mut found = Vec::new();
    for (index, example) in examples.iter().enumerate() {
        if judge.fits(&pointer(example), &example.value) {
            continue;
        }
        let read = example.value.as_str().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
        if let Some(value) = read.filter(|value| value.is_object() || value.is_array()) {
            found.push((index, Example { schema: example.schema.clone(), place: example.place.clone(), value }));
        }
    }
    found
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
