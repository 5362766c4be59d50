//! The way back to the page before, and the total of items, where the answer has them.

use crate::ir::{Api, NextPage, Operation, PrevPage, Type};

use super::answer::{self, List, Mark};
use super::request;
use super::shape::{fields, is_cursor, is_integer, page_type, pointer, resolve};
use super::words::{PREV_URL_FIELDS, TOTAL_FIELDS, fold};

/// What is known of an operation with pages.
pub(super) struct Known<'a> {
    pub(super) api: &'a Api,
    pub(super) op: &'a Operation,
    pub(super) items: &'a str,
    pub(super) item: &'a Type,
    pub(super) next: &'a NextPage,
}

impl Known<'_> {
    fn list(&self) -> List<'_> {
        let holder = self.items.rsplit_once('/').map_or("", |(holder, _)| holder).to_owned();
        let name = fold(self.items.rsplit('/').next().unwrap_or_default());
        List { pointer: self.items.to_owned(), holder, name, item: self.item }
    }

    fn marks(&self) -> Vec<Mark<'_>> {
        page_type(self.op).map(|page| answer::marks(self.api, page, &self.list())).unwrap_or_default()
    }

    /// Returns how the page before is asked for.
    pub(super) fn prev(&self) -> Option<PrevPage> {
        match self.next {
            NextPage::Cursor { param, location, cursor, .. } => self.prev_cursor(param, *location, cursor),
            NextPage::LastId { id, .. } => {
                let taken = request::taken(self.api, self.op);
                let before = request::find(&taken, &["endingbefore", "before", "beforeid"], |ty| matches!(ty, Type::String))?;
                Some(PrevPage::FirstId { param: before.name.clone(), location: before.location, id: id.clone() })
            }
            NextPage::Url { url } => {
                // The URL before has the name of the next one, but for the word.
                let marks = self.marks();
                let next = fold(url).replace("next", "");
                let is_it =
                    |mark: &Mark<'_>| *mark.ty == Type::String && fold(&mark.pointer).replace("previous", "").replace("prev", "") == next;
                let said = |mark: &Mark<'_>| mark.pointer.to_ascii_lowercase().contains("prev");
                let found = answer::find(&marks, PREV_URL_FIELDS, |mark| said(mark) && is_it(mark)).map(|mark| mark.pointer.clone());
                found.or_else(|| self.prev_link(url)).map(|url| PrevPage::Url { url })
            }
            NextPage::Link => Some(PrevPage::Link),
            NextPage::Offset { .. } | NextPage::Page { .. } | NextPage::Header { .. } => None,
        }
    }

    /// `/links/prev/href` where the next is at `/links/next/href`.
    fn prev_link(&self, url: &str) -> Option<String> {
        let page = page_type(self.op)?;
        ["prev", "previous"]
            .iter()
            .map(|word| url.replace("next", word))
            .find(|prev| prev != url && super::shape::at(self.api, page, prev).is_some_and(|ty| *resolve(self.api, ty) == Type::String))
    }

    fn prev_cursor(&self, param: &str, location: crate::ir::PageParam, cursor: &str) -> Option<PrevPage> {
        let (taken, marks) = (request::taken(self.api, self.op), self.marks());
        let own = ["endingbefore", "before", "pagebefore", "beforecursor", "previouscursor", "prevcursor"];
        let before = request::find(&taken, &own, |ty| matches!(ty, Type::String));
        let fits = |mark: &Mark<'_>| is_cursor(self.api, mark.ty) && *mark.ty != Type::Bool;
        let names = ["prevcursor", "previouscursor", "startcursor", "before"];
        if let Some(before) = before {
            let found = answer::find(&marks, &names, |mark| fits(mark) && (mark.leaf != "before" || !mark.within.is_empty()))?;
            return Some(PrevPage::Cursor { param: before.name.clone(), location: before.location, cursor: found.pointer.clone() });
        }
        let next = fold(cursor);
        let found = marks.iter().find(|mark| {
            let other = fold(&mark.pointer);
            fits(mark) && other != next && other.replacen("previous", "prev", 1).replacen("prev", "next", 1) == next
        })?;
        Some(PrevPage::Cursor { param: param.to_owned(), location, cursor: found.pointer.clone() })
    }

    /// Returns where the total of items is: a JSON pointer, or the name of a header.
    pub(super) fn total(&self) -> Option<String> {
        if let NextPage::Offset { total: Some(total), .. } | NextPage::Page { total: Some(total), .. } = self.next {
            return Some(total.clone());
        }
        total_of(&self.marks(), &self.list()).or_else(|| {
            let headers = self.op.responses.success.iter().flat_map(|response| &response.headers);
            let known = ["xtotalcount", "xtotal", "totalcount", "xtotalrecords", "totalrecords"];
            headers.into_iter().find(|header| known.contains(&fold(&header.wire).as_str())).map(|header| header.wire.clone())
        })
    }
}

/// Finds the total of items in an answer.
pub(super) fn total_of(marks: &[Mark<'_>], list: &List<'_>) -> Option<String> {
    let sure = answer::find(marks, TOTAL_FIELDS, |mark| is_integer(mark.ty) && !counts_pages(mark));
    let own = || marks.iter().find(|mark| is_integer(mark.ty) && !list.name.is_empty() && mark.leaf == format!("total{}", list.name));
    // What is called a count is often that of the page.
    let told = |mark: &Mark<'_>| description(mark).contains("total");
    let count = || answer::find(marks, &["count"], |mark| is_integer(mark.ty) && told(mark));
    sure.or_else(own).or_else(count).map(|mark| mark.pointer.clone())
}

/// Returns whether a total is that of the pages: by the object that it is in, or by its description.
pub(super) fn counts_pages(mark: &Mark<'_>) -> bool {
    let told = ["number of pages", "count of pages", "total pages", "page count"];
    matches!(mark.leaf.as_str(), "total" | "totalcount")
        && (mark.wrapper() == "pages" || told.iter().any(|words| description(mark).contains(words)))
}

fn description(mark: &Mark<'_>) -> String {
    mark.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase()
}

/// Returns whether an item has a field.
pub(super) fn has_field(api: &Api, item: &Type, id: &str) -> bool {
    fields(api, item).into_iter().any(|field| pointer("", &field.wire) == id)
}
