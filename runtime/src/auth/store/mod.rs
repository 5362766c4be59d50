//! Where grants are kept, so that they outlive a process and several processes share one.
//!
//! **Invariant:** an access token that came with a new refresh token is used only after the store has taken both.

#[cfg(feature = "token-file")]
mod file;
mod memory;

use std::any::Any;
use std::fmt;
use std::time::Duration;

#[cfg(feature = "token-file")]
pub use file::FileTokenStore;
pub use memory::MemoryTokenStore;

use super::Grant;
use crate::transport::{BoxError, BoxFuture};

/// A place where grants are kept, each under a key that names server, connection, security scheme and OAuth client. The key is no secret.
///
/// Correctness rests on [`compare_and_swap`](Self::compare_and_swap) alone: the server's answer to a refresh is written only where nobody
/// else has written. A lease saves the second refresh, for two processes that find a token stale at once; a store that has none may leave the
/// two methods as they are.
pub trait TokenStore: Send + Sync + 'static {
    /// Reads the grant of a key; `None` where there is none.
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>>;

    /// Writes a grant where its version is the expected one, [`Version::ABSENT`] for none, and returns the new version; `None`, and
    /// nothing is written, where it is another. Once it returns a version, the grant outlives the process if that is what the store is for.
    fn compare_and_swap<'a>(
        &'a self,
        key: &'a str,
        expected: Version,
        grant: &'a Grant,
    ) -> BoxFuture<'a, Result<Option<Version>, BoxError>>;

    /// Takes the lease of a key, for at most `life`, without waiting; `None` where another has it. Default: it is always free.
    fn try_lock<'a>(&'a self, key: &'a str, life: Duration) -> BoxFuture<'a, Result<Option<Lease>, BoxError>> {
        let _ = (key, life);
        Box::pin(std::future::ready(Ok(Some(Lease::new(())))))
    }

    /// Gives a lease back. A lease that is dropped without, for its task was, must end by itself. Default: it is dropped.
    fn unlock<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), BoxError>> {
        let _ = key;
        drop(lease);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A grant as a store has it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The grant.
    pub grant: Grant,
    /// Its version.
    pub version: Version,
}

/// The version of a stored grant; each write makes another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version(u64);

impl Version {
    /// The version of what is not there.
    pub const ABSENT: Self = Self(0);

    /// Makes a version from its number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number; 0 for what is not there.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Returns the version after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A lease of a key, with whatever the store needs to give it back.
pub struct Lease(Box<dyn Any + Send + Sync>);

impl Lease {
    /// Makes a lease that holds a value: a file that is locked, the word by which the holder is known.
    pub fn new(held: impl Any + Send + Sync) -> Self {
        Self(Box::new(held))
    }

    /// Returns the value; `None` where it is of another type.
    pub fn into_inner<T: Any>(self) -> Option<T> {
        self.0.downcast().ok().map(|held| *held)
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lease")
    }
}
