//! A day of the calendar. What day it is, is a fact that a build is told: nothing here reads a clock.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A day, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

const SECONDS_OF_DAY: u64 = 86_400;

impl Date {
    /// The day of a text such as `2027-01-31`, or `2027-01-31T09:00:00Z`, of which only the day counts; none where it is no day of the calendar.
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        let day = text.get(..10)?;
        if text.get(10..)?.starts_with(|c: char| !matches!(c, 'T' | 't' | ' ')) {
            return None;
        }
        let [year, month, day] = <[&str; 3]>::try_from(day.split('-').collect::<Vec<_>>()).ok()?;
        let number = |text: &str, digits: usize| {
            (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse().ok())
                .flatten()
        };
        let date = Date { year: number(year, 4)?, month: number(month, 2)? as u8, day: number(day, 2)? as u8 };
        ((1..=12).contains(&date.month) && (1..=days_of(date.year, date.month)).contains(&date.day)).then_some(date)
    }

    /// The number of its year, of its month and of its day in the month, the latter two from 1.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The day, in universal time, of a number of seconds since 1970; the last day of 9999 for later ones.
    pub fn of_seconds(seconds: u64) -> Date {
        // Months are counted from March on, so that a leap day is the last of a year: as in Howard Hinnant's `civil_from_days`.
        let days = seconds / SECONDS_OF_DAY + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year + era * 400 + u64::from(month <= 2);
        if year > 9_999 {
            return Date { year: 9_999, month: 12, day: 31 };
        }
        Date { year: year as u16, month: month as u8, day: day as u8 }
    }
}

fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_what_is_none_is_not() {
        for good in ["2027-01-31", "2024-02-29", " 2027-01-31 ", "2027-01-31T09:00:00Z", "2027-01-31 09:00"] {
            assert!(Date::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "soon",
            "2027-1-31",
            "2027-02-29",
            "2027-13-01",
            "2027-00-01",
            "31.01.2027",
            "2027-01-31x",
            "+027-01-31",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert!(Date::parse("2026-12-31") < Date::parse("2027-01-01"));
    }

    #[test]
    fn seconds_have_their_day() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_799, "2000-02-29"),
            (1_795_824_000, "2026-11-28"),
            (4_102_444_800, "2100-01-01"),
        ] {
            assert_eq!(Date::of_seconds(seconds).to_string(), day);
        }
        assert_eq!(Date::of_seconds(u64::MAX).to_string(), "9999-12-31");
    }
}
