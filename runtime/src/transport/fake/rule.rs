//! Which requests a fake answers how.

use std::fmt;
use std::sync::Arc;

use super::{FakeAnswer, FakeRequest};

/// What a rule of a [`Fake`](super::Fake) answers: a [`FakeAnswer`], or a closure that makes one of the request.
pub trait Answering: Send + Sync + 'static {
    /// Makes the answer to a request.
    fn answer(&self, request: &FakeRequest) -> FakeAnswer;
}

impl Answering for FakeAnswer {
    fn answer(&self, _: &FakeRequest) -> FakeAnswer {
        self.clone()
    }
}

impl<F: Fn(&FakeRequest) -> FakeAnswer + Send + Sync + 'static> Answering for F {
    fn answer(&self, request: &FakeRequest) -> FakeAnswer {
        self(request)
    }
}

/// A condition and an answer.
pub(super) struct Rule {
    fits: Fits,
    answer: Arc<dyn Answering>,
    /// How many requests it answers; `None` for all.
    left: Option<usize>,
}

enum Fits {
    Route { method: String, path: String },
    Condition(Box<dyn Fn(&FakeRequest) -> bool + Send + Sync>),
}

impl Rule {
    pub(super) fn route(method: &str, path: &str, answer: impl Answering) -> Self {
        Self { fits: Fits::Route { method: method.to_owned(), path: path.to_owned() }, answer: Arc::new(answer), left: None }
    }

    pub(super) fn condition(fits: impl Fn(&FakeRequest) -> bool + Send + Sync + 'static, answer: impl Answering) -> Self {
        Self { fits: Fits::Condition(Box::new(fits)), answer: Arc::new(answer), left: None }
    }

    pub(super) fn once(mut self) -> Self {
        self.left = Some(1);
        self
    }

    /// Returns whether the rule is to answer a request that has not come.
    pub(super) fn is_waiting(&self) -> bool {
        self.left.is_some_and(|left| left > 0)
    }

    /// Returns what answers a request; `None` where the rule does not fit it.
    pub(super) fn take(&mut self, request: &FakeRequest) -> Option<Arc<dyn Answering>> {
        let fits = self.left != Some(0)
            && match &self.fits {
                Fits::Route { method, path } => request.is(method, path),
                Fits::Condition(fits) => fits(request),
            };
        if !fits {
            return None;
        }
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
        Some(Arc::clone(&self.answer))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fits {
            Fits::Route { method, path } => write!(f, "{method} {path}"),
            Fits::Condition(_) => f.write_str("a condition"),
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
