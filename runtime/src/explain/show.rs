//! An explanation in lines.

use std::fmt;

use super::{BodyOutline, Explanation, Repetition};
use crate::operation::{NextPage, Pages, ParamLocation};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.operation.id)?;
        if let Some(problem) = &self.problem {
            writeln!(f, "not sent: {problem}")?;
        }
        writeln!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        match &self.body {
            BodyOutline::None => writeln!(f, "no body")?,
            BodyOutline::Text(text) => writeln!(f, "\n{text}\n")?,
            BodyOutline::Bytes(length) => writeln!(f, "a body of {length} bytes")?,
            BodyOutline::Stream { length, is_replayable } => {
                let length = length.map_or_else(|| "unknown length".to_owned(), |length| format!("{length} bytes"));
                let times = if *is_replayable { "that can be sent again" } else { "that can be sent once" };
                writeln!(f, "a body of {length}, a stream {times}")?;
            }
        }
        let alternatives: Vec<String> = self.auth.alternatives.iter().map(ToString::to_string).collect();
        match self.auth.chosen.and_then(|index| alternatives.get(index)) {
            Some(chosen) => writeln!(f, "credentials: {chosen}: {}", self.auth.reason)?,
            None => writeln!(f, "credentials: none: {}", self.auth.reason)?,
        }
        for (index, alternative) in alternatives.iter().enumerate().filter(|(index, _)| Some(*index) != self.auth.chosen) {
            writeln!(f, "  not taken, {}: {alternative}", index + 1)?;
        }
        if self.is_signed {
            writeln!(f, "signed: when it is sent")?;
        }
        writeln!(f, "time: {:?} in all, {:?} for each attempt", self.timeout, self.attempt_timeout)?;
        writeln!(f, "attempts: {} at most; where the outcome is unknown, {}", self.attempts, self.repetition)?;
        match &self.pagination {
            Some(pagination) => writeln!(f, "pages: {pagination}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Repetition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByMethod => "it is sent again, for its method is idempotent",
            Self::ByConfiguration => "it is sent again, for the document or its configuration says that this has no second effect",
            Self::ByKey => "it is sent again, for an idempotency key travels",
            Self::ByChoice => "it is sent again, as the retry policy asks",
            Self::Never => "it is not sent again, for there might be a second effect",
            Self::NotWithThisBody => "it is not sent again, for the body can be sent once only",
        })
    }
}

/// Says how the next page is asked for.
pub(super) fn pagination(pages: &Pages) -> String {
    let place = |location: ParamLocation| match location {
        ParamLocation::Field => "field",
        ParamLocation::Header => "header",
        _ => "parameter",
    };
    let next = match pages.next {
        NextPage::Cursor { param, location, cursor, .. } => format!("the cursor at `{cursor}` in the {} `{param}`", place(location)),
        NextPage::LastId { param, location, id, .. } => format!("the last item's `{id}` in the {} `{param}`", place(location)),
        NextPage::Offset { param, location, .. } => format!("the number of items so far in the {} `{param}`", place(location)),
        NextPage::Page { param, location, first, .. } => format!("the page's number, from {first}, in the {} `{param}`", place(location)),
        NextPage::Url { url } => format!("the URL at `{url}`"),
        NextPage::Link => "the header `Link` with the relation `next`".to_owned(),
        NextPage::Header { name } => format!("the URL in the header `{name}`"),
    };
    format!("{next}; items at `{}`", pages.items)
}
