//! What a program asks a user for: the handle of the flows, and what they share.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::app::App;
use super::endpoint::{Form, grant};
use super::metadata::Endpoint;
use super::wire::Wire;
use crate::auth::{AuthError, Class, Grant, Held, TokenCell};
use crate::client::{BuildError, Client};

/// The OAuth client of a security scheme, as which a program asks a user to authorize it. What is granted goes into the credential's store
/// and is used by the calls of the client, and of all that share it, from then on.
///
/// ```no_run
/// # async fn authorize(client: turnbuckle_runtime::Client) -> Result<(), turnbuckle_runtime::auth::AuthError> {
/// let device = client.oauth("oauth")?.device().await?;
/// println!("Go to {} and enter {}.", device.verification_uri(), device.user_code());
/// device.wait().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct OAuth {
    client: Client,
    scheme: &'static str,
}

impl Client {
    /// Returns the OAuth client of a security scheme, by the scheme's name in the document.
    ///
    /// # Errors
    ///
    /// Returns an error where the client was given no OAuth credential for the scheme.
    pub fn oauth(&self, scheme: &str) -> Result<OAuth, BuildError> {
        let found = self.inner().settings.api.schemes.iter().find(|known| known.name == scheme);
        let name = found
            .map(|found| found.name)
            .filter(|name| matches!(self.inner().held(name), Some(Held::Token(_, cell)) if cell.app().is_some()));
        let message =
            || format!("there is no OAuth client for a security scheme `{scheme}`: set one with `credential`, as of `Credential::oauth`");
        Ok(OAuth { client: self.clone(), scheme: name.ok_or_else(|| BuildError::new(message()))? })
    }
}

impl From<BuildError> for AuthError {
    fn from(error: BuildError) -> Self {
        Self::last(error.to_string()).with_source(error)
    }
}

impl OAuth {
    /// Returns the key under which a store has the grant.
    pub fn key(&self) -> Result<&str, AuthError> {
        Ok(&self.cell()?.1.key)
    }

    /// Takes a grant that was obtained in another way, and saves it.
    ///
    /// # Errors
    ///
    /// Returns an error where the store does not take it.
    pub async fn adopt(&self, grant: &Grant) -> Result<(), AuthError> {
        let (cell, _, header) = self.parts()?;
        cell.adopt(header, grant, &*self.client.inner().clock).await
    }

    /// Forgets what is granted, so that the user is asked anew: a disconnected account.
    ///
    /// # Errors
    ///
    /// Returns an error where the store does not take it.
    pub async fn forget(&self) -> Result<(), AuthError> {
        self.adopt(&Grant::default()).await
    }

    pub(super) fn cell(&self) -> Result<(&TokenCell, &Arc<App>), AuthError> {
        let (cell, app, _) = self.parts()?;
        Ok((cell, app))
    }

    fn parts(&self) -> Result<(&TokenCell, &Arc<App>, &'static str), AuthError> {
        match self.client.inner().held(self.scheme) {
            Some(Held::Token(header, cell)) => cell.app().map(|app| (&**cell, app, *header)),
            _ => None,
        }
        .ok_or_else(|| AuthError::last("the credential is no OAuth client"))
    }

    pub(super) fn wire(&self) -> Wire {
        Wire::of(self.client.inner())
    }

    /// Asks an endpoint, again where nothing can have happened, as often as the client's policy has it.
    pub(super) async fn ask(&self, endpoint: Endpoint, form: impl Fn() -> Form) -> Result<Value, AuthError> {
        let (app, wire, inner) = (self.cell()?.1, self.wire(), self.client.inner());
        let mut made = 1;
        loop {
            let error = match app.ask(endpoint, form(), &wire).await {
                Err(error) if error.class() == Class::Unharmed && made < inner.settings.retry.attempts => error,
                result => return result,
            };
            let Some(delay) = inner.settings.retry.delay(made, error.hint(), &*wire.clock) else { return Err(error) };
            wire.clock.sleep(delay).await;
            made += 1;
        }
    }

    /// Reads a grant and takes it.
    pub(super) async fn granted(&self, answer: &Value) -> Result<Grant, AuthError> {
        let grant = grant(answer, &self.cell()?.1.settings.scopes, None, self.client.inner().clock.wall())?;
        self.adopt(&grant).await?;
        Ok(grant)
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}
