//! Collects the pieces of a paragraph, a heading or a cell, in the order of the text.
//!
//! **Invariants:** spans are nested, no kind of span contains itself, and every closed span contains something.

/// What a part of a text is marked as.
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
    /// Text, as a reader sees it.
    Text(String),
    /// A code span.
    Code(String),
    /// A link that shows its own URL.
    Url(String),
    /// The beginning of a span, with the URL of a link.
    Open(Span, String),
    /// The end of a span, and the index of its beginning.
    Close(Span, usize),
    /// A line break of the source, which is a space to a reader.
    Soft,
    /// A line break to a reader.
    Hard,
    /// A place to return to; it writes nothing.
    Mark,
}

/// What an HTML tag opened whose content is taken from the source as it is.
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
    /// Where the rest of its content begins in the source.
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
    /// How many times each open span was opened again.
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

    /// Opens a span; the URL is that of a link.
    pub(super) fn open(&mut self, span: Span, url: String) {
        if self.open.iter().any(|(open, _)| *open == span) {
            self.repeated[span as usize] += 1;
            return;
        }
        // `**a****b**` is not two spans to a parser, so the first one continues.
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

    /// Closes a span, and those that were opened in it; does nothing if it is not open.
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

    /// Starts to take the source as it is, from an offset, unless that has begun already.
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

    /// Takes away what was added since the element with verbatim content began, and returns it.
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

/// Removes a mark, and joins the texts around it.
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
