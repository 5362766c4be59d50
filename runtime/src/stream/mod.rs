//! Answers that are read as they come: bytes, server-sent events, and JSON values line by line.
//!
//! **Invariant:** memory is bounded: by [`Limits`](crate::Limits) for a line and an event, by the chunk for bytes.

mod call;
mod download;
mod events;
mod frames;
mod json_lines;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod partial;
mod progress;
mod reconnect;
mod sse;

pub use download::Download;
pub use events::{Event, EventStream};
pub use json_lines::JsonLines;
pub use progress::Progress;
pub use reconnect::Reconnect;
pub(crate) use reconnect::Reopen;
