//! Writes blocks: paragraphs, headings, lists, quotations, tables, code and rules, each within the containers that are open.
//!
//! **Invariants:** every line within a container begins with the prefixes of its containers, and only this module writes lines. Code is in
//! a fence that is marked `text`, so rustdoc does not run it. Containers deeper than [`DEEPEST`] are dropped, so the prefix of a line is
//! bounded.

use super::escape::{is_forbidden, longest_run};
use super::inline::Inline;
use super::render;

/// The maximum nesting of containers in the output; a list and its item count as two.
const DEEPEST: usize = 24;
/// The minimum width of a paragraph within containers, in characters.
const NARROWEST: usize = 60;
/// The highest number of a list item (CommonMark 0.31, section 5.2).
const HIGHEST: u64 = 999_999_999;

/// The syntax that opened a container. Only the same syntax closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Markdown,
    Html,
}

/// The kind of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    /// A list, with the number of its first item if items are numbered.
    List(Option<u64>),
    Item,
}

/// The last block that was written into a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    /// A paragraph that a list may follow without an empty line.
    Tight,
    /// A list with this character after its numbers, or before its items.
    List(char),
    Other,
}

#[derive(Debug)]
struct Container {
    kind: Kind,
    by: By,
    /// The prefix of the first line, until it is written; empty for a container without syntax of its own.
    first: String,
    /// The prefix of every other line.
    other: String,
    is_pending: bool,
    last: Last,
    /// For a list: the number of the next item, the marker character, and whether empty lines separate the items.
    next: u64,
    mark: char,
    is_loose: bool,
}

/// A table. A row is a list of cells.
#[derive(Debug)]
struct Table {
    by: By,
    rows: Vec<Vec<String>>,
    in_cell: bool,
}

/// The blocks that were written, and the open one.
#[derive(Debug)]
pub(super) struct Blocks {
    lines: Vec<String>,
    pub(super) inline: Inline,
    heading: Option<usize>,
    stack: Vec<Container>,
    /// The number of open Markdown containers beyond the maximum nesting.
    ignored: usize,
    root_last: Last,
    /// Whether the next block needs an empty line before it.
    blank: bool,
    /// The number of lines of the first paragraph, if the text begins with one.
    first_paragraph: usize,
    table: Option<Table>,
}

impl Blocks {
    pub(super) fn new() -> Self {
        Self {
            lines: Vec::new(),
            inline: Inline::default(),
            heading: None,
            stack: Vec::new(),
            ignored: 0,
            root_last: Last::Nothing,
            blank: false,
            first_paragraph: 0,
            table: None,
        }
    }

    /// Closes everything and returns the lines.
    pub(super) fn into_lines(mut self) -> Vec<String> {
        self.end_table();
        self.flush();
        self.lines
    }

    /// Returns whether any line is written.
    pub(super) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Ends the open paragraph, and returns the lines of the first one; empty if the text begins with another block.
    pub(super) fn into_first_paragraph(mut self) -> Vec<String> {
        self.flush();
        self.lines.truncate(self.first_paragraph);
        self.lines
    }

    /// Starts a Markdown paragraph. In a list, it makes the list loose: empty lines separate its items.
    pub(super) fn start_paragraph(&mut self) {
        self.break_paragraph();
        if let [.., list, item] = self.stack.as_mut_slice()
            && item.kind == Kind::Item
            && item.by == By::Markdown
        {
            list.is_loose = true;
        }
    }

    /// Ends the open paragraph or heading. Within a table, it writes a space.
    pub(super) fn break_paragraph(&mut self) {
        if self.table.is_some() {
            self.inline.text(" ");
        } else {
            self.flush();
        }
    }

    /// Breaks the line; a second break ends the paragraph.
    pub(super) fn hard_break(&mut self) {
        if self.inline.hard() {
            self.break_paragraph();
        }
    }

    /// Starts a heading, one level below that of the source: the first level is reserved for the item.
    pub(super) fn start_heading(&mut self, level: usize) {
        self.break_paragraph();
        if self.table.is_none() {
            self.heading = Some((level + 1).min(6));
        }
    }

    pub(super) fn rule(&mut self) {
        self.end_html_table();
        self.flush();
        self.begin(Last::Other);
        self.line("___");
    }

    /// Writes code in a fence that the code cannot close.
    pub(super) fn code_block(&mut self, text: &str) {
        self.end_html_table();
        self.flush();
        if text.trim().is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        self.begin(Last::Other);
        self.line(&format!("{fence}text"));
        for line in text.trim_end().trim_start_matches('\n').split('\n') {
            let line = line.replace('\t', "    ").replace(['\u{b}', '\u{c}'], " ");
            self.line(&line.chars().map(|c| if is_forbidden(c) || c.is_control() { '\u{fffd}' } else { c }).collect::<String>());
        }
        self.line(&fence);
    }

    /// Opens a container.
    pub(super) fn open(&mut self, kind: Kind, by: By) {
        match (&self.table, by) {
            (Some(_), By::Html) => return self.inline.text(" "),
            (Some(_), By::Markdown) => self.end_html_table(),
            (None, _) => {}
        }
        self.flush();
        if self.stack.len() >= DEEPEST {
            self.ignored += usize::from(by == By::Markdown);
            return;
        }
        let mut container = Container {
            kind,
            by,
            first: String::new(),
            other: String::new(),
            is_pending: true,
            last: Last::Nothing,
            next: 0,
            mark: '-',
            is_loose: false,
        };
        match kind {
            Kind::Quote => {
                self.begin(Last::Other);
                (container.first, container.other) = ("> ".to_owned(), "> ".to_owned());
            }
            Kind::List(start) => {
                let marks = if start.is_some() { ('.', ')') } else { ('-', '*') };
                // A parser joins adjacent lists that have the same marker.
                container.mark = if *self.last() == Last::List(marks.0) { marks.1 } else { marks.0 };
                container.next = start.unwrap_or(0).min(HIGHEST);
                let interrupts = start.is_none_or(|start| start == 1);
                let is_tight = *self.last() == Last::Tight && interrupts;
                if is_tight {
                    *self.last() = Last::Nothing;
                }
                self.begin(Last::List(container.mark));
            }
            Kind::Item => (container.first, container.other) = self.item(),
        }
        self.stack.push(container);
    }

    /// Starts an item of the innermost list, and returns the prefixes of its first line and of every other line.
    fn item(&mut self) -> (String, String) {
        let Some(mark) = self.stack.last().filter(|container| matches!(container.kind, Kind::List(_))).map(|list| list.mark) else {
            return (String::new(), String::new());
        };
        // Text between the items is a paragraph, and a number other than 1 does not interrupt a paragraph.
        if *self.last() != Last::List(mark) {
            self.begin(Last::List(mark));
        }
        let Some(list) = self.stack.last_mut() else { return (String::new(), String::new()) };
        self.blank |= list.is_loose && list.last != Last::Nothing;
        list.last = Last::Other;
        let mark = match list.kind {
            Kind::List(Some(_)) => {
                let number = list.next;
                list.next = (number + 1).min(HIGHEST);
                format!("{number}{} ", list.mark)
            }
            Kind::List(None) | Kind::Quote | Kind::Item => format!("{} ", list.mark),
        };
        let other = " ".repeat(mark.len());
        (mark, other)
    }

    /// Closes the innermost container that Markdown opened, and everything in it.
    pub(super) fn close_markdown(&mut self) {
        self.end_table();
        self.flush();
        if let Some(ignored) = self.ignored.checked_sub(1) {
            self.ignored = ignored;
            return;
        }
        while self.stack.pop().is_some_and(|container| container.by == By::Html) {}
    }

    /// Closes HTML containers from the innermost one to the first of this kind; does nothing if no such container is open.
    pub(super) fn close_html(&mut self, is_wanted: impl Fn(Kind) -> bool) {
        if self.table.is_some() {
            return self.inline.text(" ");
        }
        self.flush();
        let own = self.stack.iter().rev().take_while(|container| container.by == By::Html && self.ignored == 0);
        if let Some(last) = own.map(|container| container.kind).position(is_wanted) {
            self.stack.truncate(self.stack.len() - last - 1);
        }
    }

    /// Returns the innermost container that HTML opened.
    pub(super) fn innermost_html(&self) -> Option<Kind> {
        self.stack.last().filter(|container| container.by == By::Html).map(|container| container.kind)
    }

    /// Starts a table. An HTML table cannot contain another table.
    pub(super) fn start_table(&mut self, by: By) {
        if self.table.is_some() && by == By::Html {
            return;
        }
        self.end_table();
        self.flush();
        self.table = Some(Table { by, rows: Vec::new(), in_cell: false });
    }

    /// Starts a row; does nothing outside a table.
    pub(super) fn start_row(&mut self) {
        self.end_cell();
        if let Some(table) = &mut self.table
            && table.rows.last().is_none_or(|row| !row.is_empty())
        {
            table.rows.push(Vec::new());
        }
    }

    /// Starts a cell; writes a space outside a table.
    pub(super) fn start_cell(&mut self) {
        self.end_cell();
        match &mut self.table {
            Some(table) => {
                table.in_cell = true;
                if table.rows.is_empty() {
                    table.rows.push(Vec::new());
                }
            }
            None => self.inline.text(" "),
        }
    }

    /// Ends the cell. Text between two cells is a cell of its own.
    pub(super) fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let text = render::cell(&std::mem::take(&mut self.inline).into_tokens());
        if table.in_cell || !text.is_empty() {
            match table.rows.last_mut() {
                Some(row) => row.push(text),
                None => table.rows.push(vec![text]),
            }
        }
        table.in_cell = false;
    }

    /// Ends the table and writes it.
    pub(super) fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.table.take() else { return };
        let is_wider = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let columns = match table.by {
            By::Markdown => table.rows.first().map_or(0, Vec::len),
            By::Html => table.rows.iter().map(is_wider).max().unwrap_or(0),
        };
        if columns == 0 {
            return;
        }
        self.begin(Last::Other);
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            // A parser adds missing cells, so empty cells at the end are omitted. Otherwise each row of a wide table would have its full
            // size.
            let count = if index == 0 { columns } else { is_wider(row).max(1) };
            let cells = (0..count).map(|at| row.get(at).map_or("", String::as_str));
            let line = cells.fold(String::from("|"), |line, cell| line + " " + cell + if cell.is_empty() { "|" } else { " |" });
            self.line(&line);
            if index == 0 {
                self.line(&format!("|{}", "---|".repeat(columns)));
            }
        }
    }

    /// Ends a table that HTML did not close.
    pub(super) fn end_html_table(&mut self) {
        if self.table.as_ref().is_some_and(|table| table.by == By::Html) {
            self.end_table();
        }
    }

    /// Writes the open paragraph or heading.
    pub(super) fn flush(&mut self) {
        let tokens = std::mem::take(&mut self.inline).into_tokens();
        let heading = self.heading.take();
        if tokens.is_empty() {
            return;
        }
        if let Some(level) = heading {
            let text = render::heading(&tokens);
            if !text.is_empty() {
                self.begin(Last::Other);
                self.line(&format!("{} {text}", "#".repeat(level)));
            }
            return;
        }
        let prefix: usize = self.stack.iter().map(|container| container.other.len()).sum();
        let width = render::WIDTH.saturating_sub(prefix).max(NARROWEST);
        let lines = render::paragraph(&tokens, width);
        if !lines.is_empty() {
            if self.lines.is_empty() && self.stack.is_empty() {
                self.first_paragraph = lines.len();
            }
            let is_tight = self.stack.last().is_some_and(|container| container.kind == Kind::Item);
            self.begin(if is_tight { Last::Tight } else { Last::Other });
            for line in lines {
                self.line(&line);
            }
        }
    }

    /// Returns the last block of the innermost container.
    fn last(&mut self) -> &mut Last {
        let holder = self.stack.iter_mut().rev().find(|container| !container.first.is_empty());
        holder.map_or(&mut self.root_last, |holder| &mut holder.last)
    }

    /// Starts a block in the innermost container, after an empty line if a block precedes it.
    fn begin(&mut self, block: Last) {
        let last = std::mem::replace(self.last(), block);
        self.blank |= last != Last::Nothing;
    }

    /// Writes a line in the open containers.
    fn line(&mut self, text: &str) {
        if std::mem::take(&mut self.blank) && !self.lines.is_empty() {
            let open = self.stack.iter().filter(|container| !container.first.is_empty()).take_while(|container| !container.is_pending);
            let prefix: String = open.map(|container| container.other.as_str()).collect();
            self.lines.push(prefix.trim_end().to_owned());
        }
        let mut line = String::with_capacity(text.len() + 8);
        for container in self.stack.iter_mut().filter(|container| !container.first.is_empty()) {
            line.push_str(if std::mem::replace(&mut container.is_pending, false) { &container.first } else { &container.other });
        }
        line.push_str(text);
        line.truncate(line.trim_end().len());
        self.lines.push(line);
    }
}
