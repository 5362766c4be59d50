//! The whole way from a spec to a client, for the command line, for build scripts and for other programs.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::analyze::{Facts, analyze};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, Style, render};
use crate::emit::{self, Layout};
use crate::ir::Api;
use crate::lower::lower;
use crate::name::{self, Names};
use crate::normalize::{Dialect, Document, normalize};
use crate::source::{Input, LoadOptions, Loaded, Sources, load, url_scheme};
use crate::stack::with_room_for;
use crate::write::{self, File, OtherApi, Purpose, Report, Source};

#[cfg(test)]
mod tests;

/// Writes the client of one API.
///
/// ```no_run
/// # fn main() -> Result<(), turnbuckle::generator::Failure> {
/// let outcome = turnbuckle::Generator::new("specs/crm.yaml").generate_to("generated/crm")?;
/// assert!(outcome.report.written.len() > 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    input: Input,
    config: Option<PathBuf>,
    name: Option<String>,
    include: Vec<String>,
    runtime: Option<Runtime>,
    load: LoadOptions,
    other_api: OtherApi,
}

/// What a generated package depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// The runtime in this folder.
    Path(PathBuf),
    /// This version from the registry.
    Version(String),
}

/// A stage of the work, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The files of the spec are read.
    Load,
    /// They become one model.
    Normalize,
    /// The model becomes an [`Api`].
    Lower,
    /// Facts about it are computed.
    Analyze,
    /// Its items get their names.
    Name,
    /// Code is rendered.
    Emit,
    /// Another run writes to the folder; this run continues when the other one has ended.
    Wait,
    /// Files are written.
    Write,
}

/// A spec, and everything that is known about it before code is rendered.
#[derive(Debug)]
pub struct Plan {
    /// The files of the spec.
    pub sources: Sources,
    /// What the spec is written in.
    pub dialect: Dialect,
    /// The spec as one model. It takes more memory than all the rest, and is gone where code has been rendered.
    pub document: Option<Document>,
    /// What the service offers.
    pub api: Api,
    /// What follows from it.
    pub facts: Facts,
    /// What everything is called.
    pub names: Names,
    /// The configuration, with what was set on the generator.
    pub config: Config,
    /// The configuration's file, where there is one.
    pub config_file: Option<PathBuf>,
    /// What is wrong with the spec; none is an error.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The spec.
    pub plan: Plan,
    /// What was written, or, after [`Generator::check`], what differs.
    pub report: Report,
}

/// Why nothing could be written. It is shown as the diagnostics with their code frames.
pub struct Failure {
    /// What is wrong; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics speak of.
    pub sources: Sources,
}

impl Generator {
    /// Makes a generator for a spec: a path, an `http` or `https` URL, or `-` for standard input.
    ///
    /// A user name, a password and a query in the URL are used to fetch the spec. They are not in messages or in the generated crate.
    pub fn new(spec: impl AsRef<Path>) -> Self {
        let spec = spec.as_ref();
        let text = spec.to_string_lossy();
        let input = if text == "-" {
            Input::Stdin
        } else if url_scheme(&text).is_some() {
            Input::Url(text.into_owned())
        } else {
            Input::Path(spec.to_path_buf())
        };
        Self::from_input(input)
    }

    /// Makes a generator for a spec that may be in memory.
    pub fn from_input(input: Input) -> Self {
        Self {
            input,
            config: None,
            name: None,
            include: Vec::new(),
            runtime: None,
            load: LoadOptions::default(),
            other_api: OtherApi::Refuse,
        }
    }

    /// Sets the file with the configuration. By default it is the one beside the spec ([`Config::find`]), if there is one.
    #[must_use]
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// Sets the package's name. By default it is that of the configuration, or else the document's title.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Leaves out every operation that has none of these tags and operationIds. By default all are written.
    #[must_use]
    pub fn include<S: Into<String>>(mut self, include: impl IntoIterator<Item = S>) -> Self {
        self.include.extend(include.into_iter().map(Into::into));
        self
    }

    /// Sets what the generated package depends on. By default it is the runtime beside the generator, where that was built from a
    /// checkout that still exists, or else the generator's own version.
    #[must_use]
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// Sets what may be read. By default no reference may leave the folder of the spec or reach the network.
    #[must_use]
    pub fn load_options(mut self, options: LoadOptions) -> Self {
        self.load = options;
        self
    }

    /// Replaces the files of a folder that was written for another API: one with another title, or whose spec is at another path. By
    /// default such a folder is refused.
    #[must_use]
    pub fn replace_other_api(mut self) -> Self {
        self.other_api = OtherApi::Replace;
        self
    }

    /// Writes the package into a folder, which must be new, empty, or written by an earlier run for the same API.
    pub fn generate_to(&self, output: impl AsRef<Path>) -> Result<Outcome, Failure> {
        self.generate_to_with(output.as_ref(), &mut |_| {})
    }

    /// Writes the package as [`Generator::generate_to`] does, and tells each stage when it begins.
    pub fn generate_to_with(&self, output: &Path, watch: &mut dyn FnMut(Stage)) -> Result<Outcome, Failure> {
        self.finish(output, watch, Ending::Write)
    }

    /// Compares a folder with what would be written, and writes nothing.
    pub fn check(&self, output: impl AsRef<Path>) -> Result<Outcome, Failure> {
        self.check_with(output.as_ref(), &mut |_| {})
    }

    /// Compares a folder as [`Generator::check`] does, and tells each stage when it begins.
    pub fn check_with(&self, output: &Path, watch: &mut dyn FnMut(Stage)) -> Result<Outcome, Failure> {
        self.finish(output, watch, Ending::Check)
    }

    /// Reads the spec and finds out everything that is known before code is rendered.
    pub fn plan(&self) -> Result<Plan, Failure> {
        self.plan_with(&mut |_| {})
    }

    /// Plans as [`Generator::plan`] does, and tells each stage when it begins.
    pub fn plan_with(&self, watch: &mut dyn FnMut(Stage)) -> Result<Plan, Failure> {
        self.plan_keeping(true, watch)
    }

    /// Plans, and keeps the model or gives its memory back to the stages after lowering.
    pub(crate) fn plan_keeping(&self, model: bool, watch: &mut dyn FnMut(Stage)) -> Result<Plan, Failure> {
        watch(Stage::Load);
        let Loaded { mut sources, mut diagnostics } = load(&self.input, &self.load);
        let (config, config_file) = match self.read_config(&mut sources) {
            Ok(read) => read,
            Err(error) => {
                diagnostics.push(error);
                (Config::default(), None)
            }
        };
        let mut sources = unless_errors(sources, &diagnostics)?;
        let levels = sources.levels();
        watch(Stage::Normalize);
        let (document, more) = match with_room_for(levels, || normalize(&mut sources)) {
            Ok(normalized) => normalized,
            Err(error) => return Err(Failure { diagnostics: diagnostics.into_iter().chain([error]).collect(), sources }),
        };
        diagnostics.extend(more);
        let sources = unless_errors(sources, &diagnostics)?;
        watch(Stage::Lower);
        let lowered = with_room_for(levels, || {
            let (api, more) = lower(&document, &config);
            (api, more, document.dialect, model.then_some(document))
        });
        let (api, more, dialect, document) = match lowered {
            Ok(lowered) => lowered,
            Err(error) => return Err(Failure { diagnostics: diagnostics.into_iter().chain([error]).collect(), sources }),
        };
        diagnostics.extend(more);
        watch(Stage::Analyze);
        let facts = analyze(&api);
        diagnostics.extend(crate::analyze::report(&api, &facts));
        watch(Stage::Name);
        let (names, more) = name::assign(&api, &facts, &config);
        diagnostics.extend(more);
        let sources = unless_errors(sources, &diagnostics)?;
        Ok(Plan { sources, dialect, document, api, facts, names, config, config_file, diagnostics })
    }

    fn finish(&self, output: &Path, watch: &mut dyn FnMut(Stage), ending: Ending) -> Result<Outcome, Failure> {
        let mut plan = self.plan_keeping(false, watch)?;
        watch(Stage::Emit);
        let purpose = Purpose { source: self.source(&plan, output), other: self.other_api };
        let written = self.files(&plan, Layout::Package, output).and_then(|files| {
            watch(Stage::Write);
            let mut waiting = || watch(Stage::Wait);
            match ending {
                Ending::Write => write::write(&files, output, &purpose, &mut waiting),
                Ending::Check => write::check(&files, output, &mut waiting),
            }
        });
        match written {
            Ok(report) => {
                plan.diagnostics.extend(report.kept.iter().map(|path| kept(&output.join(path))));
                Ok(Outcome { plan, report })
            }
            Err(error) => Err(Failure { diagnostics: plan.diagnostics.into_iter().chain([error]).collect(), sources: plan.sources }),
        }
    }

    /// Returns the API that the folder records. A path that shares no prefix with the folder would reveal the machine's layout, so only its
    /// last component is kept.
    fn source(&self, plan: &Plan, output: &Path) -> Source {
        let spec = match &self.input {
            Input::Path(path) => {
                let (spec, folder) = (absolute(path), absolute(output));
                let mut shared = spec.components().zip(folder.components()).take_while(|(own, other)| own == other);
                if shared.any(|(own, _)| matches!(own, Component::Normal(_))) {
                    Some(relative(&spec, output))
                } else {
                    spec.file_name().map(|name| name.to_string_lossy().into_owned())
                }
            }
            Input::Url(_) => plan.sources.file(plan.sources.root()).url().map(str::to_owned),
            Input::Stdin | Input::Text { .. } | Input::Files(_) => None,
        };
        Source { title: plan.api.info.title.clone(), spec }
    }

    /// Renders the files.
    pub(crate) fn files(&self, plan: &Plan, layout: Layout, output: &Path) -> Result<Vec<File>, Diagnostic> {
        let options = emit::Options {
            layout,
            version: plan.config.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
            date_time: plan.config.date_time,
            runtime: self.dependency(output)?,
            digest: plan.sources.digest(),
            files: file_names(&plan.sources),
            workspace_lints: plan.config.workspace_lints,
        };
        Ok(emit::emit(&plan.api, &plan.facts, &plan.names, &options))
    }

    /// Returns the configuration, with what was set on the generator, and its file.
    fn read_config(&self, sources: &mut Sources) -> Result<(Config, Option<PathBuf>), Diagnostic> {
        let beside = || if let Input::Path(spec) = &self.input { Config::find(spec) } else { None };
        let path = self.config.clone().or_else(beside);
        let mut config = match &path {
            Some(path) => {
                let shown = path.display().to_string();
                let text = std::fs::read_to_string(path)
                    .map_err(|error| Diagnostic::error("unreadable-config", format!("cannot read the configuration `{shown}`: {error}")))?;
                let mut config = Config::parse(&text, &shown)?;
                config.written.file = true;
                sources.set_config(shown, text);
                config
            }
            None => Config::default(),
        };
        if self.name.is_some() {
            config.name.clone_from(&self.name);
            config.written.name_is_set = true;
        }
        if !self.include.is_empty() {
            config.include.clone_from(&self.include);
            config.written.include_is_set = true;
        }
        Ok((config, path))
    }

    /// Returns what the manifest has to say.
    fn dependency(&self, output: &Path) -> Result<emit::Runtime, Diagnostic> {
        let missing = |path: &Path| {
            let message = format!("there is no runtime in `{}`; nothing is written", path.display());
            Diagnostic::error("no-runtime", message).help("give the folder of the crate `turnbuckle-runtime`, or a version")
        };
        match &self.runtime {
            Some(Runtime::Version(version)) => Ok(emit::Runtime::Version(version.clone())),
            Some(Runtime::Path(path)) => {
                let real = path.canonicalize().ok().filter(|real| real.join("Cargo.toml").is_file()).ok_or_else(|| missing(path))?;
                Ok(emit::Runtime::Path(if path.is_absolute() { portable(&real) } else { relative(&real, output) }))
            }
            None => Ok(default_runtime(output)),
        }
    }
}

/// How a run ends.
#[derive(Clone, Copy)]
enum Ending {
    Write,
    Check,
}

fn kept(path: &Path) -> Diagnostic {
    let message =
        format!("`{}` is in the list of the files that turnbuckle wrote and does not begin with its header, so it is kept", path.display());
    Diagnostic::warning("kept-file", message).help("delete the file if nothing needs it")
}

/// A path is written relative to the output where both are in the checkout, so that the package can be committed there.
fn default_runtime(output: &Path) -> emit::Runtime {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let Some(real) = beside.canonicalize().ok().filter(|real| real.join("Cargo.toml").is_file()) else {
        return emit::Runtime::Version(env!("CARGO_PKG_VERSION").to_owned());
    };
    let inside = real.parent().is_some_and(|checkout| absolute(output).starts_with(checkout));
    emit::Runtime::Path(if inside { relative(&real, output) } else { portable(&real) })
}

/// Returns the way from the output to a folder.
fn relative(target: &Path, output: &Path) -> String {
    let output = absolute(output);
    let shared = target.components().zip(output.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return portable(target);
    }
    let up = output.components().skip(shared).map(|_| Path::new(".."));
    let down = target.components().skip(shared).map(|component| Path::new(component.as_os_str()));
    portable(&up.chain(down).collect::<PathBuf>())
}

/// Returns the real path of a folder that may not exist.
fn absolute(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut at = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    loop {
        if let Ok(real) = at.canonicalize() {
            return missing.iter().rev().fold(real, |path, part| path.join(part));
        }
        match (at.file_name().map(ToOwned::to_owned), at.parent().map(Path::to_path_buf)) {
            (Some(name), Some(parent)) => {
                missing.push(name);
                at = parent;
            }
            (None, _) | (_, None) => return path.to_path_buf(),
        }
    }
}

fn portable(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Returns the names of the files as the first would refer to them.
fn file_names(sources: &Sources) -> Vec<String> {
    let root = Path::new(sources.file(sources.root()).name());
    let relative = |name: &str| {
        let path = Path::new(name);
        let beside = root.parent().and_then(|folder| path.strip_prefix(folder).ok());
        let shown = beside.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
        shown.to_string_lossy().replace('\\', "/")
    };
    sources.ids().map(|id| relative(sources.file(id).name())).collect()
}

fn unless_errors(sources: Sources, diagnostics: &[Diagnostic]) -> Result<Sources, Failure> {
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(Failure { diagnostics: diagnostics.to_vec(), sources });
    }
    Ok(sources)
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(render(&self.diagnostics, &self.sources, Style::Plain).trim_end())
    }
}

/// As `Display`: it is what people see of an error that `main` returns.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Failure {}
