//! Dates and times of the `jiff` crate.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::lenient::date_time;
use crate::model::{Model, Slot, TextSlot, View};

macro_rules! text {
    ($($ty:ty, $blank:expr, $expected:literal, |$text:ident| $read:expr;)*) => {$(
        impl TextSlot for $ty {
            fn put(&mut self, $text: &str) -> bool {
                match $read {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
            }
            fn expected(&self) -> &'static str {
                $expected
            }
        }

        impl Model for $ty {
            fn blank() -> Self {
                $blank
            }
            fn view(&self) -> View<'_> {
                View::Text(self)
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Text(self)
            }
        }
    )*};
}

text! {
    Timestamp, Self::UNIX_EPOCH, "an RFC 3339 date-time", |text| date_time(text).parse::<Timestamp>();
    Date, Self::constant(1970, 1, 1), "an RFC 3339 date", |text| text.trim().parse::<Date>();
    Time, Self::midnight(), "a time of day", |text| text.trim().trim_end_matches(['Z', 'z']).parse::<Time>();
}
