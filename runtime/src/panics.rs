//! Panics in the user's code: each fails the call that ran the code, and nothing else.
//!
//! Everything that a user gives to a client is called through one of the functions here: token sources, signers, stores, transports,
//! backends, hooks, callbacks and bodies. A panic becomes an error that says whose code it was. Where a panic has to pass through code that
//! returns no error, [`named`] gives it its name and the caller catches it.
//!
//! **Invariant:** a future that has panicked is not polled again, and what it left behind is dropped.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};

use crate::error::{Failure, Kind};
use crate::operation::Operation;
use crate::redact::CUT;

/// How many bytes of a panic's message are kept.
const LONGEST: usize = 200;

/// From how many bytes on a word with letters and digits is taken for a secret.
const SECRET: usize = 16;

/// A panic of the user's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panicked {
    code: &'static str,
    message: String,
}

impl Panicked {
    fn new(code: &'static str, payload: Box<dyn Any + Send>) -> Self {
        let payload = match payload.downcast::<Self>() {
            Ok(inner) => return *inner,
            Err(payload) => payload,
        };
        let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        // What somebody's `Drop` does there is no more the call's than the panic was.
        let message = redacted(text.unwrap_or("no message"));
        let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
        Self { code, message }
    }

    /// Finds a panic among an error and its causes.
    pub(crate) fn find<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref).and_then(|inner| inner.downcast_ref());
            if let Some(panicked) = error.downcast_ref().or(inner) {
                return Some(panicked);
            }
            next = error.source();
        }
        None
    }

    /// Makes the error of a call that was not sent, or has ended well.
    pub(crate) fn failure(self, op: &'static Operation) -> Box<Failure> {
        Failure::new(op, Kind::Panicked, self.to_string()).with_source(self)
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} panicked: {}", self.code, self.message)
    }
}

impl StdError for Panicked {}

/// Takes out of a message what may be a token or a key, and what would make it more than a line.
fn redacted(message: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+=_-.~".contains(c);
    let may_be_secret = |word: &str| {
        word.len() >= SECRET && word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| c.is_ascii_alphabetic())
    };
    let mut out = String::new();
    let mut rest = message;
    while let Some(first) = rest.chars().next() {
        let word = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let length = if word.is_empty() { first.len_utf8() } else { word.len() };
        match word {
            "" => out.push(if first.is_control() { ' ' } else { first }),
            word if may_be_secret(word) => out.push_str("[redacted]"),
            word => out.push_str(word),
        }
        rest = &rest[length..];
        if out.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|at| out.is_char_boundary(*at)).unwrap_or_default();
            out.truncate(end);
            out.push_str(CUT);
            break;
        }
    }
    out
}

/// Calls the user's code.
pub(crate) fn guarded<T>(code: &'static str, run: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| Panicked::new(code, payload))
}

/// Calls the user's code where a panic has to go on: it gets a name on its way.
pub(crate) fn named<T>(code: &'static str, run: impl FnOnce() -> T) -> T {
    guarded(code, run).unwrap_or_else(|panicked| resume_unwind(Box::new(panicked)))
}

/// Waits for a future of the user's code.
pub(crate) async fn awaited<F: Future>(code: &'static str, future: F) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    std::future::poll_fn(|cx| {
        let future: Pin<&mut F> = future.as_mut();
        match guarded(code, || future.poll(cx)) {
            Ok(poll) => poll.map(Ok),
            Err(panicked) => std::task::Poll::Ready(Err(panicked)),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        guarded("hook", || std::panic::resume_unwind(Box::new(text.to_owned()))).map(|()| String::new()).unwrap_or_else(|it| it.to_string())
    }

    #[test]
    fn a_panic_says_whose_it_was_and_shows_nothing_that_may_be_secret() {
        assert_eq!(message("index 3 is out of bounds"), "the hook panicked: index 3 is out of bounds");
        assert_eq!(message("bad token sk_live_4eC39HqLyjWD, sorry"), "the hook panicked: bad token [redacted], sorry");
        assert_eq!(
            message("key=\"abcdefghijklmno1\""),
            "the hook panicked: [redacted]\"abcdefghijklmno1\"".replace("[redacted]\"abcdefghijklmno1\"", "key=\"[redacted]\"")
        );
        // 15 bytes, and words without digits.
        assert_eq!(message("abcdefghijklmn1 internationalization"), "the hook panicked: abcdefghijklmn1 internationalization");
        assert_eq!(message("a\nb\u{1b}c"), "the hook panicked: a b c");
        assert_eq!(message(&"\u{fc} ".repeat(200)).len(), "the hook panicked: ".len() + 200 + 3);
    }

    #[test]
    fn a_payload_that_is_no_text_has_no_message() {
        let panicked: Result<(), _> = guarded("hook", || std::panic::resume_unwind(Box::new(7)));
        let panicked = panicked.expect_err("it panics");
        assert_eq!(panicked.to_string(), "the hook panicked: no message");
    }

    #[test]
    fn the_name_that_a_panic_got_first_stays() {
        let inner = || named("signer", || std::panic::resume_unwind(Box::new("x")));
        let panicked: Result<(), _> = guarded("hook", inner);
        assert_eq!(panicked.expect_err("it panics").to_string(), "the signer panicked: x");
    }

    #[test]
    fn a_panic_is_found_among_causes() {
        let panicked = Panicked { code: "hook", message: "x".to_owned() };
        let inner = io::Error::other(panicked.clone());
        assert_eq!(Panicked::find(&inner), Some(&panicked));
        let outer = crate::transport::TransportError::new(crate::transport::TransportErrorKind::Broken, inner);
        assert_eq!(Panicked::find(&outer), Some(&panicked));
        assert_eq!(Panicked::find(&io::Error::other("x")), None);
    }
}
