//! Runs work on a stack that is large enough for the deepest document.
//!
//! Loading needs no stack for depth. The stages after it follow a document by recursion, which keeps them simple, and takes some kilobytes a
//! level. A document of ordinary depth is worked on where the caller is; for a deeper one there is a thread with a stack of its own.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

use crate::diagnostic::Diagnostic;

/// How many levels the stack of any thread is large enough for.
const ORDINARY: usize = 64;
/// The size of the stack for the deepest documents. Only what is used of it takes memory.
const SIZE: usize = 256 << 20;

/// Runs work on a document that has a number of levels.
pub(crate) fn with_room_for<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> Result<T, Diagnostic> {
    if levels <= ORDINARY {
        return Ok(work());
    }
    scope(|scope| match Builder::new().stack_size(SIZE).spawn_scoped(scope, work) {
        Ok(thread) => Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
        Err(error) => {
            let message = format!("the document is {levels} levels deep, and there is no memory for a stack of that depth: {error}");
            Err(Diagnostic::error("no-memory", message).help("free memory, or generate on another machine"))
        }
    })
}
