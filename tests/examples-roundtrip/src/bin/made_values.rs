//! Checks generated types against values that are made from the documents alone: decodes each value, encodes it again, and compares as JSON.
//! `tests/values_corpus.sh` calls it.
//!
//! Usage: `made_values CORPUS WORK [--seed N] [--count N] [--fresh] [ID]...`, with a folder that has an `INDEX.tsv`, and one for what is
//! generated. For each component schema of each document it takes 50 values. A line for each document says how many schemas there are, how
//! many of them have no value that was found (`skipped`) and no type (`untyped`), how many values were read and written, by which reading of
//! the schema they are valid (see `turnbuckle_values::Reading`), how many came back, and how many properties that no schema declares were
//! dropped on the way. A table of each kind of loss follows, with the reason that `known.tsv` gives for it. The exit status is 1 if a loss
//! is not in that file, or if 5 % of all schemas or more are skipped or untyped.
//!
//! A document is not tested again by a later run with the same client, runtime and values, so that a run that was stopped continues.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use sha2::{Digest, Sha256};
use turnbuckle_examples::client::Client;
use turnbuckle_examples::{Workplace, client, program};
use turnbuckle_values::{Difference, Judge, Made, Maker, Reading, Schemas};

const USAGE: &str = "usage: made_values CORPUS WORK [--seed N] [--count N] [--fresh] [ID]...";
const COLUMNS: &str = "schemas\tskipped\tuntyped\tvalues\tstrict\tmeant\topen\tback\tlost\tdropped";
/// The share of schemas that may go without a test, in per cent.
const MOST_SKIPPED: usize = 5;

struct Options {
    place: Workplace,
    seed: u64,
    count: usize,
    fresh: bool,
    ids: Vec<String>,
}

/// The size in bytes of the largest document that is tested. The judge compiles each subschema with all that it refers to, in three readings:
/// for a document of 4 MB with many references that takes more than 24 GB.
const LARGEST: u64 = 4_000_000;

/// The result of a document.
#[derive(Default)]
struct Tally {
    /// The numbers of the columns.
    counts: [usize; 10],
    skipped: Vec<String>,
    untyped: Vec<String>,
    losses: Vec<Loss>,
}

/// A value that did not come back as it was.
struct Loss {
    document: String,
    schema: String,
    /// The kind of the difference or the error, without what is particular to the value.
    kind: String,
    /// The value and the difference.
    example: String,
}

#[expect(clippy::print_stdout, reason = "it is a program")]
fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::from(2);
    };
    let known = known(&options.place.root.join("tests/examples-roundtrip/known.tsv"));
    let mut all = Tally::default();
    let mut failed = false;
    println!("{:<28} {}", "id", row(COLUMNS.split('\t')));
    for (id, file) in options.place.documents(&options.ids) {
        match document(&options, &id, &file) {
            Ok(tally) => {
                println!("{id:<28} {}", row(tally.counts.iter()));
                for reason in &tally.skipped {
                    println!("    skipped {reason}");
                }
                all.add(tally);
            }
            Err(reason) => {
                println!("{id:<28} {reason}");
                failed = true;
            }
        }
    }
    println!("{:<28} {}", "all", row(all.counts.iter()));
    failed |= (all.counts[1] + all.counts[2]) * 100 > all.counts[0] * MOST_SKIPPED;
    failed |= !print_losses(&all.losses, &known);
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn options(mut args: impl Iterator<Item = String>) -> Option<Options> {
    let place = Workplace::new(&args.next()?, &args.next()?);
    let mut options = Options { place, seed: 1, count: 50, fresh: false, ids: Vec::new() };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seed" => options.seed = args.next()?.parse().ok()?,
            "--count" => options.count = args.next()?.parse().ok()?,
            "--fresh" => options.fresh = true,
            _ => options.ids.push(arg),
        }
    }
    Some(options)
}

fn row<T: ToString>(cells: impl Iterator<Item = T>) -> String {
    cells.map(|cell| format!("{:>8}", cell.to_string())).collect()
}

fn document(options: &Options, id: &str, path: &Path) -> Result<Tally, String> {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size > LARGEST {
        return Err(format!("not tested: it has {size} bytes, and the judge needs too much memory above {LARGEST}"));
    }
    let place = &options.place;
    let client = client::generate(place, id, path)?;
    let spec = &client.spec;
    let mut tally = Tally::default();
    tally.counts[0] = client.components.len();
    if client.components.is_empty() {
        return Ok(tally);
    }
    let schemas = Schemas::of(spec, client.components.iter());
    let mut judges = BTreeMap::new();
    for reading in [Reading::Strict, Reading::Meant, Reading::Open] {
        judges.insert(reading, Judge::of(&schemas.read(reading))?);
    }
    let (values, owners) = values(options, &client, &schemas, &judges, &mut tally);
    if values.is_empty() {
        return Ok(tally);
    }
    let asked: Vec<(usize, String)> = values.iter().zip(&owners).map(|(made, (_, ty))| (*ty, made.value.to_string())).collect();
    let program = program::build(place, id, &client.folder, &client.types.paths)?;
    let answers = answers(options, id, &program, &asked)?;
    for ((made, (schema, _)), answer) in values.iter().zip(&owners).zip(answers) {
        let pointer = schemas.pointer(schema).unwrap_or_default();
        let mut lose = |kind: String, what: String| {
            let example = format!("{what} in {}", made.value);
            tally.losses.push(Loss { document: id.to_owned(), schema: spec.show(schema), kind, example });
        };
        let first = match answer {
            Ok(back) => {
                let found = turnbuckle_values::compare(&schemas, &judges[&made.reading], &pointer, &made.value, &back);
                tally.counts[9] += found.passed_over.len();
                found.differences.into_iter().next().map(|difference| (kind(&difference), difference.to_string()))
            }
            Err(error) => Some((error_kind(&error), error)),
        };
        match first {
            Some((kind, what)) => {
                lose(kind, what);
                tally.counts[8] += 1;
            }
            None => tally.counts[7] += 1,
        }
    }
    record(&place.work, id, &tally).map_err(|error| format!("the lists cannot be written: {error}"))?;
    Ok(tally)
}

/// Makes the values of all component schemas. Returns them with their schemas and the indexes of their types.
fn values<'c>(
    options: &Options,
    client: &'c Client,
    schemas: &Schemas,
    judges: &BTreeMap<Reading, Judge>,
    tally: &mut Tally,
) -> (Vec<Made>, Vec<(&'c turnbuckle_values::Place, usize)>) {
    let mut maker = Maker::new(schemas, judges, options.seed);
    let (mut values, mut owners) = (Vec::new(), Vec::new());
    for schema in &client.components {
        let Some(ty) = client.types.of(schema) else {
            tally.untyped.push(client.spec.show(schema));
            tally.counts[2] += 1;
            continue;
        };
        match maker.values(&schemas.pointer(schema).unwrap_or_default(), options.count) {
            Ok(made) => {
                for value in made {
                    let reading = match value.reading {
                        Reading::Strict => 4,
                        Reading::Meant => 5,
                        Reading::Open => 6,
                    };
                    tally.counts[reading] += 1;
                    tally.counts[3] += 1;
                    values.push(value);
                    owners.push((schema, ty));
                }
            }
            Err(skipped) => {
                tally.skipped.push(format!("{}: {}", client.spec.show(schema), skipped.reason));
                tally.counts[1] += 1;
            }
        }
    }
    (values, owners)
}

/// Has the program read and write the values, unless the same program did before.
fn answers(options: &Options, id: &str, program: &Path, values: &[(usize, String)]) -> Result<Vec<program::Answer>, String> {
    let mut hash = Sha256::new();
    hash.update(std::fs::read(program).map_err(|error| format!("the program cannot be read: {error}"))?);
    for (ty, json) in values {
        hash.update(format!("{ty}\t{json}\n"));
    }
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let file = options.place.work.join(format!("{id}.answers.json"));
    let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    if let Some(kept) = kept.filter(|kept| !options.fresh && kept.get("digest").and_then(Value::as_str) == Some(&digest)) {
        let list = kept.get("answers").and_then(Value::as_array).cloned().unwrap_or_default();
        return Ok(list
            .into_iter()
            .map(|answer| match answer {
                Value::Object(mut members) if members.contains_key("ok") => Ok(members.remove("ok").unwrap_or_default()),
                other => Err(other.as_str().unwrap_or_default().to_owned()),
            })
            .collect());
    }
    let answers = program::ask(program, values)?;
    let list: Vec<Value> = answers
        .iter()
        .map(|answer| match answer {
            Ok(value) => serde_json::json!({ "ok": value }),
            Err(error) => Value::String(error.clone()),
        })
        .collect();
    let kept = serde_json::json!({ "digest": digest, "answers": list });
    std::fs::write(&file, kept.to_string()).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    Ok(answers)
}

/// Names a kind of difference by the types on both sides.
fn kind(difference: &Difference) -> String {
    match difference {
        Difference::Lost(_, value) => format!("a property with {} is lost", type_of(value)),
        Difference::Added(_, value) => format!("a property with {} is added", type_of(value)),
        Difference::Changed(_, sent, back) if type_of(sent) == type_of(back) => format!("{} has changed", type_of(sent)),
        Difference::Changed(_, sent, back) => format!("{} became {}", type_of(sent), type_of(back)),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns an error's text up to what is particular to the value: `expected a string, found the number`.
fn error_kind(error: &str) -> String {
    let end = error.find(" at `").or_else(|| error.find(" (line")).unwrap_or(error.len());
    let text = &error[..end];
    let found = text.find(", found ").map_or(text.len(), |at| at + ", found ".len());
    let words: Vec<&str> = text[found..].split_whitespace().take(2).collect();
    format!("{}{}", &text[..found], words.join(" "))
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(sum, count)| *sum += count);
        self.losses.extend(other.losses);
    }
}

/// Reads the losses that are known: document, schema, kind and reason. A `*` stands for any document or schema.
fn known(path: &Path) -> Vec<[String; 4]> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let rows = text.lines().skip(1).filter_map(|line| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells.try_into().ok()
    });
    rows.collect()
}

/// Prints a line for each kind of loss; returns whether there is a reason for each.
#[expect(clippy::print_stdout, reason = "it is a program")]
fn print_losses(losses: &[Loss], known: &[[String; 4]]) -> bool {
    let mut kinds: BTreeMap<(&str, Option<&str>), Vec<&Loss>> = BTreeMap::new();
    for loss in losses {
        let fits = |cell: &str, text: &str| cell == "*" || cell == text;
        let entry = known
            .iter()
            .find(|[document, schema, kind, _]| fits(document, &loss.document) && fits(schema, &loss.schema) && fits(kind, &loss.kind));
        kinds.entry((&loss.kind, entry.map(|[.., reason]| reason.as_str()))).or_default().push(loss);
    }
    println!("\nkinds of loss: {}", kinds.len());
    let mut is_explained = true;
    for ((kind, reason), losses) in kinds {
        let mut schemas: Vec<(&str, &str)> = losses.iter().map(|loss| (loss.document.as_str(), loss.schema.as_str())).collect();
        schemas.dedup();
        println!("{:>6} values, {:>4} schemas: {kind}: {}", losses.len(), schemas.len(), reason.unwrap_or("NO REASON IS KNOWN"));
        if reason.is_none() {
            is_explained = false;
            let mut shown: Vec<&Loss> = losses.clone();
            shown.sort_by_key(|loss| loss.example.len());
            let mut documents: Vec<&str> = Vec::new();
            for loss in shown {
                if documents.len() < 6 && !documents.contains(&loss.document.as_str()) {
                    documents.push(&loss.document);
                    println!("         {} {}: {}", loss.document, loss.schema, loss.example.chars().take(400).collect::<String>());
                }
            }
        }
    }
    is_explained
}

/// Writes the lists of a document.
fn record(work: &Path, id: &str, tally: &Tally) -> std::io::Result<()> {
    let losses: String = tally.losses.iter().map(|loss| format!("{}\t{}\t{}\n", loss.schema, loss.kind, loss.example)).collect();
    std::fs::write(work.join(format!("{id}.losses.txt")), losses)?;
    let lines = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    std::fs::write(work.join(format!("{id}.skipped.txt")), lines(&tally.skipped))?;
    std::fs::write(work.join(format!("{id}.untyped-schemas.txt")), lines(&tally.untyped))
}
