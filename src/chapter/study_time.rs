//! How long authors say that a chapter takes, as minutes: `~30 minutes`, `1.5–2 h`, `2 horas y 30 minutos`, `45分`. What says it in days or weeks is a
//! plan and no measure, and what cannot be read for certain is none.

use super::search_words::is_unspaced;

/// How many minutes units have: whole words in lower case, or how they begin where a `*` follows.
static UNITS: &[(f32, &[&str])] = &[
    (
        1.0,
        &[
            "m",
            "min",
            "mins",
            "minut*",
            "мин",
            "минут*",
            "хв",
            "хвилин*",
            "dk",
            "dakika*",
            "phút",
            "دقيقة",
            "دقائق",
            "मिनट*",
            "分*",
            "분*",
        ],
    ),
    (60.0, &["h", "hr", "hrs", "hour*", "std", "stunde*", "hora*", "heure*", "ora", "ore", "godz", "godzin*", "saat*"]),
    (60.0, &["ч", "час", "часа", "часов", "годин*", "giờ", "ساعة", "ساعات", "घंट*", "小时*", "小時*", "時間*", "시간*"]),
];

/// Between the two ends of a range.
static RANGE: &[&str] = &["-", "–", "—", "~", "to", "bis", "a", "à", "до", "do"];

/// No chapter takes longer: a larger number is something else.
const MOST_MINUTES: f32 = 6000.0;

/// The minutes of a study time as written; none where it cannot be told. Of a range it is the middle.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    let (mut sum, mut last_unit) = (0.0, None);
    while let Some((low, after)) = next_number(rest) {
        let (amount, after) = match second_of_range(after) {
            Some((high, behind)) if high >= low => ((low + high) / 2.0, behind),
            _ => (low, after),
        };
        let is_minutes_of_hour = last_unit == Some(60.0) && rest.starts_with(|c: char| c.is_ascii_digit());
        let Some((unit, behind)) = unit(after).or_else(|| is_minutes_of_hour.then_some((1.0, after))) else { break };
        sum += amount * unit;
        last_unit = Some(unit);
        rest = behind;
    }
    last_unit.and_then(|_| rounded(sum))
}

fn rounded(minutes: f32) -> Option<u32> {
    (1.0..=MOST_MINUTES).contains(&minutes).then(|| minutes.round() as u32)
}

/// The next number of a text and what follows it: `2`, `1.5`, `1,5`, `1½`, `½`.
fn next_number(text: &str) -> Option<(f32, &str)> {
    let is_digit = |c: char| c.is_ascii_digit() || c == '½';
    let start = text.find(is_digit)?;
    number(text.get(start..)?)
}

/// The number that a text begins with, and what follows it.
fn number(text: &str) -> Option<(f32, &str)> {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let end = text.find(|c: char| !is_of_number(c)).unwrap_or(text.len());
    let digits = text.get(..end)?.trim_end_matches(['.', ',']);
    let (mut value, mut rest) = (0.0, text.get(digits.len()..)?);
    if !digits.is_empty() {
        value = digits.replace(',', ".").parse().ok()?;
    }
    if let Some(behind) = rest.strip_prefix('½') {
        (value, rest) = (value + 0.5, behind);
    } else if digits.is_empty() {
        return None;
    }
    Some((value, rest))
}

/// The second number of a range, where a text goes on with one.
fn second_of_range(text: &str) -> Option<(f32, &str)> {
    let text = text.trim_start();
    RANGE.iter().find_map(|sign| number(text.strip_prefix(sign)?.trim_start().trim_start_matches('~')))
}

/// The minutes of the unit that a text begins with, and what follows its word.
fn unit(text: &str) -> Option<(f32, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '+' | '個' | '个'));
    let end = text.find(|c: char| !(c.is_alphabetic() || ('\u{900}'..='\u{97f}').contains(&c))).unwrap_or(text.len());
    let word = text.get(..end)?;
    let matches = |unit: &&str| match unit.strip_suffix('*') {
        Some(start) => word.starts_with(start).then_some(start.len()),
        None => (word == *unit).then_some(end),
    };
    let (minutes, length) =
        UNITS.iter().find_map(|(minutes, words)| Some((*minutes, words.iter().find_map(&matches)?)))?;
    // Where words have no blanks between them, what follows the unit is not part of its word.
    let is_unspaced = word.chars().next().is_some_and(is_unspaced);
    Some((minutes, text.get(if is_unspaced { length } else { end }..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn study_times_are_read_as_authors_write_them() {
        for (text, expected) in [
            ("~30 minutes", Some(30)),
            ("45-60 minutes", Some(53)),
            ("1.5–2 h", Some(105)),
            ("1h30", Some(90)),
            ("1 hour 30 min", Some(90)),
            ("2 horas y 30 minutos", Some(150)),
            ("1,5 Stunden", Some(90)),
            ("1½ hours", Some(90)),
            ("10m", Some(10)),
            ("2 to 3 hours (including labs)", Some(150)),
            ("45分", Some(45)),
            ("约2小时30分钟", Some(150)),
            ("3時間", Some(180)),
            ("około 2 godz.", Some(120)),
            ("2 часа", Some(120)),
            ("10 частей", None),
            ("2 घंटे", Some(120)),
            ("90", None),
            ("2 days", None),
            ("3 weeks, 2 hours each", None),
            ("one evening", None),
            ("10 questions", None),
            ("99999999999999999999999 hours", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
