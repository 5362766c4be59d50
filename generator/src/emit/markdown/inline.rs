//! Collects the inline pieces of a paragraph, a heading or a cell, in source order.
//!
//! **Invariants:** spans are nested, a span never contains a span of its own kind, and every closed span has content.

/// The formatting of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// `*emphasis*`.
    Emphasis,
    /// `**strong emphasis**`.
    Strong,
    /// `~~strikethrough~~`.
    Strike,
    /// `[text](<url>)`.
    Link,
}

/// A piece of inline text.
#[derive(Debug)]
pub(super) enum Token {
    /// Text as a reader sees it.
    Text(String),
    /// A code span.
    Code(String),
    /// A link that shows its own URL.
    Url(String),
    /// The beginning of a span, with the URL of a link.
    Open(Span, String),
    /// The end of a span, and the index of its beginning.
    Close(Span, usize),
    /// A line break of the source, which a reader sees as a space.
    Soft,
    /// A line break that a reader sees.
    Hard,
    /// A position to return to; it writes nothing.
    Mark,
}

/// The HTML element whose content is copied from the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verbatim {
    /// `<code>`.
    Code,
    /// `<pre>`.
    Block,
}

/// The open element with verbatim content.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) kind: Verbatim,
    /// Its content so far, without tags.
    pub(super) kept: String,
    /// The offset in the source where the rest of its content begins.
    pub(super) from: usize,
    token: usize,
    open: Vec<(Span, usize)>,
    repeated: [usize; 4],
}

/// The pieces of a paragraph, a heading or a cell.
#[derive(Debug, Default)]
pub(super) struct Inline {
    tokens: Vec<Token>,
    /// The open spans, and the indices of their beginnings.
    open: Vec<(Span, usize)>,
    /// The number of times that each open span was opened again.
    repeated: [usize; 4],
    mark: Option<Mark>,
}

impl Inline {
    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        match self.tokens.last_mut() {
            Some(Token::Text(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.tokens.push(Token::Text(text.to_owned())),
        }
    }

    /// Adds a code span.
    pub(super) fn code(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.tokens.push(Token::Code(text.to_owned()));
        }
    }

    /// Adds a line break of the source.
    pub(super) fn soft(&mut self) {
        self.tokens.push(Token::Soft);
    }

    /// Adds a line break. Returns whether it follows another, and no span is open.
    pub(super) fn hard(&mut self) -> bool {
        let mut before = self.tokens.iter().rev();
        let previous = before.find(|token| !matches!(token, Token::Soft | Token::Mark) && !is_blank(token));
        let is_second = self.open.is_empty() && matches!(previous, Some(Token::Hard));
        self.tokens.push(Token::Hard);
        is_second
    }

    /// Opens a span. The URL is the destination of a link.
    pub(super) fn open(&mut self, span: Span, url: String) {
        if self.open.iter().any(|(open, _)| *open == span) {
            self.repeated[span as usize] += 1;
            return;
        }
        // A parser does not read `**a****b**` as two spans, so the first span continues.
        match self.tokens.last() {
            Some(Token::Close(closed, start)) if *closed == span && span != Span::Link => {
                self.open.push((span, *start));
                self.tokens.pop();
            }
            _ => {
                self.open.push((span, self.tokens.len()));
                self.tokens.push(Token::Open(span, url));
            }
        }
    }

    /// Closes a span and every span that was opened in it; does nothing if it is not open.
    pub(super) fn close(&mut self, span: Span) {
        if let Some(repeated) = self.repeated[span as usize].checked_sub(1) {
            self.repeated[span as usize] = repeated;
            return;
        }
        if !self.open.iter().any(|(open, _)| *open == span) {
            return;
        }
        while let Some((open, start)) = self.open.pop() {
            self.repeated[open as usize] = 0;
            self.close_one(open, start);
            if open == span {
                break;
            }
        }
    }

    fn close_one(&mut self, span: Span, start: usize) {
        match &self.tokens[start..] {
            [Token::Open(Span::Link, url)] => self.tokens[start] = Token::Url(url.clone()),
            [Token::Open(_, _)] => drop(self.tokens.pop()),
            [Token::Open(Span::Link, url), Token::Text(text)] if text.trim() == url => {
                let url = Token::Url(url.clone());
                self.tokens.truncate(start);
                self.tokens.push(url);
            }
            _ => self.tokens.push(Token::Close(span, start)),
        }
    }

    /// Starts to copy the source from an offset, unless a verbatim element is open.
    pub(super) fn start_verbatim(&mut self, kind: Verbatim, from: usize) {
        if self.mark.is_none() {
            let (token, open) = (self.tokens.len(), self.open.clone());
            self.mark = Some(Mark { kind, kept: String::new(), from, token, open, repeated: self.repeated });
            self.tokens.push(Token::Mark);
        }
    }

    /// Returns the element with verbatim content.
    pub(super) fn verbatim(&mut self) -> Option<&mut Mark> {
        self.mark.as_mut()
    }

    /// Removes everything that was added since the verbatim element began, and returns its mark.
    pub(super) fn end_verbatim(&mut self) -> Option<Mark> {
        let mut mark = self.mark.take()?;
        self.tokens.truncate(mark.token);
        self.open = std::mem::take(&mut mark.open);
        self.repeated = mark.repeated;
        Some(mark)
    }

    /// Returns the pieces, with every span closed.
    pub(super) fn into_tokens(mut self) -> Vec<Token> {
        while let Some((span, start)) = self.open.pop() {
            self.close_one(span, start);
        }
        // An element that was not closed leaves no gap in the text.
        if let Some(at) = self.mark.map(|mark| mark.token) {
            join(&mut self.tokens, at);
        }
        self.tokens
    }
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Text(text) if text.trim().is_empty())
}

/// Removes a mark and joins the texts around it.
fn join(tokens: &mut Vec<Token>, mark: usize) {
    if mark < tokens.len() {
        tokens.remove(mark);
    }
    if let Some(before) = mark.checked_sub(1)
        && let Some([Token::Text(first), Token::Text(second)]) = tokens.get_mut(before..=mark)
    {
        first.push_str(second);
        second.clear();
    }
}
