//! The device authorization grant (RFC 8628): the user authorizes on another device.

use std::fmt;
use std::time::Duration;

use super::endpoint::{Form, seconds};
use super::flow::OAuth;
use super::metadata::Endpoint;
use crate::Secret;
use crate::auth::{AuthError, Grant};

/// Section 3.2: how long to wait between two questions where the server does not say.
const INTERVAL: Duration = Duration::from_secs(5);
/// The minimum wait between two polls. With `0` from the server, a client would poll without a pause.
const SHORTEST: Duration = Duration::from_secs(1);
/// Section 3.5: how much longer after `slow_down`.
const SLOWER: Duration = Duration::from_secs(5);
/// The longest wait after connections that failed.
const SLOWEST: Duration = Duration::from_secs(60);
/// How long a code is good where the server does not say, though it must (section 3.2).
const LIFE: Duration = Duration::from_secs(900);

/// A device that waits for its user's word. Show [`verification_uri`](Self::verification_uri) and [`user_code`](Self::user_code), then
/// [`wait`](Self::wait). `Debug` shows no code.
pub struct Device {
    oauth: OAuth,
    code: Secret,
    user_code: String,
    uri: String,
    uri_with_code: Option<String>,
    interval: Duration,
    /// By the client's clock.
    expires_at: Duration,
}

impl OAuth {
    /// Asks for a code that the user enters on another device (RFC 8628, section 3.1).
    ///
    /// # Errors
    ///
    /// Returns an error where the server gives no code.
    pub async fn device(&self) -> Result<Device, AuthError> {
        let (_, app) = self.cell()?;
        let form = || {
            let mut form = Form::default();
            // Section 3.1: every client names itself; one with a secret in the body does so there.
            if app.settings.secret.is_some() && !app.settings.in_body {
                form.push("client_id", &app.settings.id);
            }
            form.push_scopes(&app.settings.scopes);
            form
        };
        let answer = self.ask(Endpoint::Device, form).await?;
        let text = |key: &str| answer[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let missing = || AuthError::last("the device authorization endpoint's answer holds no code, or no URL for the user");
        Ok(Device {
            code: text("device_code").map(Secret::from).ok_or_else(missing)?,
            user_code: text("user_code").ok_or_else(missing)?,
            // A draft of the standard had the second name, and some servers keep it.
            uri: text("verification_uri").or_else(|| text("verification_url")).ok_or_else(missing)?,
            uri_with_code: text("verification_uri_complete"),
            interval: seconds(&answer["interval"]).unwrap_or(INTERVAL).max(SHORTEST),
            expires_at: self.wire().clock.now().saturating_add(seconds(&answer["expires_in"]).unwrap_or(LIFE)),
            oauth: self.clone(),
        })
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // All other text comes from the server and may repeat a secret.
        f.debug_struct("Device").field("oauth", &self.oauth).finish_non_exhaustive()
    }
}

impl Device {
    /// Returns the code that the user enters.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns where the user enters the code.
    pub fn verification_uri(&self) -> &str {
        &self.uri
    }

    /// Returns a URL that holds the code, such as for a QR code; `None` where the server gives none.
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.uri_with_code.as_deref()
    }

    /// Waits until the user has decided, and takes what is granted.
    ///
    /// # Errors
    ///
    /// Returns an error where the user says no ([`is_denied`](AuthError::is_denied)) or lets the time pass (`expired_token`).
    pub async fn wait(&self) -> Result<Grant, AuthError> {
        let (_, app) = self.oauth.cell()?;
        let wire = self.oauth.wire();
        let mut interval = self.interval;
        loop {
            if wire.clock.now().saturating_add(interval) >= self.expires_at {
                return Err(AuthError::last("the user did not authorize in time (expired_token)").with_code(Some("expired_token")));
            }
            wire.clock.sleep(interval).await;
            let mut form = Form::grant_type("urn:ietf:params:oauth:grant-type:device_code");
            form.push("device_code", self.code.expose());
            if app.settings.secret.is_some() && !app.settings.in_body {
                form.push("client_id", &app.settings.id);
            }
            let error = match app.ask(Endpoint::Token, form, &wire).await {
                Ok(answer) => return self.oauth.granted(&answer).await,
                Err(error) => error,
            };
            match error.code() {
                Some("authorization_pending") => {}
                Some("slow_down") => interval += SLOWER,
                // Section 3.5: a connection that failed is a reason to ask less often.
                _ if error.is_transient() => interval = (interval * 2).min(SLOWEST).max(interval).max(error.hint().unwrap_or_default()),
                _ => return Err(error),
            }
        }
    }
}
