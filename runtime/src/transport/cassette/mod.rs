//! Exchanges with a real server, recorded in a file and replayed in tests.
//!
//! A [`Recorder`] wraps another transport and writes down every exchange. A [`Player`] responds from the file. The file is JSON with a
//! line for each value, so that it can be committed and compared. JSON bodies are kept as JSON, other text as lines, and the rest in base64.
//! Compressed bodies (gzip, deflate) are decoded first. A body that cannot be decoded (Brotli, Zstandard, a truncated gzip) is not recorded,
//! because nobody could tell whether it holds a secret. In its place the file says `omitted`, and why.
//!
//! **Invariants:** no secret is written. Whatever the runtime sends as a credential counts as one, under any name. [`Redaction`]
//! names the rest. A value that is removed in one place is removed everywhere: a key that the server repeats in a link is removed there
//! too. The file is written whole or not at all.

mod body;
mod coding;
mod parts;
mod player;
mod recorder;
mod redaction;
mod tape;
mod text;

pub use self::player::Player;
pub use self::recorder::Recorder;
pub use self::redaction::Redaction;

/// The parameters of a request's query that hold a credential, encoded. It travels in the request's extensions, for a transport cannot
/// tell a key from a filter.
#[derive(Clone)]
pub(crate) struct SecretQuery(pub(crate) String);

/// What stands in the place of a secret.
const REDACTED: &str = crate::redact::RECORDED_MARK;

#[cfg(test)]
mod tests;
