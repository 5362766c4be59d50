//! Operations tagged `plan`.

use turnbuckle_runtime::{Call, Download};
use turnbuckle_runtime::operation::Operation;

use super::models::GetPlanResponse;
use super::Client;

/// Operations tagged `plan`.
///
/// Obtain one with [`Client::plan`].
#[derive(Clone, Copy, Debug)]
pub struct Plan<'c>(pub(crate) &'c Client);

impl<'c> Plan<'c> {
    /// Returns the harbour's plan.
    ///
    /// `GET /plan`
    #[inline]
    pub fn get(&self) -> Call<'c, GetPlanResponse> {
        self.0.inner.call(&GET_PLAN)
    }

    /// Returns the harbour's plan.
    ///
    /// `GET /plan`
    ///
    /// Asks for the answer as `image/png`.
    #[inline]
    pub fn get_as_binary(&self) -> Call<'c, Download> {
        self.0.inner.call(&GET_PLAN).accept("image/png")
    }
}

static GET_PLAN: Operation = Operation::new("GET /plan", "GET", "/plan")
    .accept("application/json");
