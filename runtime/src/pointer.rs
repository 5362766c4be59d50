//! The tokens of a JSON pointer (RFC 6901).

/// Returns a token as it is meant: `~1` stands for `/`, `~0` for `~` (section 4).
pub(crate) fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Adds a token to a pointer, escaped (section 3).
pub(crate) fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    for char in token.chars() {
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            char => pointer.push(char),
        }
    }
}

/// Returns the tokens of a pointer that begins with `/`; none of the empty one.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(unescape)
}
