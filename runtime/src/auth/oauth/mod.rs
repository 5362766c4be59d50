//! OAuth 2.0: how tokens are obtained.
//!
//! **Invariants:** what may be used once, a code or a rotated refresh token, is never sent a second time by chance; a new refresh token is
//! in the store before the access token beside it is used; a refused client is not tried again.

mod app;
mod endpoint;
mod metadata;
mod obtain;
mod wire;

pub(super) use app::{App, GrantKind, Settings};
pub(super) use obtain::{adopt, obtain};
pub(super) use wire::Wire;
