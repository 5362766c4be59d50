//! Exchanges with a real server, recorded in a file and replayed in tests.
//!
//! A [`Recorder`] stands before another transport and writes what went over it; a [`Player`] answers from the file. The file is JSON with a
//! line for each value, made to be committed and compared. Bodies that are JSON stand in it as JSON, other text as lines, the rest in base64.
//! Bodies that come or go compressed (gzip, deflate) stand in it decoded. A body that cannot be decoded (Brotli, Zstandard, a gzip that broke
//! off) is not recorded, for nobody could tell whether it holds a secret: in its place the file says `omitted`, and why.
//!
//! **Invariants:** no secret is written. What the runtime sends as a credential is known to be one, whatever it is called; [`Redaction`]
//! names the rest. A value that was taken out of one place is taken out of every other, too: where the server repeats a key in a link, it
//! is gone there. The file is put in place whole or not at all.

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
