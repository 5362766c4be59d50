//! A place in a list that can be saved.

use std::fmt;
use std::str::FromStr;

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
        Self { page, skip: 0, back }
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
        write!(f, "{}:{}", self.skip, if self.back { "back:" } else { "" })?;
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
        f.debug_struct("Position").field("page", &page).field("skip", &self.skip).field("back", &self.back).finish_non_exhaustive()
    }
}

impl FromStr for Position {
    type Err = ParsePositionError;

    fn from_str(text: &str) -> Result<Self, ParsePositionError> {
        let error = ParsePositionError(());
        let (skip, page) = text.split_once(':').ok_or_else(|| error.clone())?;
        let skip = skip.parse().map_err(|_| error.clone())?;
        let (back, page) = page.strip_prefix("back:").map_or((false, page), |page| (true, page));
        let page = match page.split_once(':') {
            None if page == "first" => Page::First,
            Some(("text", text)) => Page::Text(text.to_owned()),
            Some(("url", url)) => Page::Url(url.to_owned()),
            Some(("number", number)) => Page::Number(number.parse().map_err(|_| error)?),
            _ => return Err(error),
        };
        Ok(Self { page, skip, back })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        for text in ["0:first", "3:back:first", "1:text:a:b", "0:text:", "2:number:40", "0:back:url:https://a.example/?p=2"] {
            assert_eq!(text.parse::<Position>().map(|position| position.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn other_text_is_not_a_position_and_the_error_says_so() {
        for text in ["", "first", "0:", "0:second", "x:first", "-1:first", "0:number:x", "0:page:1", "0:back:"] {
            let error = text.parse::<Position>().expect_err(text);
            assert_eq!(error.to_string(), "the text is not a position in a list");
        }
    }
}
