//! Keeps two runs out of one folder: an advisory lock on a file in it.
//!
//! The system releases a lock when its process ends, however it ends. The lock file is removed with the lock, so that the folder contains
//! only the package. A process that waited for the lock then finds that its open file is not the one in the folder, and starts again.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fs4::{FileExt, TryLockError};
use same_file::Handle;

use super::unwritable;
use crate::diagnostic::Diagnostic;

/// The lock's file.
pub(super) const NAME: &str = ".turnbuckle-lock";
const POLL: Duration = Duration::from_millis(10);

/// A lock on a folder, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

/// The time to wait for another run, and the callback that reports the wait.
pub(super) struct Patience<'w> {
    end: Instant,
    limit: Duration,
    waiting: Option<&'w mut dyn FnMut()>,
}

impl<'w> Patience<'w> {
    /// Starts a wait of at most this long.
    pub(super) fn new(limit: Duration, waiting: &'w mut dyn FnMut()) -> Self {
        Self { end: Instant::now() + limit, limit, waiting: Some(waiting) }
    }

    /// Waits for a moment; returns an error if no time is left.
    fn wait(&mut self, root: &Path) -> Result<(), Diagnostic> {
        if Instant::now() >= self.end {
            let seconds = self.limit.as_secs();
            let message =
                format!("another run of turnbuckle writes to `{}` and did not end within {seconds} s; nothing is written", root.display());
            return Err(Diagnostic::error("output-busy", message).help("run one command at a time for a folder"));
        }
        if let Some(waiting) = self.waiting.take() {
            waiting();
        }
        std::thread::sleep(POLL);
        Ok(())
    }
}

impl Lock {
    /// Locks a folder.
    pub(super) fn take(root: &Path, patience: &mut Patience<'_>) -> Result<Self, Diagnostic> {
        let path = root.join(NAME);
        loop {
            // The file must not be created through a symbolic link.
            if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
                return Err(unwritable(&path, &io::Error::other("it is not a file")));
            }
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let file = opened.map_err(|error| unwritable(&path, &error))?;
            match Attempt::of(FileExt::try_lock(&file)) {
                Attempt::Locked if is_at(&file, &path) => return Ok(Self { path, file }),
                // The previous owner of the lock has removed the file.
                Attempt::Locked => {}
                Attempt::Taken => patience.wait(root)?,
                // A file system without locks cannot separate two runs.
                Attempt::Unsupported => return Ok(Self { path, file }),
                Attempt::Failed(error) => return Err(unwritable(&path, &error)),
            }
        }
    }
}

/// How an attempt to lock a file ends.
#[derive(Debug)]
pub(super) enum Attempt {
    Locked,
    Taken,
    /// The file system has no locks.
    Unsupported,
    Failed(io::Error),
}

impl Attempt {
    pub(super) fn of(result: Result<(), TryLockError>) -> Self {
        match result {
            Ok(()) => Self::Locked,
            Err(TryLockError::WouldBlock) => Self::Taken,
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Self::Unsupported,
            Err(TryLockError::Error(error)) => Self::Failed(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A remaining lock file does no harm: the next run locks and removes it.
        let _ = fs::remove_file(&self.path);
        let _ = FileExt::unlock(&self.file);
    }
}

/// Waits until no run writes to a folder. Writes nothing.
pub(super) fn wait(root: &Path, patience: &mut Patience<'_>) -> Result<(), Diagnostic> {
    while is_taken(root) {
        patience.wait(root)?;
    }
    Ok(())
}

/// Returns whether a run writes to a folder. A lock file that a run left behind is not locked.
pub(super) fn is_taken(root: &Path) -> bool {
    let Ok(file) = File::open(root.join(NAME)) else { return false };
    matches!(FileExt::try_lock_shared(&file), Err(TryLockError::WouldBlock))
}

fn is_at(file: &File, path: &Path) -> bool {
    let own = file.try_clone().and_then(Handle::from_file);
    own.is_ok_and(|own| Handle::from_path(path).is_ok_and(|found| found == own))
}
