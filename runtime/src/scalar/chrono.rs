//! Dates and times of the `chrono` crate.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Utc};

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

        super::compares!($ty);
    )*};
}

text! {
    DateTime<Utc>, DateTime::UNIX_EPOCH, "an RFC 3339 date-time",
        |text| parts::DateTime::read(text).and_then(date_time).map(|it| it.to_utc()).filter(|it| is_written(&it.date_naive())),
        |this| this.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    DateTime<FixedOffset>, DateTime::UNIX_EPOCH.fixed_offset(), "an RFC 3339 date-time",
        |text| parts::DateTime::read(text).and_then(date_time),
        |this| this.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    NaiveDate, Self::default(), "an RFC 3339 date",
        |text| parts::Date::read(text).and_then(date),
        |this| this.to_string();
    NaiveTime, Self::default(), "a time of day",
        |text| text.trim().trim_end_matches(['Z', 'z']).parse::<NaiveTime>().ok(),
        |this| this.to_string();
}

/// A leap second is kept: `chrono` counts it as a second's fraction of more than one.
fn date_time(parts: parts::DateTime) -> Option<DateTime<FixedOffset>> {
    let (second, extra) = if parts.second == 60 { (59, 1_000_000_000) } else { (u32::from(parts.second), 0) };
    let time = NaiveTime::from_hms_nano_opt(parts.hour.into(), parts.minute.into(), second, parts.nanosecond + extra)?;
    date(parts.date)?.and_time(time).and_local_timezone(FixedOffset::east_opt(parts.offset)?).single()
}

fn date(parts: parts::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(parts.year.into(), parts.month.into(), parts.day.into())
}

/// Returns whether RFC 3339 has a form for the year.
fn is_written(date: &NaiveDate) -> bool {
    (0..=9999).contains(&chrono::Datelike::year(date))
}
