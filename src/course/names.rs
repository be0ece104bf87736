//! Titles made from the names of files and folders, for those in which the author wrote none. In: the names in one folder. Out: a title for
//! each. A number in front is left out where it says the place and nothing else: where the names beside it make a sequence with it, or
//! where it is written as an order is, with a dot or with zeros. Every other number belongs to the name.

use std::collections::{BTreeSet, HashMap};

use crate::words::capitalized;

/// Signs and blanks that may stand between a number and a name.
const SEPARATORS: &[char] = &['-', '_', '.', ' ', ')', ':', '–', '—', '、', '．', '：'];

/// What follows a number that is written as an order: `1. First`, `01 - First`, `1) First`, `1、…`.
const ORDER_MARKS: &[&str] = &[". ", ") ", " - ", " – ", " — ", ": ", "- ", "、", "．", "．", "：", "_-_", ".-"];

/// The longest number that can be an order, in digits.
const MAX_DIGITS: usize = 4;

/// The longest number that is an order by what follows it alone: `404. Pages` is about the number.
const MAX_ORDER_DIGITS: usize = 2;

/// Numbers of four digits in this range are years.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// How many numbers in front of one name are looked at: `01-02-intro` has two.
const MAX_NUMBERS: usize = 3;

/// A title for each of the names (without ending) of the files and folders of one folder, in their order.
pub(super) fn titles_of_siblings(names: &[&str]) -> Vec<String> {
    let mut rests: Vec<&str> = names.to_vec();
    for round in 0..MAX_NUMBERS {
        let numbered: Vec<Option<NumberedName>> = rests.iter().map(|rest| NumberedName::parse(rest)).collect();
        let sequences = Sequences::of(numbered.iter().flatten());
        let mut has_changed = false;
        for ((rest, numbered), name) in rests.iter_mut().zip(numbered).zip(names) {
            let Some(numbered) = numbered else { continue };
            // A second number counts only behind one that was left out; there one digit is enough.
            let may_go = round == 0 || rest.len() < name.len();
            let is_order = numbered.is_written_as_order() || (round > 0 && numbered.digits.len() == 1);
            if may_go && (is_order || sequences.have(&numbered)) {
                (*rest, has_changed) = (numbered.rest, true);
            }
        }
        if !has_changed {
            break;
        }
    }
    rests.iter().zip(names).map(|(rest, name)| title(rest, name)).collect()
}

/// A title for a name that has no others beside it.
pub(super) fn title_of_name(name: &str) -> String {
    titles_of_siblings(&[name]).pop().unwrap_or_default()
}

/// A name with a number in front of it.
struct NumberedName<'n> {
    digits: &'n str,
    separator: &'n str,
    rest: &'n str,
}

impl<'n> NumberedName<'n> {
    /// None where no number stands in front, or where it cannot be an order: a year, the first part of a version, all that there is.
    fn parse(name: &'n str) -> Option<NumberedName<'n>> {
        let (digits, after) = name.split_at(name.bytes().take_while(u8::is_ascii_digit).count());
        let rest = after.trim_start_matches(SEPARATORS);
        let separator = after.get(..after.len() - rest.len())?;
        let is_decimal = separator == "." && rest.starts_with(|c: char| c.is_ascii_digit());
        let is_year = digits.len() == 4 && digits.parse().is_ok_and(|number: u32| YEARS.contains(&number));
        let is_number = (1..=MAX_DIGITS).contains(&digits.len()) && !is_decimal && !is_year;
        let has_name = rest.contains(char::is_alphabetic);
        (is_number && !separator.is_empty() && has_name).then_some(NumberedName { digits, separator, rest })
    }

    fn number(&self) -> u32 {
        self.digits.parse().unwrap_or(0)
    }

    fn is_padded(&self) -> bool {
        self.digits.len() > 1 && self.digits.starts_with('0')
    }

    /// Nobody writes a number with zeros in front, but for an order.
    fn is_written_as_order(&self) -> bool {
        self.digits.len() <= MAX_ORDER_DIGITS && (self.is_padded() || ORDER_MARKS.contains(&self.separator))
    }
}

/// The sequences that the numbers in front of some names make.
#[derive(Default)]
struct Sequences<'n> {
    /// By what follows the number and how many digits padded numbers have (0: not padded), the numbers that are in a sequence.
    numbers: HashMap<(&'n str, usize), BTreeSet<u32>>,
}

impl<'n> Sequences<'n> {
    fn of<'a>(names: impl Iterator<Item = &'a NumberedName<'n>> + Clone) -> Self
    where
        'n: 'a,
    {
        let mut widths: BTreeSet<(&str, usize)> = BTreeSet::new();
        widths.extend(names.clone().filter(|name| name.is_padded()).map(|name| (name.separator, name.digits.len())));
        let mut found: HashMap<(&str, usize), BTreeSet<u32>> = HashMap::new();
        for name in names {
            let width = if widths.contains(&(name.separator, name.digits.len())) { name.digits.len() } else { 0 };
            found.entry((name.separator, width)).or_default().insert(name.number());
        }
        for ((_, width), numbers) in &mut found {
            *numbers = match *width {
                0 => in_sequence(numbers),
                // Zeros in front are there for the sake of the order.
                _ if numbers.len() > 1 => std::mem::take(numbers),
                _ => BTreeSet::new(),
            };
        }
        Sequences { numbers: found }
    }

    fn have(&self, name: &NumberedName<'_>) -> bool {
        let keys = [(name.separator, name.digits.len()), (name.separator, 0)];
        keys.iter().any(|key| self.numbers.get(key).is_some_and(|numbers| numbers.contains(&name.number())))
    }
}

/// Those of the numbers that count on from the beginning, or by three or more, one of two missing at most; all, where they count by tens.
fn in_sequence(numbers: &BTreeSet<u32>) -> BTreeSet<u32> {
    if numbers.len() >= 3 && numbers.iter().all(|number| number % 10 == 0) {
        return numbers.clone();
    }
    let sorted: Vec<u32> = numbers.iter().copied().collect();
    let runs = sorted.chunk_by(|a, b| b - a <= 2);
    let is_sequence = |run: &&[u32]| match run {
        [0 | 1, _, ..] => true,
        run => run.len() >= 3,
    };
    runs.filter(is_sequence).flatten().copied().collect()
}

/// A title from what is left of a name: dashes and underscores become blanks, but a dash between numbers, or in a name that has blanks
/// already, stays. The first letter becomes a capital.
fn title(rest: &str, name: &str) -> String {
    let has_blanks = rest.contains(' ');
    let mut words = String::with_capacity(rest.len());
    let mut before: Option<char> = None;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_range = is_digit(before) && is_digit(chars.peek().copied());
        let shown = match c {
            '_' => ' ',
            '-' if !has_blanks && !is_range => ' ',
            c => c,
        };
        if shown != ' ' || !words.ends_with(' ') {
            words.push(shown);
        }
        before = Some(c);
    }
    let words = words.trim();
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (None, _) => name.to_owned(),
        // `iPhone`, `mRNA`
        (Some(_), Some(second)) if second.is_uppercase() => words.to_owned(),
        (Some(_), _) => capitalized(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(names: &[&str]) -> Vec<String> {
        titles_of_siblings(names)
    }

    #[test]
    fn a_name_keeps_what_belongs_to_it() {
        for (name, title) in [
            ("2FA-setup", "2FA setup"),
            ("3D-models", "3D models"),
            ("5G", "5G"),
            ("7zip", "7zip"),
            ("12-factor-apps", "12 factor apps"),
            ("404-pages", "404 pages"),
            ("404. Pages", "404. Pages"),
            ("2024-review", "2024 review"),
            ("2024 - Review", "2024 - Review"),
            ("2019년 면접질문", "2019년 면접질문"),
            ("1.2 Networks", "1.2 Networks"),
            ("Day01-20", "Day01-20"),
            ("Git - Basics", "Git - Basics"),
            ("ch01-01-installation", "Ch01-01 installation"),
            ("getting_started", "Getting started"),
            ("a--b", "A b"),
            ("iPhone-basics", "iPhone basics"),
            ("node.js", "Node.js"),
            ("03", "03"),
            ("01-02", "01-02"),
            ("été", "Été"),
            ("--", "--"),
            ("", ""),
        ] {
            assert_eq!(titles(&[name]), [title]);
        }
    }

    #[test]
    fn a_number_written_as_an_order_is_one() {
        for (name, title) in [
            ("1. First", "First"),
            ("01 - First", "First"),
            ("01 - Git - Basics", "Git - Basics"),
            ("02_Day_Lists", "Day Lists"),
            ("01-02-intro", "Intro"),
            ("01-1-first", "First"),
            ("01-12-factor-apps", "12 factor apps"),
            ("3) Third", "Third"),
            ("10、循环", "循环"),
        ] {
            assert_eq!(titles(&[name]), [title]);
        }
    }

    #[test]
    fn numbers_that_make_a_sequence_with_those_beside_them_are_an_order() {
        for (names, expected) in [
            (&["01-intro", "02-loops", "99-appendix"][..], &["Intro", "Loops", "Appendix"][..]),
            (
                &["1-intro", "2-loops", "12-factor-apps", "404-pages"],
                &["Intro", "Loops", "12 factor apps", "404 pages"],
            ),
            (&["1_a", "3_b", "4_c"], &["A", "B", "C"]),
            (&["10-a", "20-b", "30-c"], &["A", "B", "C"]),
            (&["05 a", "06 b"], &["A", "B"]),
            (&["5-a", "6-b", "7-c"], &["A", "B", "C"]),
            (&["2019-a", "2020-b", "2021-c"], &["2019 a", "2020 b", "2021 c"]),
            (&["3-tier-apps", "4-layers"], &["3 tier apps", "4 layers"]),
            (&["1-a", "2_b"], &["1 a", "2 b"]),
            (&["2D-a", "3D-b"], &["2D a", "3D b"]),
            (&["1.1 A", "1.2 B"], &["1.1 A", "1.2 B"]),
            (&["01-01-a", "01-02-b", "02-01-c"], &["A", "B", "C"]),
            (&["1.intro", "2.loops"], &["Intro", "Loops"]),
            (&["01", "02"], &["01", "02"]),
        ] {
            assert_eq!(titles(names), expected);
        }
    }
}
