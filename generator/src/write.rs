//! Writes files: only those that changed, and only where it wrote before.
//!
//! Input: the files of a package and its folder. Output: the folder, and a [`Report`]. **Invariants:** no file that somebody else made is
//! changed or deleted; nothing outside the folder is touched, whatever its symbolic links say; every file is written whole beside its
//! place before the first one is put there, so that a failure or an interruption leaves the old files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Diagnostic;

#[cfg(test)]
mod tests;

/// The list of the files that are ours, in the folder.
const LIST: &str = ".turnbuckle";
const LIST_HEADER: &str = "# The files in this folder that turnbuckle wrote. It overwrites and deletes these, and no others.\n";
const STAGING: &str = ".turnbuckle-staging-";
/// A folder for staging that is older than this was left behind by a run that was interrupted.
const ABANDONED: Duration = Duration::from_secs(600);

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, relative to the output folder.
    pub path: PathBuf,
    /// What it holds.
    pub contents: String,
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
}

impl Report {
    /// Returns whether nothing differs.
    pub fn is_clean(&self) -> bool {
        self.written.is_empty() && self.deleted.is_empty()
    }
}

/// Writes the files, and deletes those of ours that are not among them.
pub fn write(files: &[File], output: &Path) -> Result<Report, Diagnostic> {
    let files = by_path(files)?;
    create_folder(output)?;
    let root = output.canonicalize().map_err(|error| unwritable(output, &error))?;
    let owned = read_list(&root).map_err(|error| unwritable(&root.join(LIST), &error))?;
    if owned.is_none() && holds_anything(&root).map_err(|error| unwritable(output, &error))? {
        return Err(not_ours(output));
    }
    let owned = owned.unwrap_or_default();
    let report = compare(&files, &root, &owned);
    for path in report.written.iter().chain(&report.deleted) {
        check_target(&root, path, owned.contains(path), output)?;
    }
    let list: BTreeSet<PathBuf> = files.keys().map(|path| (*path).to_owned()).collect();
    if report.is_clean() && owned == list {
        return Ok(report);
    }
    let staging = root.join(format!("{STAGING}{}", std::process::id()));
    remove_abandoned(&root);
    let done = stage(&files, &report, &staging).and_then(|()| {
        // Until all is in its place, both the old and the new files are ours.
        let both: BTreeSet<PathBuf> = owned.union(&list).cloned().collect();
        put_list(&root, &staging, &both)?;
        for path in &report.written {
            let target = root.join(path);
            create_parent(&target)?;
            fs::rename(staging.join(path), &target).map_err(|error| unwritable(&target, &error))?;
        }
        for path in &report.deleted {
            delete(&root, path)?;
        }
        put_list(&root, &staging, &list)
    });
    // What cannot be removed is removed by a later run.
    let _ = fs::remove_dir_all(&staging);
    done.map(|()| report)
}

/// Compares the files with what is in the folder, and writes nothing.
pub fn check(files: &[File], output: &Path) -> Result<Report, Diagnostic> {
    let files = by_path(files)?;
    let owned = read_list(output).ok().flatten();
    let mut report = compare(&files, output, owned.as_ref().unwrap_or(&BTreeSet::new()));
    if owned.is_none() {
        report.written.push(PathBuf::from(LIST));
    }
    Ok(report)
}

/// Sorts the files, and refuses paths that lead out of the folder or that a file system may not tell apart.
fn by_path(files: &[File]) -> Result<BTreeMap<&Path, &str>, Diagnostic> {
    let mut sorted = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for file in files {
        if !is_inside(&file.path) {
            let message = format!("`{}` is not a path inside the output folder; nothing is written", file.path.display());
            return Err(Diagnostic::error("invalid-path", message));
        }
        if !folded.insert(file.path.to_string_lossy().to_lowercase()) {
            let message = format!("two files would be called `{}`; nothing is written", file.path.display());
            return Err(Diagnostic::error("invalid-path", message));
        }
        sorted.insert(file.path.as_path(), file.contents.as_str());
    }
    Ok(sorted)
}

fn is_inside(path: &Path) -> bool {
    let mut components = path.components().peekable();
    let first = match components.peek() {
        Some(Component::Normal(first)) => first.to_string_lossy().into_owned(),
        _ => return false,
    };
    components.all(|component| matches!(component, Component::Normal(_))) && !first.starts_with(LIST)
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

fn holds_anything(root: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(root)? {
        // The staging folder of a first run that was interrupted is ours.
        if !entry?.file_name().to_string_lossy().starts_with(STAGING) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the files that are ours; `None` where there is no list.
fn read_list(root: &Path) -> io::Result<Option<BTreeSet<PathBuf>>> {
    let path = root.join(LIST);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let text = fs::read_to_string(&path)?;
    if !text.starts_with(LIST_HEADER.trim_end()) {
        return Ok(None);
    }
    // A line that somebody changed to lead elsewhere is passed over.
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(PathBuf::from);
    Ok(Some(lines.filter(|path| is_inside(path)).collect()))
}

fn compare(files: &BTreeMap<&Path, &str>, root: &Path, owned: &BTreeSet<PathBuf>) -> Report {
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
    report.deleted = stale.cloned().collect();
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
        Ok(_) if owned => Ok(()),
        Ok(_) => {
            let message = format!("`{}` was not written by turnbuckle; nothing is written", shown.display());
            Err(Diagnostic::error("output-not-ours", message).help("move the file away, or choose another output folder"))
        }
    }
}

fn stage(files: &BTreeMap<&Path, &str>, report: &Report, staging: &Path) -> Result<(), Diagnostic> {
    fs::create_dir(staging).map_err(|error| unwritable(staging, &error))?;
    for path in &report.written {
        let staged = staging.join(path);
        create_parent(&staged)?;
        fs::write(&staged, files[path.as_path()]).map_err(|error| unwritable(&staged, &error))?;
    }
    Ok(())
}

fn create_parent(path: &Path) -> Result<(), Diagnostic> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))
}

fn put_list(root: &Path, staging: &Path, paths: &BTreeSet<PathBuf>) -> Result<(), Diagnostic> {
    let lines: BTreeSet<String> = paths.iter().map(|path| portable(path)).collect();
    let mut text = LIST_HEADER.to_owned();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    let staged = staging.join(LIST);
    let target = root.join(LIST);
    fs::write(&staged, text).map_err(|error| unwritable(&staged, &error))?;
    fs::rename(&staged, &target).map_err(|error| unwritable(&target, &error))
}

/// Writes a path the same way on every system.
fn portable(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|component| component.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Deletes a file of ours, and the folders that it leaves empty.
fn delete(root: &Path, path: &Path) -> Result<(), Diagnostic> {
    let target = root.join(path);
    fs::remove_file(&target).map_err(|error| unwritable(&target, &error))?;
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(empty)).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}

fn remove_abandoned(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(STAGING);
        let own = entry.file_name().to_string_lossy().ends_with(&format!("-{}", std::process::id()));
        let old = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if ours && (own || old.is_some_and(|age| age > ABANDONED)) {
            // What cannot be removed does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-unwritable", format!("cannot write `{}`: {error}", path.display()))
}

fn not_ours(output: &Path) -> Diagnostic {
    let message = format!("the output folder `{}` holds files that turnbuckle did not write; nothing is written", output.display());
    Diagnostic::error("output-not-ours", message).help("choose an empty or new folder")
}
