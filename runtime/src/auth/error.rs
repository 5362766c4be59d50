//! Why a token could not be obtained.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::panics::Panicked;
use crate::transport::BoxError;

/// A token could not be obtained. Neither `Display` nor `Debug` shows a secret, nor text that a server chose: of an answer of an OAuth
/// server they show the status and the error code, where it is one of the standards.
#[derive(Clone, Debug)]
pub struct AuthError {
    message: String,
    source: Option<Shared>,
    code: Option<&'static str>,
    class: Class,
    pub(super) hint: Option<Duration>,
}

/// Whether trying again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// No.
    Final,
    /// Yes: nothing has happened.
    Unharmed,
    /// The server may have acted; so what may be used once must be taken for used.
    Unknown,
}

/// An error that several callers are told.
#[derive(Clone, Debug)]
struct Shared(Arc<dyn StdError + Send + Sync>);

impl AuthError {
    pub(crate) fn last(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None, code: None, class: Class::Final, hint: None }
    }

    pub(crate) fn transient(message: impl Into<String>) -> Self {
        Self { class: Class::Unharmed, ..Self::last(message) }
    }

    pub(super) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(Shared(Arc::from(source.into())));
        self
    }

    pub(super) fn with_class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    pub(super) fn with_code(mut self, code: Option<&'static str>) -> Self {
        self.code = code;
        self
    }

    /// Says that what was asked may be asked again, whatever became of it.
    pub(super) fn harmless(mut self) -> Self {
        if self.class == Class::Unknown {
            self.class = Class::Unharmed;
        }
        self
    }

    pub(crate) fn class(&self) -> Class {
        self.class
    }

    pub(crate) fn hint(&self) -> Option<Duration> {
        self.hint
    }

    /// Returns the error code of the OAuth server, such as `invalid_grant`; `None` where it gave none of the standards (RFC 6749, RFC
    /// 8628, RFC 8707, OpenID Connect Core).
    pub fn code(&self) -> Option<&'static str> {
        self.code
    }

    /// Returns whether the user, or the server in the user's name, said no.
    pub fn is_denied(&self) -> bool {
        self.code == Some("access_denied")
    }

    /// Returns whether the grant is of no use any more, so that the user has to authorize anew.
    pub fn is_grant_refused(&self) -> bool {
        self.code == Some("invalid_grant")
    }

    /// Returns whether the client's identifier or secret is wrong, or the client may not do this.
    pub fn is_client_refused(&self) -> bool {
        matches!(self.code, Some("invalid_client" | "unauthorized_client"))
    }

    /// Returns whether trying again later may help.
    pub fn is_transient(&self) -> bool {
        self.class != Class::Final
    }

    /// Turns into the source of a call's error, which has the message already.
    pub(crate) fn into_cause(self) -> Option<BoxError> {
        self.source.map(Into::into)
    }

    /// Creates the error of a panic in the user's code.
    pub(crate) fn panic(panicked: Panicked) -> Self {
        Self::last(panicked.to_string()).with_source(panicked)
    }

    /// Returns the panic that caused the error, if any.
    pub(crate) fn panicked(&self) -> Option<&Panicked> {
        self.source.as_ref().and_then(|Shared(source)| Panicked::find(&**source))
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Shared {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_a_server_answers_its_own_question() {
        let asked = |code: Option<&'static str>| {
            let error = AuthError::last("refused").with_code(code);
            (error.code(), [error.is_denied(), error.is_grant_refused(), error.is_client_refused()])
        };
        for (code, expect) in [
            (Some("access_denied"), [true, false, false]),
            (Some("invalid_grant"), [false, true, false]),
            (Some("invalid_client"), [false, false, true]),
            (Some("unauthorized_client"), [false, false, true]),
            (Some("invalid_scope"), [false, false, false]),
            (None, [false, false, false]),
        ] {
            assert_eq!(asked(code), (code, expect));
        }
    }

    #[test]
    fn only_errors_that_may_pass_are_transient_and_a_harmless_one_may_be_repeated() {
        assert!(!AuthError::last("wrong").is_transient());
        assert_eq!(AuthError::transient("busy").class(), Class::Unharmed);
        assert!(AuthError::transient("busy").is_transient());
        assert!(AuthError::last("lost").with_class(Class::Unknown).is_transient());
        assert_eq!(AuthError::last("lost").with_class(Class::Unknown).harmless().class(), Class::Unharmed);
        assert_eq!(AuthError::last("wrong").harmless().class(), Class::Final);
    }

    #[test]
    fn the_source_is_in_the_chain_and_has_its_text() {
        let error = AuthError::last("the token source failed").with_source("the vault is sealed");
        assert_eq!(error.to_string(), "the token source failed");
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("the vault is sealed"));
        assert_eq!(error.into_cause().map(|cause| cause.to_string()).as_deref(), Some("the vault is sealed"));
        assert!(AuthError::last("wrong").source().is_none());
    }
}
