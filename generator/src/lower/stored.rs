//! Schemas that the model holds as extensions, read once and kept as long as the document.

use std::cell::OnceCell;

use openapiv3::{ReferenceOr, Schema};

use crate::source::Pointer;

/// A list that only grows, so that what is in it can be referred to.
#[derive(Default)]
pub(super) struct Store(OnceCell<Box<Stored>>);

/// An entry, and the place of the next one.
struct Stored {
    parts: Vec<(Pointer, ReferenceOr<Schema>)>,
    next: Store,
}

/// The end of a [`Store`].
#[derive(Clone, Copy)]
pub(super) struct End<'d>(&'d Store);

impl Store {
    /// Returns where the next entry goes.
    pub(super) fn end(&self) -> End<'_> {
        End(self)
    }
}

impl<'d> End<'d> {
    /// Keeps schemas.
    pub(super) fn keep(&mut self, parts: Vec<(Pointer, ReferenceOr<Schema>)>) -> &'d [(Pointer, ReferenceOr<Schema>)] {
        let stored = self.0.0.get_or_init(|| Box::new(Stored { parts, next: Store::default() }));
        self.0 = &stored.next;
        &stored.parts
    }
}

impl Drop for Store {
    /// Releases the entries one after another: within each other, a long list would need as much of the stack.
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(mut stored) = next {
            next = stored.next.0.take();
        }
    }
}
