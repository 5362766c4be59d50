//! Obtains the next access token, among all who share the grant.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::app::{App, GrantKind};
use super::endpoint::{Form, grant};
use super::metadata::Endpoint;
use super::wire::Wire;
use crate::Secret;
use crate::auth::{AuthError, Grant, Lease, Stored, TokenStore, Version};
use crate::transport::BoxError;

/// How often is looked whether another process has obtained the token.
const POLL: Duration = Duration::from_millis(100);
/// How much longer than a request a lease lasts, and is waited for.
const GRACE: Duration = Duration::from_secs(10);
/// How often another's write is followed before giving up.
const ROUNDS: u32 = 4;

/// Returns a grant whose access token is good and another than `old`.
///
/// Several processes go through this at once: one that finds the lease taken waits for what its holder stores. Where the lease does not
/// come free, or there is none, both ask the server, and the later write yields to the earlier.
pub(crate) async fn obtain(app: Arc<App>, wire: Wire, old: Option<Secret>) -> Result<Grant, AuthError> {
    if let Some(grant) = app.save_again(old.as_ref(), &wire).await?
        && is_next(&grant, old.as_ref(), &wire)
    {
        return Ok(grant);
    }
    let Some(store) = app.settings.store.clone() else {
        let current = Current { grant: app.state().grant.clone(), version: Version::ABSENT };
        return app.next(current, old.as_ref(), &wire).await;
    };
    let life = wire.timeout.saturating_add(GRACE);
    let mut waited = Duration::ZERO;
    let lease = loop {
        let current = app.current().await?;
        if let Some(grant) = current.grant.filter(|grant| is_next(grant, old.as_ref(), &wire)) {
            return Ok(app.keep(grant));
        }
        match store.try_lock(&app.key, life).await {
            Ok(Some(lease)) => break Some(lease),
            Ok(None) if waited < life => {
                wire.clock.sleep(POLL).await;
                waited += POLL;
            }
            // The lease only spares a request: without it, the versions keep order.
            Ok(None) | Err(_) => break None,
        }
    };
    let result = app.next_of_store(old.as_ref(), &wire).await;
    unlock(&*store, &app.key, lease).await;
    result
}

/// Takes a grant that a user has given, in place of what there was.
pub(crate) async fn adopt(app: &App, grant: Grant) -> Result<(), AuthError> {
    app.state().unsaved = None;
    if let Some(store) = &app.settings.store {
        let mut rounds = 0;
        loop {
            let version = store.load(&app.key).await.map_err(store_failed)?.map_or(Version::ABSENT, |stored| stored.version);
            if store.compare_and_swap(&app.key, version, &grant).await.map_err(store_failed)?.is_some() {
                break;
            }
            rounds += 1;
            if rounds == ROUNDS {
                return Err(AuthError::transient("others keep writing to the token store"));
            }
        }
    }
    app.keep(grant);
    Ok(())
}

async fn unlock(store: &dyn TokenStore, key: &str, lease: Option<Lease>) {
    if let Some(lease) = lease {
        // It ends by itself where this fails.
        let _ = store.unlock(key, lease).await;
    }
}

/// Returns whether a grant has an access token that is good and another than the old.
fn is_next(grant: &Grant, old: Option<&Secret>, wire: &Wire) -> bool {
    grant.is_good_at(wire.clock.wall()) && old != Some(&grant.access_token)
}

fn store_failed(error: BoxError) -> AuthError {
    AuthError::transient("the token store failed").with_source(error)
}

/// What is known to be granted.
struct Current {
    grant: Option<Grant>,
    version: Version,
}

impl App {
    /// Reads what is granted from the store, else what the user gave.
    async fn current(&self) -> Result<Current, AuthError> {
        let Some(store) = &self.settings.store else { return Ok(Current { grant: self.state().grant.clone(), version: Version::ABSENT }) };
        match store.load(&self.key).await {
            Ok(Some(Stored { grant, version })) => Ok(Current { grant: Some(grant), version }),
            Ok(None) => Ok(Current { grant: self.settings.seed.clone(), version: Version::ABSENT }),
            // A client by its own secret needs no store, it only shares what it obtains.
            Err(_) if self.settings.kind == GrantKind::ClientCredentials => Ok(Current { grant: None, version: Version::ABSENT }),
            Err(error) => Err(store_failed(error)),
        }
    }

    /// Reads the store, under the lease, and asks the server; where the server refuses what another has spent meanwhile, once more.
    async fn next_of_store(&self, old: Option<&Secret>, wire: &Wire) -> Result<Grant, AuthError> {
        let mut current = self.current().await?;
        for _ in 0..ROUNDS {
            if let Some(grant) = current.grant.clone().filter(|grant| is_next(grant, old, wire)) {
                return Ok(self.keep(grant));
            }
            let spent = current.grant.as_ref().and_then(|grant| grant.refresh_token.clone());
            let refused = match self.next(current, old, wire).await {
                Err(error) if error.is_grant_refused() => error,
                result => return result,
            };
            current = self.current().await?;
            if current.grant.as_ref().and_then(|grant| grant.refresh_token.as_ref()) == spent.as_ref() {
                // Nobody has put another in its place, but the user may have given one since it was stored.
                let seed = self.settings.seed.clone().filter(|seed| seed.refresh_token.is_some() && seed.refresh_token != spent);
                let Some(seed) = seed else { return Err(refused) };
                return self.next(Current { grant: Some(seed), ..current }, old, wire).await;
            }
        }
        Err(AuthError::transient("others keep writing to the token store"))
    }

    /// Asks the server, and saves what it grants.
    async fn next(&self, current: Current, old: Option<&Secret>, wire: &Wire) -> Result<Grant, AuthError> {
        if let Some(grant) = current.grant.as_ref().filter(|grant| is_next(grant, old, wire)) {
            return Ok(grant.clone());
        }
        let settings = &self.settings;
        let before = current.grant.as_ref();
        let answer = match settings.kind {
            GrantKind::ClientCredentials => {
                let mut form = Form::grant_type("client_credentials");
                form.push_scopes(&settings.scopes);
                // A second token does no harm.
                self.ask(Endpoint::Token, form, wire).await.map_err(AuthError::harmless)?
            }
            GrantKind::Refresh => {
                let token = before.and_then(|grant| grant.refresh_token.as_ref()).ok_or_else(|| {
                    AuthError::last("nothing is granted yet, or no more, and there is no refresh token: the user has to authorize")
                })?;
                self.refresh(token, wire).await?
            }
        };
        let next = grant(&answer, &settings.scopes, before, wire.clock.wall())?;
        let is_rotated = next.refresh_token.as_ref() != before.and_then(|grant| grant.refresh_token.as_ref());
        self.save(next, current.version, is_rotated, old, wire).await
    }

    /// Spends a refresh token, unless the server is known to refuse it.
    async fn refresh(&self, token: &Secret, wire: &Wire) -> Result<Value, AuthError> {
        if let Some((_, error)) = self.state().refused.as_ref().filter(|(refused, _)| refused == token) {
            return Err(error.clone());
        }
        let mut form = Form::grant_type("refresh_token");
        form.push("refresh_token", token.expose());
        let result = self.ask(Endpoint::Refresh, form, wire).await;
        if let Err(error) = result.as_ref()
            && error.is_grant_refused()
        {
            self.state().refused = Some((token.clone(), error.clone()));
        }
        result
    }

    /// Saves a grant before its access token is used. Another's write counts for more than this one: it was there first.
    async fn save(&self, next: Grant, version: Version, is_rotated: bool, old: Option<&Secret>, wire: &Wire) -> Result<Grant, AuthError> {
        let Some(store) = &self.settings.store else { return Ok(self.keep(next)) };
        let mut expected = version;
        for _ in 0..ROUNDS {
            match store.compare_and_swap(&self.key, expected, &next).await {
                Ok(Some(_)) => return Ok(self.keep(next)),
                Ok(None) => {}
                // What has not changed but for the access token may be lost.
                Err(_) if !is_rotated => return Ok(self.keep(next)),
                Err(error) => {
                    self.state().unsaved = Some((expected, next));
                    return Err(store_failed(error));
                }
            }
            match store.load(&self.key).await {
                Ok(Some(stored)) if is_next(&stored.grant, old, wire) => return Ok(self.keep(stored.grant)),
                Ok(Some(stored)) => expected = stored.version,
                Ok(None) => expected = Version::ABSENT,
                Err(error) => {
                    self.state().unsaved = Some((expected, next));
                    return Err(store_failed(error));
                }
            }
        }
        self.state().unsaved = Some((expected, next));
        Err(AuthError::transient("others keep writing to the token store"))
    }

    /// Saves what the store did not take the last time.
    async fn save_again(&self, old: Option<&Secret>, wire: &Wire) -> Result<Option<Grant>, AuthError> {
        let Some((version, grant)) = self.state().unsaved.take() else { return Ok(None) };
        self.save(grant, version, true, old, wire).await.map(Some)
    }

    fn keep(&self, grant: Grant) -> Grant {
        self.state().grant = Some(grant.clone());
        grant
    }
}
