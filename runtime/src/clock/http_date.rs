//! Reads the dates of HTTP headers (RFC 9110, section 5.6.7).

use std::time::{Duration, SystemTime};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads a date in any of the three forms; `None` where it is none of them or before 1970.
pub(crate) fn parse_http_date(text: &str) -> Option<SystemTime> {
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words.as_slice() {
        // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`.
        [_, day, month, year, time, "GMT"] => (*day, *month, *year, *time),
        // `Sun Nov  6 08:49:37 1994`.
        [_, month, day, time, year] => (*day, *month, *year, *time),
        _ => return None,
    };
    let year = match (year.len(), year.parse::<i64>().ok()?) {
        // Section 5.6.7: two digits that seem more than 50 years ahead are of the century before. 1970 to 2069 fits until 2019
        // and beyond for every date that is near.
        (2, year) if year >= 70 => 1900 + year,
        (2, year) => 2000 + year,
        (4, year) => year,
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let day = day.parse::<i64>().ok().filter(|day| (1..=31).contains(day))?;
    let clock: Vec<u64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hour @ 0..=23, minute @ 0..=59, second @ 0..=60] = clock[..] else { return None };
    let days = u64::try_from(days_since_epoch(year, month, day)).ok()?;
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400 + hour * 3_600 + minute * 60 + second))
}

/// Counts the days from 1970-01-01 in the proleptic Gregorian calendar. The year is taken to begin in March, so that the leap day
/// is its last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<u64>) {
        let seconds = parse_http_date(text).map(|time| time.duration_since(SystemTime::UNIX_EPOCH).expect("after the epoch").as_secs());
        assert_eq!(seconds, expect);
    }

    #[test]
    fn the_three_forms_mean_the_same() {
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777));
        check("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777));
        check("Sun Nov  6 08:49:37 1994", Some(784_111_777));
    }

    #[test]
    fn leap_days_count() {
        check("Thu, 29 Feb 2024 00:00:00 GMT", Some(1_709_164_800));
        check("Fri, 01 Mar 2024 00:00:00 GMT", Some(1_709_251_200));
    }

    #[test]
    fn other_texts_are_no_dates() {
        check("", None);
        check("tomorrow", None);
        check("Sun, 06 Foo 1994 08:49:37 GMT", None);
        check("Sun, 06 Nov 1994 25:49:37 GMT", None);
        check("Sun, 06 Nov 1994 08:49:37 CET", None);
    }
}
