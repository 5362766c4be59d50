//! Moves files into place, so that a failure leaves the folder unchanged.
//!
//! Every file is written in full to a staging folder before the first one is moved into place. The files that it replaces are kept there
//! until all moves are done. If the process is killed between two renames, the list has the old and the new files, and the next run
//! completes the work.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::list::{self, List};
use super::{Report, unwritable};
use crate::diagnostic::Diagnostic;

/// The beginning of the names of folders for staging.
const STAGING: &str = ".turnbuckle-staging-";

/// The lists of a folder, before and after the run.
pub(super) struct Lists<'l> {
    pub(super) before: Option<&'l List>,
    pub(super) after: &'l List,
}

/// Applies a report: writes and deletes files. The caller holds the folder's lock.
pub(super) fn put(files: &BTreeMap<&Path, String>, report: &Report, root: &Path, lists: &Lists<'_>) -> Result<(), Diagnostic> {
    remove_abandoned(root);
    let staging = root.join(format!("{STAGING}{}", std::process::id()));
    let mut put = Put { root, new: staging.join("new"), old: staging.join("old"), done: Vec::new() };
    let done = put.stage(files, report).and_then(|()| put.swap(report, lists));
    if done.is_err() {
        put.undo(lists.before);
    }
    // A file that cannot be removed is removed by a later run.
    let _ = fs::remove_dir_all(&staging);
    done
}

struct Put<'r> {
    root: &'r Path,
    /// The folder of the new files.
    new: PathBuf,
    /// The folder of the files that they replace.
    old: PathBuf,
    /// The changed paths, in order.
    done: Vec<PathBuf>,
}

impl Put<'_> {
    fn stage(&self, files: &BTreeMap<&Path, String>, report: &Report) -> Result<(), Diagnostic> {
        for path in &report.written {
            write(&self.new.join(path), &files[path.as_path()])?;
        }
        Ok(())
    }

    fn swap(&mut self, report: &Report, lists: &Lists<'_>) -> Result<(), Diagnostic> {
        // Until all files are in place, both the old and the new files are ours.
        let mut both = lists.after.clone();
        both.files.extend(lists.before.iter().flat_map(|list| list.files.iter().cloned()));
        self.put_list(&both)?;
        for path in report.written.iter().chain(&report.deleted) {
            self.set_aside(path)?;
        }
        for path in &report.written {
            let target = self.root.join(path);
            create_parent(&target)?;
            fs::rename(self.new.join(path), &target).map_err(|error| unwritable(&target, &error))?;
        }
        self.put_list(lists.after)?;
        for path in &report.deleted {
            remove_empty_parents(self.root, path);
        }
        Ok(())
    }

    /// Keeps a copy of the file at a path. The original stays in place until it is replaced, so the path is never empty.
    fn set_aside(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let (target, kept) = (self.root.join(path), self.old.join(path));
        if fs::symlink_metadata(&target).is_ok() {
            create_parent(&kept)?;
            let is_replaced = self.new.join(path).exists();
            let aside = if is_replaced {
                // A file system without hard links gets a copy.
                fs::hard_link(&target, &kept).or_else(|_| fs::copy(&target, &kept).map(|_| ()))
            } else {
                fs::rename(&target, &kept)
            };
            aside.map_err(|error| unwritable(&target, &error))?;
        }
        // An incomplete copy must not be restored.
        self.done.push(path.to_owned());
        Ok(())
    }

    /// Restores everything as far as possible. The original error is reported, not errors of the restoration.
    fn undo(&self, before: Option<&List>) {
        for path in self.done.iter().rev() {
            let (target, kept) = (self.root.join(path), self.old.join(path));
            if kept.exists() {
                let _ = create_parent(&target);
                let _ = fs::rename(&kept, &target);
            } else {
                let _ = fs::remove_file(&target);
                remove_empty_parents(self.root, path);
            }
        }
        match before {
            Some(list) => drop(self.put_list(list)),
            None => drop(fs::remove_file(self.root.join(list::NAME))),
        }
    }

    fn put_list(&self, list: &List) -> Result<(), Diagnostic> {
        let (staged, target) = (self.new.join(list::NAME), self.root.join(list::NAME));
        write(&staged, &list.text())?;
        fs::rename(&staged, &target).map_err(|error| unwritable(&target, &error))
    }
}

fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    create_parent(path)?;
    fs::write(path, text).map_err(|error| unwritable(path, &error))
}

fn create_parent(path: &Path) -> Result<(), Diagnostic> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))
}

/// Removes the folders that become empty without a file.
fn remove_empty_parents(root: &Path, path: &Path) {
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(empty)).is_err() {
            break;
        }
        folder = empty.parent();
    }
}

/// Removes the staging folders of interrupted runs. Under the lock, no other run is active.
fn remove_abandoned(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING)) {
        // A remaining folder does no harm.
        let _ = fs::remove_dir_all(entry.path());
    }
}
