//! What the API clients written by turnbuckle share: transport, auth, pagination and retries.

pub mod model;
pub mod operation;

pub use serde;
