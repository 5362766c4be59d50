//! Takes note of the secrets among what is sent, so that none of them is shown.

use super::Request;
use crate::Secret;
use crate::model::{View, entries};

impl Request {
    /// Takes note of the secrets in a value. Of a plain scalar, that is a look at its kind.
    pub(super) fn note_secrets(&mut self, view: View<'_>) {
        if matches!(view, View::Written(_) | View::List(_) | View::Map(_) | View::Record(_) | View::Tagged { .. } | View::Merged(_)) {
            collect(view, &mut self.secrets);
        }
    }
}

fn collect(view: View<'_>, out: &mut Vec<Secret>) {
    match view {
        View::Written(value) if value.is_secret() => out.push(Secret::from(value.text())),
        View::List(list) => (0..list.len()).for_each(|index| collect(list.at(index), out)),
        View::Tagged { arm, .. } if !crate::model::is_object(view) => collect(arm.view(), out),
        View::Map(_) | View::Record(_) | View::Tagged { .. } | View::Merged(_) => {
            entries(view, &mut |entry| {
                collect(entry.view, out);
                true
            });
        }
        _ => {}
    }
}
