//! Dates and times of the `time` crate.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::macros::format_description;
use time::{Date, Month, OffsetDateTime, Time};

use super::lenient::date_time;
use crate::model::{Model, Slot, TextSlot, TextView, View};

macro_rules! text {
    ($($ty:ty, $blank:expr, $expected:literal, |$text:ident| $read:expr, |$this:ident| $write:expr;)*) => {$(
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

        impl TextView for $ty {
            fn text(&self) -> String {
                let $this = self;
                // What the form cannot say, such as a year of five digits, is written as the type shows itself.
                $write.unwrap_or_else(|_| $this.to_string())
            }
        }

        impl Model for $ty {
            fn blank() -> Self {
                $blank
            }
            fn view(&self) -> View<'_> {
                View::Written(self)
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Text(self)
            }
        }
    )*};
}

text! {
    OffsetDateTime, Self::UNIX_EPOCH, "an RFC 3339 date-time",
        |text| Self::parse(&date_time(text), &Rfc3339),
        |this| this.format(&Rfc3339);
    Date, Self::from_calendar_date(1970, Month::January, 1).unwrap_or(Self::MIN), "an RFC 3339 date",
        |text| Self::parse(text.trim(), format_description!("[year]-[month]-[day]")),
        |this| this.format(format_description!("[year]-[month]-[day]"));
    Time, Self::MIDNIGHT, "a time of day",
        |text| Self::parse(text.trim().trim_end_matches(['Z', 'z']), &Iso8601::TIME),
        |this| match this.nanosecond() {
            0 => this.format(format_description!("[hour]:[minute]:[second]")),
            _ => this.format(format_description!("[hour]:[minute]:[second].[subsecond]")),
        };
}
