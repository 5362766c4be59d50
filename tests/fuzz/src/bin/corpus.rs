//! Writes the corpus of a target into a folder, a file for each input, or names the targets: `corpus [TARGET FOLDER]`.

use std::path::Path;
use std::process::ExitCode;

use turnbuckle_fuzz::{TARGETS, Target};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            write_out(&names.join("\n"))
        }
        [name, folder] => match Target::named(name) {
            Some(target) => write_corpus(target, Path::new(folder)),
            None => {
                eprintln!("there is no target `{name}`");
                ExitCode::from(2)
            }
        },
        _ => {
            eprintln!("usage: corpus [TARGET FOLDER]");
            ExitCode::from(2)
        }
    }
}

fn write_out(text: &str) -> ExitCode {
    use std::io::Write;
    if writeln!(std::io::stdout(), "{text}").is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write_corpus(target: &Target, folder: &Path) -> ExitCode {
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        (target.seeds)().iter().enumerate().try_for_each(|(at, input)| std::fs::write(folder.join(format!("seed-{at:03}")), input))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
