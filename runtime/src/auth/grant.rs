//! What an OAuth server grants, as it is kept.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::Secret;

/// What an OAuth server has granted: an access token, the refresh token that obtains the next one, and until when and for what the access
/// token is good. `Debug` shows no token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// The access token; empty where only a refresh token is known.
    pub access_token: Secret,
    /// The refresh token, where there is one.
    pub refresh_token: Option<Secret>,
    /// When the access token expires; `None` where the server did not say.
    pub expires_at: Option<SystemTime>,
    /// The scopes, where the server said which, else those asked for.
    pub scopes: Vec<String>,
    /// The ID token of OpenID Connect, as it came: its signature is not verified. It is not kept in a store.
    pub id_token: Option<Secret>,
}

impl Grant {
    /// Makes a grant of an access token alone.
    pub fn access(token: impl Into<Secret>) -> Self {
        Self { access_token: token.into(), ..Self::default() }
    }

    /// Makes a grant of a refresh token alone, with which the first call obtains an access token.
    pub fn refresh(token: impl Into<Secret>) -> Self {
        Self { refresh_token: Some(token.into()), ..Self::default() }
    }

    /// Returns whether the access token is good at a moment.
    pub fn is_good_at(&self, moment: SystemTime) -> bool {
        !self.access_token.is_empty() && self.expires_at.is_none_or(|end| moment < end)
    }

    /// Returns how long the access token is good from a moment on; `None` where that is not known.
    pub(crate) fn life_from(&self, moment: SystemTime) -> Option<Duration> {
        Some(self.expires_at?.duration_since(moment).unwrap_or_default())
    }

    /// Writes the grant as JSON, for a store. The text holds the tokens.
    pub fn to_json(&self) -> Secret {
        let mut object = Map::new();
        object.insert("access_token".to_owned(), self.access_token.expose().into());
        if let Some(token) = &self.refresh_token {
            object.insert("refresh_token".to_owned(), token.expose().into());
        }
        if let Some(end) = self.expires_at {
            // Milliseconds, for what is known of a token's life is seconds.
            let since = end.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            object.insert("expires_at_ms".to_owned(), u64::try_from(since).unwrap_or(u64::MAX).into());
        }
        object.insert("scopes".to_owned(), self.scopes.clone().into());
        Secret::from(Value::Object(object).to_string())
    }

    /// Reads what [`to_json`](Self::to_json) wrote; `None` for anything else.
    pub fn from_json(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let text = |key: &str| value[key].as_str().map(Secret::from);
        let end = match &value["expires_at_ms"] {
            Value::Null => None,
            millis => Some(UNIX_EPOCH.checked_add(Duration::from_millis(millis.as_u64()?))?),
        };
        let scopes = value["scopes"].as_array().into_iter().flatten();
        Some(Self {
            access_token: text("access_token")?,
            refresh_token: text("refresh_token"),
            expires_at: end,
            scopes: scopes.filter_map(|scope| scope.as_str().map(str::to_owned)).collect(),
            id_token: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    #[test]
    fn a_grant_of_one_token_has_that_token_alone() {
        let access = Grant::access("a");
        assert_eq!((access.access_token.expose(), access.refresh_token), ("a", None));
        let refresh = Grant::refresh("r");
        assert_eq!((refresh.access_token.expose(), refresh.refresh_token), ("", Some(Secret::from("r"))));
    }

    #[test]
    fn an_access_token_is_good_until_its_end_and_without_one_for_ever() {
        let end = UNIX_EPOCH + HOUR;
        let grant = Grant { expires_at: Some(end), ..Grant::access("a") };
        assert!(grant.is_good_at(end - Duration::from_millis(1)) && !grant.is_good_at(end));
        assert_eq!((grant.life_from(UNIX_EPOCH), grant.life_from(end + HOUR)), (Some(HOUR), Some(Duration::ZERO)));
        assert!(Grant::access("a").is_good_at(end) && Grant::access("a").life_from(end).is_none());
        assert!(!Grant::refresh("r").is_good_at(UNIX_EPOCH));
    }

    #[test]
    fn a_grant_is_read_as_it_was_written_but_for_the_id_token() {
        let whole = Grant {
            access_token: Secret::from("a"),
            refresh_token: Some(Secret::from("r")),
            expires_at: Some(UNIX_EPOCH + Duration::from_millis(1_234)),
            scopes: vec!["read".to_owned(), "write".to_owned()],
            id_token: Some(Secret::from("i")),
        };
        let read = Grant::from_json(whole.to_json().expose());
        assert_eq!(read, Some(Grant { id_token: None, ..whole }));
        assert_eq!(Grant::from_json(Grant::access("a").to_json().expose()), Some(Grant::access("a")));
    }

    #[test]
    fn other_text_is_not_a_grant() {
        for text in ["", "[]", "{}", r#"{"access_token":1}"#, r#"{"access_token":"a","expires_at_ms":"soon"}"#] {
            assert_eq!(Grant::from_json(text), None, "{text}");
        }
    }
}
