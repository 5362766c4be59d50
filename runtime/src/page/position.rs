//! A place in a list that can be saved.

use std::fmt;
use std::str::FromStr;

use crate::encode::EncodeError;
use crate::operation::{NextPage, ParamLocation, PrevPage};
use crate::request::{PageValue, Request};

/// A place in a list. It is saved as text (`to_string`) and read back with `parse`. It may hold what the server put into a cursor or
/// URL, so `Debug` shows none of that.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Position {
    pub(super) page: Page,
    skip: usize,
    /// Whether the page is asked for by what leads backwards.
    back: bool,
    /// Whether the page is asked for by the operation's second way.
    fallback: bool,
}

/// Where a page is.
#[derive(Clone, PartialEq, Eq, Hash)]
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
    pub(super) fn new(page: Page, back: bool) -> Self {
        Self { page, skip: 0, back, fallback: false }
    }

    /// Makes a position that is asked for by an operation's second way.
    pub(super) fn by_fallback(number: u64) -> Self {
        Self { page: Page::Number(number), skip: 0, back: false, fallback: true }
    }

    pub(super) fn is_by_fallback(&self) -> bool {
        self.fallback
    }

    pub(super) fn with_skip(mut self, skip: usize) -> Self {
        self.skip = skip;
        self
    }

    /// Makes a request ask for this page.
    pub(crate) fn apply(&self, request: &mut Request) {
        request.options.skip_items = self.skip;
        request.options.resumed = Some(Box::new(self.clone()));
        request.place(self);
    }
}

impl Request {
    pub(super) fn place(&mut self, position: &Position) {
        if position.fallback {
            return self.place_by_fallback(position);
        }
        let value = match &position.page {
            Page::First => return,
            Page::Url(url) => {
                self.url = Some(url.clone());
                return;
            }
            Page::Text(text) => PageValue::Text(text),
            Page::Number(number) => PageValue::Number(*number),
        };
        let forwards = self.op.pages.and_then(|pages| param(pages.next));
        let backwards = self.op.prev_page.and_then(prev_param).filter(|_| position.back);
        if let (Some((location, name)), Some(back)) = (forwards, backwards)
            && back != (location, name)
        {
            self.drop_page_param(location, name);
        }
        if let Some((location, name)) = backwards.or(forwards) {
            self.set_page_param(location, name, value);
        }
    }

    fn place_by_fallback(&mut self, position: &Position) {
        let way = self.op.fallback.and_then(param);
        let (Some((location, name)), Page::Number(number)) = (way, &position.page) else {
            return self.fail(EncodeError::new("the position counts items or pages, and the operation has no parameter for that"));
        };
        if let Some((location, name)) = self.op.pages.and_then(|pages| param(pages.next)) {
            self.drop_page_param(location, name);
        }
        self.set_page_param(location, name, PageValue::Number(*number));
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

/// Returns the parameter that asks for the page before.
pub(super) fn prev_param(prev: PrevPage) -> Option<(ParamLocation, &'static str)> {
    match prev {
        PrevPage::Cursor { param, location, .. } | PrevPage::FirstId { param, location, .. } => Some((location, param)),
        PrevPage::Url { .. } | PrevPage::Link => None,
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = match (self.back, self.fallback) {
            (true, _) => "back:",
            (false, true) => "fallback:",
            (false, false) => "",
        };
        write!(f, "{}:{way}", self.skip)?;
        match &self.page {
            Page::First => f.write_str("first"),
            Page::Text(text) => write!(f, "text:{text}"),
            Page::Number(number) => write!(f, "number:{number}"),
            Page::Url(url) => write!(f, "url:{url}"),
        }
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = match self.page {
            Page::First => "first",
            Page::Text(_) => "text",
            Page::Number(_) => "number",
            Page::Url(_) => "url",
        };
        f.debug_struct("Position")
            .field("page", &page)
            .field("skip", &self.skip)
            .field("back", &self.back)
            .field("fallback", &self.fallback)
            .finish_non_exhaustive()
    }
}

impl FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, ParsePositionError> {
        let error = ParsePositionError(());
        let (skip, page) = text.split_once(':').ok_or_else(|| error.clone())?;
        let skip = skip.parse().map_err(|_| error.clone())?;
        let (back, page) = page.strip_prefix("back:").map_or((false, page), |page| (true, page));
        let (fallback, page) = page.strip_prefix("fallback:").filter(|_| !back).map_or((false, page), |page| (true, page));
        let page = match page.split_once(':') {
            None if page == "first" => Page::First,
            Some(("text", text)) => Page::Text(text.to_owned()),
            Some(("url", url)) => Page::Url(url.to_owned()),
            Some(("number", number)) => Page::Number(number.parse().map_err(|_| error)?),
            _ => return Err(error),
        };
        if fallback && !matches!(page, Page::Number(_)) {
            return Err(ParsePositionError(()));
        }
        Ok(Self { page, skip, back, fallback })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        for text in
            ["0:first", "3:back:first", "1:text:a:b", "0:text:", "2:number:40", "1:fallback:number:40", "0:back:url:https://a.example/?p=2"]
        {
            assert_eq!(text.parse::<Position>().map(|position| position.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn other_text_is_not_a_position_and_the_error_says_so() {
        for text in ["", "first", "0:", "0:second", "x:first", "-1:first", "0:number:x", "0:page:1", "0:back:", "0:fallback:text:a"] {
            let error = text.parse::<Position>().expect_err(text);
            assert_eq!(error.to_string(), "the text is not a position in a list");
        }
    }
}
