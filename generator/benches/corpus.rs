//! Generates every document of the shared corpus in one process, and prints what each costs: `cargo bench -p turnbuckle --bench corpus`.
//!
//! Prints CPU seconds (user and system) of each document and of all, and the peak memory of the process. Exit status 1 where the total is
//! above a limit, 12 s of CPU and 400 MB, or a document cannot be generated. `TURNBUCKLE_SHARED` is the folder of the corpus, by default the one beside the repository.
#![allow(clippy::print_stdout)] // A bench prints its figures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mimalloc::MiMalloc;
use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::LoadOptions;

#[path = "measure/mod.rs"]
mod measure;

/// As the command has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const CPU_SECONDS: f64 = 12.0;
const PEAK_MB: u64 = 400;

fn main() -> ExitCode {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let corpus = std::env::var_os("TURNBUCKLE_SHARED").map_or(beside, PathBuf::from).join("corpus");
    let Ok(index) = fs::read_to_string(corpus.join("INDEX.tsv")) else {
        println!("skipped: there is no corpus in {}", corpus.display());
        return ExitCode::SUCCESS;
    };
    let mut failed = false;
    let mut documents = 0;
    println!("{:<32} {:>7} {:>8} {:>8} {:>8} {:>10}", "id", "kB", "ops", "types", "cpu-s", "peak-MB");
    for line in index.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (id, path) = (fields[0], corpus.join(fields[1]));
        let before = measure::cpu_seconds();
        let outcome = generate(&path);
        let took = measure::cpu_seconds() - before;
        match outcome {
            Ok((operations, types)) => {
                let size = fields[6].parse::<u64>().unwrap_or(0) / 1024;
                println!("{id:<32} {size:>7} {operations:>8} {types:>8} {took:>8.3} {:>10}", measure::peak_mb());
            }
            Err(failure) => {
                println!("{id:<32} failed: {failure}");
                failed = true;
            }
        }
        documents += 1;
    }
    let (seconds, peak) = (measure::cpu_seconds(), measure::peak_mb());
    println!("{documents} documents: {seconds:.2} s of CPU (limit {CPU_SECONDS}), {peak} MB at most (limit {PEAK_MB})");
    if failed || seconds > CPU_SECONDS || peak > PEAK_MB { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Generates one crate into a folder that is gone at the end, and returns how many operations and types it has.
fn generate(spec: &Path) -> Result<(usize, usize), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
    let generator = Generator::new(spec).load_options(options).runtime(Runtime::Version("0.1".to_owned()));
    let outcome = generator.generate_to(folder.path()).map_err(|failure| failure.to_string())?;
    Ok((outcome.plan.api.operations.len(), outcome.plan.api.types.len()))
}
