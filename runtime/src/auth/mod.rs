//! Credentials: what the user gives ([`Credential`]), which of them an operation asks for, how they travel, and how tokens are obtained and
//! kept ([`Grant`], [`TokenStore`]).
//!
//! **Invariant:** a credential is added to a request only after its origin was found to be one that the user or the document
//! named, and over plain HTTP only to this machine or by choice.

mod cell;
mod credential;
mod echo;
mod error;
mod grant;
mod held;
#[cfg(feature = "hmac")]
mod hmac;
mod oauth;
mod select;
mod signer;
mod store;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use cell::TokenCell;
pub use credential::Credential;
pub(crate) use echo::{known_of, without_secrets};
pub use error::AuthError;
pub(crate) use error::Class;
pub use grant::Grant;
pub(crate) use held::{Held, Place};
#[cfg(feature = "hmac")]
pub use hmac::{Encoding, HmacSigner, Part};
#[cfg(feature = "loopback")]
pub use oauth::Loopback;
#[cfg(feature = "authorization-code")]
pub use oauth::{Authorization, PendingAuthorization};
pub use oauth::{Device, OAuth};
pub(crate) use select::{Uses, add_cookie, is_held, select};
pub use signer::{Signature, Signer, Unsigned};
#[cfg(feature = "token-file")]
pub use store::FileTokenStore;
pub use store::{Lease, MemoryTokenStore, Stored, TokenStore, Version};
pub use token::{Token, TokenSource};
