//! A place in a list that can be saved.

use std::fmt;
use std::str::FromStr;

use crate::operation::{NextPage, ParamLocation};
use crate::request::{PageValue, Request};

/// A place in a list. It is saved as text (`to_string`) and read back with `parse`. It may hold what the server put into a cursor or
/// URL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    pub(super) page: Page,
    skip: usize,
}

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Page {
    First,
    Text(String),
    Number(u64),
    Url(String),
}

/// A text that is no position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsePositionError(());

impl fmt::Display for ParsePositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a position in a list")
    }
}

impl std::error::Error for ParsePositionError {}

impl Position {
    pub(super) fn new(page: Page) -> Self {
        Self { page, skip: 0 }
    }

    pub(super) fn with_skip(mut self, skip: usize) -> Self {
        self.skip = skip;
        self
    }

    /// Makes a request ask for this page.
    pub(crate) fn apply(&self, request: &mut Request) {
        request.options.skip_items = self.skip;
        request.options.resumed = Some(Box::new(self.clone()));
        request.place(&self.page);
    }
}

impl Request {
    pub(super) fn place(&mut self, page: &Page) {
        let value = match page {
            Page::First => return,
            Page::Url(url) => {
                self.url = Some(url.clone());
                return;
            }
            Page::Text(text) => PageValue::Text(text),
            Page::Number(number) => PageValue::Number(*number),
        };
        if let Some((location, name)) = self.op.pages.and_then(|pages| param(pages.next)) {
            self.set_page_param(location, name, value);
        }
    }
}

/// Returns the parameter that asks for a page.
pub(super) fn param(next: NextPage) -> Option<(ParamLocation, &'static str)> {
    match next {
        NextPage::Cursor { param, location, .. }
        | NextPage::LastId { param, location, .. }
        | NextPage::Offset { param, location, .. }
        | NextPage::Page { param, location, .. } => Some((location, param)),
        NextPage::Url { .. } | NextPage::Link | NextPage::Header { .. } => None,
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.page {
            Page::First => write!(f, "{}:first", self.skip),
            Page::Text(text) => write!(f, "{}:text:{text}", self.skip),
            Page::Number(number) => write!(f, "{}:number:{number}", self.skip),
            Page::Url(url) => write!(f, "{}:url:{url}", self.skip),
        }
    }
}

impl FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, ParsePositionError> {
        let error = ParsePositionError(());
        let (skip, page) = text.split_once(':').ok_or_else(|| error.clone())?;
        let skip = skip.parse().map_err(|_| error.clone())?;
        let page = match page.split_once(':') {
            None if page == "first" => Page::First,
            Some(("text", text)) => Page::Text(text.to_owned()),
            Some(("url", url)) => Page::Url(url.to_owned()),
            Some(("number", number)) => Page::Number(number.parse().map_err(|_| error)?),
            _ => return Err(error),
        };
        Ok(Self { page, skip })
    }
}
