//! Dates and times of the `chrono` crate.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};

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
                $write
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
    DateTime<Utc>, DateTime::UNIX_EPOCH, "an RFC 3339 date-time",
        |text| DateTime::parse_from_rfc3339(&date_time(text)).map(|it| it.to_utc()),
        |this| this.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    DateTime<FixedOffset>, DateTime::UNIX_EPOCH.fixed_offset(), "an RFC 3339 date-time",
        |text| DateTime::parse_from_rfc3339(&date_time(text)),
        |this| this.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    NaiveDate, Self::default(), "an RFC 3339 date",
        |text| text.trim().parse::<NaiveDate>(),
        |this| this.to_string();
    NaiveTime, Self::default(), "a time of day",
        |text| text.trim().trim_end_matches(['Z', 'z']).parse::<NaiveTime>(),
        |this| this.to_string();
}
