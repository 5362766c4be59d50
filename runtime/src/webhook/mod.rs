//! Events that a service sends by itself: whether one is authentic, which one it is, and whether it came before.
//!
//! How a service signs is a [`Scheme`], which is data: where the signatures and the time are, what is signed and by which algorithm.
//! [`STANDARD_WEBHOOKS`] is the scheme of Standard Webhooks 1.0; a generated crate has that of its service as `SIGNATURE`. A [`Verifier`]
//! holds a request against a scheme and a secret, a [`Signer`] makes signed requests for tests, [`Events`] finds the name of an event,
//! and a [`DuplicateGuard`] knows what came before.
//!
//! A request is an `http::Request` with its body read, or its parts and its body, so it may come from any server that uses the crate
//! `http`. Nothing here reads from a socket or waits.
//!
//! ```
//! use turnbuckle_runtime::http;
//! use turnbuckle_runtime::webhook::{STANDARD_WEBHOOKS, Signer, Verifier};
//!
//! let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
//! let request = http::Request::post("/hooks").body(br#"{"type":"contact.created"}"#.to_vec())?;
//! let request = Signer::new(&STANDARD_WEBHOOKS, secret)?.sign(request)?;
//!
//! let verifier = Verifier::new(&STANDARD_WEBHOOKS, secret)?;
//! let verified = verifier.verify(&request)?;
//! assert!(verified.id().is_some() && verified.is_id_signed());
//!
//! let (parts, _) = request.into_parts();
//! assert!(verifier.verify((&parts, br#"{"type":"contact.deleted"}"#)).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Invariants:** signatures are compared in a time that tells nothing of the expected one; no error holds a secret, a signature or a
//! body; what an unauthenticated request can cost is linear in its size.

mod error;
mod events;
mod form;
mod guard;
mod key;
mod keyring;
mod macros;
mod message;
mod read;
mod received;
mod scheme;
mod sign;
#[cfg(test)]
mod tests;
mod tree;
mod verify;

pub use error::{Reason, ReceiveError, SecretError, VerifyError};
pub use events::Events;
pub use guard::{Claim, DuplicateGuard, MemoryGuard};
pub use received::{Delivery, Received};
pub use scheme::{Algorithm, Encoding, KeyForm, Part, Place, STANDARD_WEBHOOKS, Scheme, Signature, Timestamp, TimestampPlace, Unit};
pub use sign::Signer;
pub use verify::{Verified, Verifier};
