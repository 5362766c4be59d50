//! Text that must not be shown.

use std::fmt;

use zeroize::Zeroize as _;

use crate::model::{Model, Slot, TextSlot, TextView, View};

/// A password, key or token. `Debug` does not show it, there is no `Display`, and its memory is overwritten when it is dropped.
///
/// ```
/// let secret = turnbuckle_runtime::scalar::Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Returns the text.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl PartialEq for Secret {
    /// Compares in a time that depends on the lengths alone.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl TextSlot for Secret {
    fn put(&mut self, text: &str) -> bool {
        *self = Self::from(text);
        true
    }
    fn expected(&self) -> &'static str {
        "a string"
    }
}

impl TextView for Secret {
    fn text(&self) -> String {
        self.0.clone()
    }
    fn is_secret(&self) -> bool {
        true
    }
}

impl Model for Secret {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Written(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
}

crate::serde_by_model!(Secret);
