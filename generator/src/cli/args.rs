//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::Generator;
use crate::generator::Runtime;
use crate::source::LoadOptions;

/// Writes typed Rust client crates from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = "turnbuckle", version, max_term_width = 100, after_help = STATUSES)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Whether messages are coloured.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// How messages are written: for people, or one JSON object a line.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) message_format: Format,
}

const STATUSES: &str = "\
Exit status: 0 done (warnings allowed), 1 the input is at fault or a check found something, 2 wrong usage.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the client crate of an API.
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(GenerateArgs),
    /// Show what would be generated, what not, and why.
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(InspectArgs),
    /// Print what a stage makes of a spec.
    #[command(after_help = DUMP_EXAMPLES)]
    Dump(DumpArgs),
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  turnbuckle generate specs/crm.yaml --output crates/crm
  turnbuckle generate https://example.com/openapi.json --output crates/example --name example
  turnbuckle generate specs/crm.yaml --output crates/crm --include contacts --include listDeals
  turnbuckle generate specs/crm.yaml --output crates/crm --check";

const INSPECT_EXAMPLES: &str = "\
Examples:
  turnbuckle inspect specs/crm.yaml
  turnbuckle inspect specs/crm.yaml --format json
  turnbuckle inspect specs/crm.yaml --cost";

const DUMP_EXAMPLES: &str = "\
Examples:
  turnbuckle dump specs/crm.yaml --stage ir
  curl -s https://example.com/openapi.json | turnbuckle dump - --stage normalized";

/// What every command needs to know about the spec.
#[derive(Debug, clap::Args)]
pub(super) struct SpecArgs {
    /// The API description: a path, an `http` or `https` URL, or `-` for standard input.
    pub(super) spec: PathBuf,
    /// The configuration [default: the file beside the spec with the ending `.toml`, if there is one].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take only the operations with this tag or operationId; may be repeated.
    #[arg(long, value_name = "TAG|OPERATION")]
    include: Vec<String>,
    /// Let references lead to files outside the folder of the spec.
    #[arg(long)]
    allow_outside_root: bool,
    /// Let references lead to `http` and `https` URLs.
    #[arg(long)]
    allow_network: bool,
}

impl SpecArgs {
    pub(super) fn generator(&self) -> Generator {
        let options =
            LoadOptions { allow_outside_root: self.allow_outside_root, allow_network: self.allow_network, ..LoadOptions::default() };
        let generator = Generator::new(&self.spec).include(self.include.iter().cloned()).load_options(options);
        match &self.config {
            Some(config) => generator.config(config),
            None => generator,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct GenerateArgs {
    #[command(flatten)]
    pub(super) spec: SpecArgs,
    /// The folder of the crate: new, empty, or written by an earlier run for the same API.
    #[arg(long, short, value_name = "FOLDER")]
    pub(super) output: PathBuf,
    /// The name of the package [default: that of the configuration, or else the document's title].
    #[arg(long)]
    name: Option<String>,
    /// What the crate depends on: the folder of the runtime, or its version [default: the runtime beside the generator where that was
    /// built from a checkout, or else the generator's own version].
    #[arg(long, value_name = "PATH|VERSION", value_parser = runtime)]
    runtime: Option<Runtime>,
    /// Fail where there are warnings.
    #[arg(long)]
    pub(super) strict: bool,
    /// Replace the files of a folder that was written for another API: one with another title, or whose spec is at another path.
    #[arg(long)]
    replace: bool,
    /// Write nothing; fail where the folder is not as it would be written.
    #[arg(long)]
    pub(super) check: bool,
}

impl GenerateArgs {
    pub(super) fn generator(&self) -> Generator {
        let mut generator = self.spec.generator();
        if let Some(name) = &self.name {
            generator = generator.name(name);
        }
        if let Some(runtime) = &self.runtime {
            generator = generator.runtime(runtime.clone());
        }
        if self.replace {
            generator = generator.replace_other_api();
        }
        generator
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct InspectArgs {
    #[command(flatten)]
    pub(super) spec: SpecArgs,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Also estimate what the crate costs to compile: whole, by tag and by operation.
    #[arg(long)]
    pub(super) cost: bool,
    /// Fail where there are warnings.
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct DumpArgs {
    #[command(flatten)]
    pub(super) spec: SpecArgs,
    /// The stage.
    #[arg(long, value_enum)]
    pub(super) stage: DumpStage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DumpStage {
    /// The spec as one OpenAPI 3.0 document, in JSON.
    Normalized,
    /// What the service offers.
    Ir,
    /// What everything is called.
    Names,
    /// The places of the spec with the type that stands for each, as a JSON object a line: `file`, `pointer`, `type`.
    Places,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// Where standard error is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What begins as a version does is one; everything else is a path. `./1.0` is a path too.
fn runtime(text: &str) -> Result<Runtime, String> {
    let versions = |c: char| c.is_ascii_alphanumeric() || " .,+-*^~<>=".contains(c);
    if text.starts_with(|c: char| c.is_ascii_digit() || "^~=<>".contains(c)) && text.chars().all(versions) {
        return Ok(Runtime::Version(text.to_owned()));
    }
    if text.is_empty() { Err("give a path or a version".to_owned()) } else { Ok(Runtime::Path(PathBuf::from(text))) }
}
