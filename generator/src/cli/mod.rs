//! The command line: adapts the [`Generator`](crate::Generator) to a terminal.
//!
//! What was asked for goes to standard output, everything else to standard error. Exit status: 0 done (warnings allowed), 1 the input is
//! at fault, or `--check` or `--strict` found something, 2 wrong usage.

mod args;
mod dump;
mod generate;
mod inspect;
mod progress;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use terminal::Terminal;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It did what it was asked.
    Done,
    /// The input is at fault, or a check found something.
    Fault,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(args.color, args.message_format);
    let end = match &args.command {
        Command::Generate(args) => generate::run(args, &terminal),
        Command::Inspect(args) => inspect::run(args, &terminal),
        Command::Dump(args) => dump::run(args, &terminal),
    };
    match end {
        End::Done => ExitCode::SUCCESS,
        End::Fault => ExitCode::from(1),
    }
}
