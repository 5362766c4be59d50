//! Dates and times of the `time` crate.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::macros::format_description;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

use super::OrText;
use super::civil as parts;
use crate::model::{Model, Slot, TextSlot, TextView, View};

macro_rules! text {
    ($($ty:ty, $blank:expr, $expected:literal, |$text:ident| $read:expr, |$this:ident| $write:expr;)*) => {$(
        impl TextSlot for $ty {
            fn put(&mut self, $text: &str) -> bool {
                match $read {
                    Some(value) => {
                        *self = value;
                        true
                    }
                    None => false,
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

        super::compares!($ty);
    )*};
}

text! {
    OffsetDateTime, Self::UNIX_EPOCH, "an RFC 3339 date-time",
        |text| parts::DateTime::read(text).and_then(date_time),
        |this| this.format(&Rfc3339);
    Date, Self::from_calendar_date(1970, Month::January, 1).unwrap_or(Self::MIN), "an RFC 3339 date",
        |text| parts::Date::read(text).and_then(date),
        |this| this.format(format_description!("[year]-[month]-[day]"));
    Time, Self::MIDNIGHT, "a time of day",
        |text| Self::parse(text.trim().trim_end_matches(['Z', 'z']), &Iso8601::TIME).ok(),
        |this| match this.nanosecond() {
            0 => this.format(format_description!("[hour]:[minute]:[second]")),
            _ => this.format(format_description!("[hour]:[minute]:[second].[subsecond]")),
        };
}

/// A leap second has no value.
fn date_time(parts: parts::DateTime) -> Option<OffsetDateTime> {
    let time = Time::from_hms_nano(parts.hour, parts.minute, parts.second, parts.nanosecond).ok()?;
    let offset = UtcOffset::from_whole_seconds(parts.offset).ok()?;
    Some(OffsetDateTime::new_in_offset(date(parts.date)?, time, offset))
}

fn date(parts: parts::Date) -> Option<Date> {
    Date::from_calendar_date(parts.year.into(), Month::try_from(parts.month).ok()?, parts.day).ok()
}
