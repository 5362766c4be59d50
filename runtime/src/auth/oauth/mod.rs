//! OAuth 2.0: how tokens are obtained.
//!
//! **Invariants:** what may be used once, a code or a rotated refresh token, is never sent a second time by chance; a new refresh token is
//! in the store before the access token beside it is used; a refused client is not tried again.

mod app;
#[cfg(feature = "authorization-code")]
mod code;
mod device;
mod endpoint;
mod flow;
#[cfg(feature = "loopback")]
mod loopback;
mod metadata;
mod obtain;
mod wire;

#[cfg(feature = "authorization-code")]
pub use code::{Authorization, PendingAuthorization};
pub use device::Device;
pub use flow::OAuth;
#[cfg(feature = "loopback")]
pub use loopback::Loopback;

pub(super) use app::{App, GrantKind, Settings};
pub(super) use obtain::{adopt, obtain};
pub(super) use wire::Wire;
