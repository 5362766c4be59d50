//! A store in a folder, for several processes of one machine.
//!
//! **Invariant:** a grant's file is at every moment the old one or the new one, whole, and nobody but its owner may read it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use fs4::FileExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Lease, Stored, TokenStore, Version};
use crate::Secret;
use crate::auth::Grant;
use crate::transport::{BoxError, BoxFuture};

/// A store in a folder: one file for each key, named by the key's SHA-256 digest, and two lock files. Writes are atomic and reach the disk
/// before they succeed. A lock ends with its process, however the process ends. Do not use it on network file systems without locks.
///
/// On Unix, files have mode 0600 and the folder has mode 0700. An existing folder is checked at each use:
///
/// - it must belong to the user of the process, and so must a symbolic link to it (root may also own the link);
/// - if others have access to it and it contains only the store's files, its mode becomes 0700;
/// - if it contains other files as well, its mode stays, and the store refuses it if others may write to it.
///
/// A file of the store that is a symbolic link or belongs to another user is refused.
///
/// Within tokio, files are read and written on its threads for blocking work; elsewhere on the calling one.
#[derive(Clone, Debug)]
pub struct FileTokenStore {
    folder: Arc<PathBuf>,
}

impl FileTokenStore {
    /// Makes a store in a folder, which is made when something is written.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Arc::new(folder.into()) }
    }

    fn entry(&self, key: &str) -> Entry {
        let name: String = Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Entry { folder: Arc::clone(&self.folder), name, key: key.to_owned() }
    }
}

impl TokenStore for FileTokenStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        let entry = self.entry(key);
        Box::pin(blocking(move || entry.read()))
    }

    fn compare_and_swap<'a>(
        &'a self,
        key: &'a str,
        expected: Version,
        grant: &'a Grant,
    ) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        let (entry, json) = (self.entry(key), grant.to_json());
        Box::pin(blocking(move || entry.swap(expected, &json)))
    }

    fn try_lock<'a>(&'a self, key: &'a str, _: Duration) -> BoxFuture<'a, Result<Option<Lease>, BoxError>> {
        let entry = self.entry(key);
        Box::pin(blocking(move || {
            let file = entry.open_lock("lease")?;
            match FileExt::try_lock(&file) {
                Ok(()) => Ok(Some(Lease::new(file))),
                Err(fs4::TryLockError::WouldBlock) => Ok(None),
                Err(fs4::TryLockError::Error(error)) => Err(error.into()),
            }
        }))
    }
}

/// One key's files.
struct Entry {
    folder: Arc<PathBuf>,
    name: String,
    key: String,
}

impl Entry {
    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    fn read(&self) -> Result<Option<Stored>, BoxError> {
        let text = match private::check_folder(&self.folder).and_then(|()| private::open(OpenOptions::new().read(true), &self.path("json")))
        {
            Ok(mut file) => {
                let mut text = String::new();
                file.read_to_string(&mut text)?;
                Secret::from(text)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // The reason is left out: it might quote the file.
        let broken = || BoxError::from(format!("{} is no grant", self.path("json").display()));
        let value: Value = serde_json::from_str(text.expose()).map_err(|_| broken())?;
        let version = value["version"].as_u64().filter(|_| value["key"] == self.key.as_str()).ok_or_else(broken)?;
        let grant = value["grant"].as_str().and_then(Grant::from_json).ok_or_else(broken)?;
        Ok(Some(Stored { grant, version: Version::new(version) }))
    }

    fn swap(&self, expected: Version, grant: &Secret) -> Result<Option<Version>, BoxError> {
        let lock = self.open_lock("lock")?;
        FileExt::lock(&lock)?;
        let current = self.read()?.map_or(Version::ABSENT, |stored| stored.version);
        if current != expected {
            return Ok(None);
        }
        let version = current.next();
        let object = serde_json::json!({ "key": self.key, "version": version.number(), "grant": grant.expose() });
        self.write(&Secret::from(object.to_string()))?;
        // The lock ends as its file is closed.
        drop(lock);
        Ok(Some(version))
    }

    /// Writes beside the file, then takes its name: a crash leaves the old file or the new one.
    fn write(&self, text: &Secret) -> io::Result<()> {
        let beside = self.path("new");
        // What a process that crashed has left; the lock is held, so nobody writes it.
        let _ = fs::remove_file(&beside);
        let mut file = private::open(OpenOptions::new().write(true).create_new(true), &beside)?;
        file.write_all(text.expose().as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, self.path("json"))?;
        private::sync_folder(&self.folder)
    }

    fn open_lock(&self, ending: &str) -> io::Result<File> {
        private::make_folder(&self.folder)?;
        private::check_folder(&self.folder)?;
        private::open(OpenOptions::new().write(true).create(true).truncate(false), &self.path(ending))
    }
}

#[cfg(unix)]
#[path = "private_unix.rs"]
mod private;
#[cfg(not(unix))]
#[path = "private_other.rs"]
mod private;

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, BoxError> + Send + 'static) -> Result<T, BoxError> {
    match tokio::runtime::Handle::try_current() {
        Ok(handle) => handle.spawn_blocking(work).await?,
        Err(_) => work(),
    }
}
