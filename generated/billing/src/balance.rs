//! Operations tagged `balance`.

use turnbuckle_runtime::{Call, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Balance, ErrorResponse};
use super::Client;

/// What is yours.
///
/// Obtain one with [`Client::balance`].
#[derive(Clone, Copy, Debug)]
pub struct BalanceApi<'c>(pub(crate) &'c Client);

impl<'c> BalanceApi<'c> {
    /// Get the balance
    ///
    /// Returns what came in less what went back, by currency.
    ///
    /// `GET /balance`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self) -> Call<'c, Balance, ErrorResponse> {
        self.0.inner.call(&GET_BALANCE)
    }
}

static GET_BALANCE: Operation = Operation::new("getBalance", "GET", "/balance")
    .accept("application/json")
    .errors(&[(operation::Status::Code(401), 0), (operation::Status::Code(429), 0)]);
