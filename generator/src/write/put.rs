//! Puts files in their places, so that a failure leaves the folder as it was.
//!
//! Every file is written whole into a folder for staging before the first one is put in its place, and what it replaces is kept there until
//! all are. A process that is killed between two renames leaves both in the list, and the next run puts the rest in place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::list::{self, List};
use super::{Report, unwritable};
use crate::diagnostic::Diagnostic;

/// The beginning of the names of folders for staging.
const STAGING: &str = ".turnbuckle-staging-";

/// Lists of a folder before and after.
pub(super) struct Lists<'l> {
    pub(super) before: Option<&'l List>,
    pub(super) after: &'l List,
}

/// Writes and deletes what a report says. The caller holds the folder's lock.
pub(super) fn put(files: &BTreeMap<&Path, String>, report: &Report, root: &Path, lists: &Lists<'_>) -> Result<(), Diagnostic> {
    remove_abandoned(root);
    let staging = root.join(format!("{STAGING}{}", std::process::id()));
    let mut put = Put { root, new: staging.join("new"), old: staging.join("old"), done: Vec::new() };
    let done = put.stage(files, report).and_then(|()| put.swap(report, lists));
    if done.is_err() {
        put.undo(lists.before);
    }
    // What cannot be removed is removed by a later run.
    let _ = fs::remove_dir_all(&staging);
    done
}

struct Put<'r> {
    root: &'r Path,
    /// What is to be put in place.
    new: PathBuf,
    /// What was in its place.
    old: PathBuf,
    /// The paths that were changed, in order.
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
        // Until all are in their places, both the old and the new files are ours.
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

    /// Keeps what is at a path. What is replaced stays there, too, until it is: the folder is never without it.
    fn set_aside(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let (target, kept) = (self.root.join(path), self.old.join(path));
        if fs::symlink_metadata(&target).is_ok() {
            create_parent(&kept)?;
            let is_replaced = self.new.join(path).exists();
            let aside = if is_replaced {
                // File systems without links get a copy.
                fs::hard_link(&target, &kept).or_else(|_| fs::copy(&target, &kept).map(|_| ()))
            } else {
                fs::rename(&target, &kept)
            };
            aside.map_err(|error| unwritable(&target, &error))?;
        }
        // What was not kept whole must not be put back.
        self.done.push(path.to_owned());
        Ok(())
    }

    /// Puts everything back, as far as it can be: the error that led here is what is reported.
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

/// Removes the folders that a file leaves empty.
fn remove_empty_parents(root: &Path, path: &Path) {
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(empty)).is_err() {
            break;
        }
        folder = empty.parent();
    }
}

/// Removes what interrupted runs left: under the lock, no other run is at work.
fn remove_abandoned(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING)) {
        // What cannot be removed does no harm.
        let _ = fs::remove_dir_all(entry.path());
    }
}
