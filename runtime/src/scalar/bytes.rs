//! Bytes that are base64 on the wire.

use crate::model::{Model, Slot, View};

/// Bytes that are sent as base64 text: format `byte` and `contentEncoding: base64`. The URL-safe alphabet and missing padding are read too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

impl Model for Base64 {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Bytes(&self.0)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Bytes(&mut self.0)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

crate::serde_by_model!(Base64);
