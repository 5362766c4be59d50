//! What the API clients written by turnbuckle share: transport, auth, pagination and retries.
//!
//! A generated crate holds tables ([`operation`]) and types ([`model`]); what happens in a call is here. The way of a call:
//!
//! 1. [`Client::call`] starts a [`Call`]; each parameter is encoded as it is set, through the value's view ([`encode`], [`json`]).
//! 2. `.await` hands the request to one function that knows no types: it chooses credentials ([`auth`]), sends through a
//!    [`Transport`](transport::Transport), follows redirects and tries again ([`retry`]), all in the call's time ([`clock`]).
//! 3. The answer is read as its type ([`output`]), as a stream ([`stream`]), or is one page of a list ([`page`]).
//!
//! **Invariants:** no global state and no spawned task; no request is repeated that may have a second effect; no credential goes to
//! another origin, nor into an error, a log or `Debug`.

pub mod auth;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub mod blocking;
pub mod body;
pub mod breaker;
pub mod call;
pub mod client;
pub mod clock;
mod coding;
mod content;
pub mod decode;
mod drift;
pub mod encode;
pub mod error;
pub mod explain;
pub mod governor;
mod header;
pub mod json;
mod limits;
pub mod meter;
pub mod model;
pub mod observe;
pub mod operation;
pub mod output;
mod output_macros;
pub mod page;
mod panics;
mod pointer;
mod read;
mod redact;
#[cfg(feature = "redis")]
pub mod redis;
mod request;
pub mod response;
pub mod retry;
pub mod scalar;
mod send;
pub mod stream;
#[cfg(test)]
mod tests;
pub mod transport;
mod tree;
mod url;
#[cfg(feature = "validate")]
pub mod validate;
#[cfg(feature = "webhooks")]
pub mod webhook;
pub mod xml;

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use http;
pub use serde;

pub use auth::Credential;
pub use body::{Body, FilePart};
pub use breaker::Breaker;
pub use call::{Call, Paged};
pub use client::{BuildError, Client, ClientBuilder};
pub use decode::{DecodeError, Deviation};
pub use drift::Drift;
pub use encode::EncodeError;
pub use error::{Error, Problem};
pub use explain::Explanation;
pub use governor::{Governor, Lane};
pub use header::Header;
pub use limits::Limits;
pub use meter::Meter;
pub use model::{Nullable, Value};
pub use response::{RawResponse, Response};
pub use retry::Retry;
pub use scalar::{Base64, Decimal, DecimalString, OrText, Secret};
pub use send::Redirects;
pub use stream::{Download, EventStream, JsonLines, Progress, Reconnect};

#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "time")]
pub use time;
