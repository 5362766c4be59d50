//! Writes files: only those that changed, and only where it wrote before.
//!
//! Input: the files of a package and its folder. Output: the folder, and a [`Report`]. **Invariants:** no file that somebody else made is
//! changed or deleted: our files are in the list, at a path that a package has, and carry our header; nothing outside the folder is
//! changed, even through symbolic links; every file is written in full to a staging folder before the first one is moved into place, so a
//! failure or an interruption leaves the old files; two runs in one folder take turns.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Diagnostic;

use list::List;
use lock::{Lock, Patience};

mod header;
mod list;
mod lock;
mod put;
#[cfg(test)]
mod tests;

/// The maximum time that a run waits for another run that writes to the same folder.
const PATIENCE: Duration = Duration::from_secs(30);
/// The maximum number of foreign files that a message names.
const NAMED: usize = 3;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, relative to the output folder.
    pub path: PathBuf,
    /// The contents, without the header that marks the file as generated.
    pub contents: String,
}

/// The API that a folder is written for. The list in the folder keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The document's title.
    pub title: String,
    /// The spec's path relative to the folder, or its URL; `None` for a spec without a location. It is never absolute and contains no
    /// secret.
    pub spec: Option<String>,
}

/// What happens to a folder that was written for another API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OtherApi {
    /// It is refused.
    #[default]
    Refuse,
    /// Its files are replaced.
    Replace,
}

/// The purpose of a run: which API it writes, and what it may replace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purpose {
    /// The API.
    pub source: Source,
    /// What happens if the folder was written for another API.
    pub other: OtherApi,
}

/// What was done, or has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The files that differ from what they should be, or that are missing.
    pub written: Vec<PathBuf>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// The files that are ours and no longer needed.
    pub deleted: Vec<PathBuf>,
    /// Files in the list that are no longer needed but not recognised as ours. They are kept, and removed from the list.
    pub kept: Vec<PathBuf>,
}

impl Report {
    /// Returns whether nothing differs.
    pub fn is_clean(&self) -> bool {
        self.written.is_empty() && self.deleted.is_empty()
    }
}

/// Writes the files, and deletes our files that are not among them. `waiting` is called before the run waits for another one.
///
/// # Errors
///
/// Returns an error, and writes nothing, if the folder or a file in it is not ours, if the folder belongs to another API, if another run
/// writes to the folder for more than 30 seconds, or if the system refuses.
pub fn write(files: &[File], output: &Path, purpose: &Purpose, waiting: &mut dyn FnMut()) -> Result<Report, Diagnostic> {
    write_within(files, output, purpose, &mut Patience::new(PATIENCE, waiting))
}

fn write_within(files: &[File], output: &Path, purpose: &Purpose, patience: &mut Patience<'_>) -> Result<Report, Diagnostic> {
    let files = by_path(files)?;
    create_folder(output)?;
    let root = output.canonicalize().map_err(|error| unwritable(output, &error))?;
    let after = List { source: Some(purpose.source.tidy()), files: files.keys().map(|path| (*path).to_owned()).collect() };
    // A lock changes the folder's modification time, on which builds may depend. A folder that is up to date needs no lock.
    if List::read(&root).is_ok_and(|list| list.as_ref() == Some(&after)) {
        let report = compare(&files, &root, &after.files);
        if report.is_clean() {
            return Ok(report);
        }
    }
    let _lock = Lock::take(&root, patience)?;
    let before = List::read(&root).map_err(|error| unwritable(&root.join(list::NAME), &error))?;
    match &before {
        None => check_empty(&root, output)?,
        Some(list) => check_source(list, &after, purpose.other, output)?,
    }
    let owned = before.as_ref().map(|list| list.files.clone()).unwrap_or_default();
    let report = compare(&files, &root, &owned);
    for path in report.written.iter().chain(&report.deleted) {
        check_target(&root, path, owned.contains(path), output)?;
    }
    if !report.is_clean() || before.as_ref() != Some(&after) {
        put::put(&files, &report, &root, &put::Lists { before: before.as_ref(), after: &after })?;
    }
    Ok(report)
}

/// Compares the files with the folder, and writes nothing. `waiting` is called before it waits for a run that writes there.
///
/// The API that the folder was written for is not checked here: differences are reported.
///
/// # Errors
///
/// Returns an error if a file has a path that no package has, or if another run writes to the folder for more than 30 seconds.
pub fn check(files: &[File], output: &Path, waiting: &mut dyn FnMut()) -> Result<Report, Diagnostic> {
    check_within(files, output, &mut Patience::new(PATIENCE, waiting))
}

fn check_within(files: &[File], output: &Path, patience: &mut Patience<'_>) -> Result<Report, Diagnostic> {
    let files = by_path(files)?;
    loop {
        lock::wait(output, patience)?;
        let list = List::read(output).ok().flatten();
        let owned = list.as_ref().map(|list| list.files.clone()).unwrap_or_default();
        let mut report = compare(&files, output, &owned);
        if list.is_none() {
            report.written.push(PathBuf::from(list::NAME));
        }
        // A run that began in the meantime may have been observed halfway.
        if report.is_clean() || !lock::is_taken(output) {
            return Ok(report);
        }
    }
}

impl Source {
    /// Returns the source in the form that the list stores: each value on one line, whatever the document's title contains.
    fn tidy(&self) -> Self {
        Self { title: one_line(&self.title), spec: self.spec.as_deref().map(one_line) }
    }

    /// Returns whether both are the same API, as far as is known. A spec without a location is compared by title.
    fn is_same(&self, other: &Self) -> bool {
        let places = self.spec.as_ref().zip(other.spec.as_ref());
        self.title == other.title && places.is_none_or(|(own, other)| own == other)
    }

    fn describe(&self) -> String {
        match &self.spec {
            Some(spec) => format!("the API `{}` of `{spec}`", self.title),
            None => format!("the API `{}`", self.title),
        }
    }
}

/// Returns a text on one line, without characters that are invisible or change the text direction.
fn one_line(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control() || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let words = text.split(|c: char| c.is_whitespace() || is_hidden(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Sorts the files, and refuses paths that lead out of the folder or that a file system may not tell apart.
fn by_path(files: &[File]) -> Result<BTreeMap<&Path, String>, Diagnostic> {
    let mut sorted = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for file in files {
        if !is_inside(&file.path) {
            let message = format!("`{}` is not a path inside the output folder; nothing is written", file.path.display());
            return Err(Diagnostic::error("invalid-path", message));
        }
        let Some(text) = header::with(&file.path, &file.contents) else {
            let message = format!("`{}` is not the path of a file of a package; nothing is written", file.path.display());
            return Err(Diagnostic::error("invalid-path", message));
        };
        if !folded.insert(file.path.to_string_lossy().to_lowercase()) {
            let message = format!("two files would be called `{}`; nothing is written", file.path.display());
            return Err(Diagnostic::error("invalid-path", message));
        }
        sorted.insert(file.path.as_path(), text);
    }
    Ok(sorted)
}

fn is_inside(path: &Path) -> bool {
    let mut components = path.components().peekable();
    let first = match components.peek() {
        Some(Component::Normal(first)) => first.to_string_lossy().into_owned(),
        _ => return false,
    };
    components.all(|component| matches!(component, Component::Normal(_))) && !first.starts_with(list::NAME)
}

fn create_folder(output: &Path) -> Result<(), Diagnostic> {
    match fs::metadata(output) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => {
            let message = format!("the output `{}` is not a folder; nothing is written", output.display());
            Err(Diagnostic::error("output-not-a-folder", message))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(output).map_err(|error| unwritable(output, &error)),
        Err(error) => Err(unwritable(output, &error)),
    }
}

/// Refuses a folder without a list that contains other files.
fn check_empty(root: &Path, output: &Path) -> Result<(), Diagnostic> {
    let foreign = foreign(root).map_err(|error| unwritable(output, &error))?;
    let Some(more) = (!foreign.is_empty()).then(|| foreign.len().saturating_sub(NAMED)) else { return Ok(()) };
    let named: Vec<String> = foreign.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let names = match (named.as_slice(), more) {
        ([one], _) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (all, more) => format!("{} and {more} more", all.join(", ")),
    };
    let message =
        format!("the output folder `{}` holds files that turnbuckle did not write: {names}; nothing is written", output.display());
    Err(Diagnostic::error("output-not-ours", message).help("choose an empty or new folder"))
}

/// Returns the entries of a folder, sorted by name; folders end with `/`. The lock and the remains of interrupted runs are ours, so they
/// are omitted.
fn foreign(root: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(&format!("{}-", list::NAME)) {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            names.push(if is_folder { format!("{name}/") } else { name });
        }
    }
    names.sort();
    Ok(names)
}

/// Refuses a folder that was written for another API.
fn check_source(before: &List, after: &List, other: OtherApi, output: &Path) -> Result<(), Diagnostic> {
    let (Some(own), OtherApi::Refuse) = (&after.source, other) else { return Ok(()) };
    let was = match &before.source {
        Some(source) if source.is_same(own) => return Ok(()),
        Some(source) => format!("was written for {}", source.describe()),
        None => "does not say for which API it was written".to_owned(),
    };
    let message = format!("the output folder `{}` {was}, and this is {}; nothing is written", output.display(), own.describe());
    let help = "choose another output folder, or replace that API: `--replace`, or `replace_other_api` in a program; so, too, where a title or a path has changed";
    Err(Diagnostic::error("output-of-other-api", message).help(help))
}

fn compare(files: &BTreeMap<&Path, String>, root: &Path, owned: &BTreeSet<PathBuf>) -> Report {
    let mut report = Report::default();
    for (path, contents) in files {
        let target = root.join(path);
        let plain = fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_file() && metadata.len() == contents.len() as u64);
        if plain && fs::read(&target).is_ok_and(|found| found == contents.as_bytes()) {
            report.unchanged += 1;
        } else {
            report.written.push((*path).to_owned());
        }
    }
    let stale = owned.iter().filter(|path| !files.contains_key(path.as_path()) && fs::symlink_metadata(root.join(path)).is_ok());
    (report.deleted, report.kept) = stale.cloned().partition(|path| header::is_on(root, path));
    report
}

/// Refuses to write over what somebody else made, and through links that leave the folder.
fn check_target(root: &Path, path: &Path, owned: bool, output: &Path) -> Result<(), Diagnostic> {
    let shown = output.join(path);
    let mut parent = root.to_path_buf();
    for component in path.parent().unwrap_or(Path::new("")).components() {
        parent.push(component);
        let Ok(metadata) = fs::symlink_metadata(&parent) else { break };
        let inside = parent.canonicalize().is_ok_and(|real| real.starts_with(root));
        if metadata.is_symlink() && !inside {
            let message = format!("`{}` is reached through a link that leaves the output folder; nothing is written", shown.display());
            return Err(Diagnostic::error("output-leaves-folder", message).help("remove the link, or choose another output folder"));
        }
        if !parent.is_dir() {
            let message = format!("`{}` cannot be written, for a file stands where its folder should be", shown.display());
            return Err(Diagnostic::error("output-unwritable", message));
        }
    }
    match fs::symlink_metadata(root.join(path)) {
        Err(_) => Ok(()),
        Ok(metadata) if metadata.is_dir() => {
            let message = format!("`{}` cannot be written, for there is a folder of that name", shown.display());
            Err(Diagnostic::error("output-unwritable", message))
        }
        Ok(_) if owned && header::is_on(root, path) => Ok(()),
        Ok(_) => {
            let reason = if owned { "does not begin with the header of turnbuckle" } else { "was not written by turnbuckle" };
            let message = format!("`{}` {reason}; nothing is written", shown.display());
            Err(Diagnostic::error("output-not-ours", message).help("move the file away, or choose another output folder"))
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-unwritable", format!("cannot write `{}`: {error}", path.display()))
}
