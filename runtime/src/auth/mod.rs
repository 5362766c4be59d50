//! Credentials: what the user gives ([`Credential`]), which of them an operation asks for, and how they travel.
//!
//! **Invariant:** a credential is added to a request only after its origin was found to be one that the user or the document
//! named, and over plain HTTP only to this machine or by choice.

mod client_credentials;
mod credential;
mod held;
mod select;
mod token;

pub use credential::Credential;
pub(crate) use held::Held;
pub(crate) use select::{Uses, add_cookie, is_held, select};
pub use token::{Token, TokenSource};
pub(crate) use token::{TokenCell, TokenError};
