//! Dates and times of the `jiff` crate.

use jiff::Timestamp;
use jiff::civil::{self, Time};
use jiff::tz::Offset;

use super::OrText;
use super::civil as parts;
use crate::model::{Model, Slot, TextSlot, View};

macro_rules! text {
    ($($ty:ty, $blank:expr, $expected:literal, |$text:ident| $read:expr;)*) => {$(
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

        super::compares!($ty);
    )*};
}

text! {
    Timestamp, Self::UNIX_EPOCH, "an RFC 3339 date-time", |text| parts::DateTime::read(text).and_then(timestamp);
    civil::Date, Self::constant(1970, 1, 1), "an RFC 3339 date", |text| parts::Date::read(text).and_then(date);
    Time, Self::midnight(), "a time of day", |text| text.trim().trim_end_matches(['Z', 'z']).parse::<Time>().ok();
}

/// The first instant that is in the year 0 in UTC, in which `jiff` writes it. A year before that has no form in RFC 3339.
const YEAR_0: Timestamp = Timestamp::constant(-62_167_219_200, 0);

/// A leap second and an instant after the last one that `jiff` holds, 9999-12-30T22:00:00.999999999Z, have no value.
fn timestamp(parts: parts::DateTime) -> Option<Timestamp> {
    let second = i8::try_from(parts.second).ok()?;
    let time = Time::new(i8::try_from(parts.hour).ok()?, i8::try_from(parts.minute).ok()?, second, i32::try_from(parts.nanosecond).ok()?);
    let local = date(parts.date)?.to_datetime(time.ok()?);
    let instant = Offset::from_seconds(parts.offset).ok()?.to_timestamp(local).ok()?;
    (instant >= YEAR_0).then_some(instant)
}

fn date(parts: parts::Date) -> Option<civil::Date> {
    civil::Date::new(parts.year, i8::try_from(parts.month).ok()?, i8::try_from(parts.day).ok()?).ok()
}
