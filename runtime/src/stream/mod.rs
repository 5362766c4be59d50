//! Answers that are read as they come: bytes, server-sent events, and JSON values line by line.
//!
//! **Invariant:** memory is bounded: a line or an event is at most 16 MiB.

mod download;
mod events;
mod frames;
mod json_lines;
mod sse;

pub use download::Download;
pub use events::{Event, EventStream};
pub use json_lines::JsonLines;
