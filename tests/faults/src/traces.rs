//! Everything that is told to `tracing`, as text.

use std::fmt::{Debug, Write};
use std::sync::{Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static TOLD: Mutex<String> = Mutex::new(String::new());

struct Capture;

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        tell(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        tell("record", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        tell(event.metadata().name(), |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn tell(name: &str, record: impl FnOnce(&mut Fields<'_>)) {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    told.push_str(name);
    record(&mut Fields(&mut told));
    told.push('\n');
}

/// Captures from here on what any thread tells. A second time changes nothing.
pub fn capture() {
    // Whoever came first stays.
    let _ = tracing::subscriber::set_global_default(Capture);
}

/// Returns what was told since the last time.
pub fn take() -> String {
    std::mem::take(&mut TOLD.lock().unwrap_or_else(PoisonError::into_inner))
}
