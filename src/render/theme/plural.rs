//! Which form of a counted word a language has for a number, by the rules of Unicode CLDR for whole numbers ("Language Plural Rules"). A
//! language without a row has one form for 1 and another for all other numbers, as English.

use serde::{Deserialize, Serialize};

/// A form of a counted word, as CLDR names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PluralForm {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// The rule of some languages.
struct PluralRow {
    /// Primary language tags.
    languages: &'static [&'static str],
    form: fn(u64) -> PluralForm,
    /// Numbers and their forms, for the test.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of the table"))]
    examples: &'static [(u64, PluralForm)],
}

use PluralForm::{Few, Many, One, Other, Two, Zero};

static ROWS: &[PluralRow] = &[
    PluralRow {
        languages: &["ja", "ko", "th", "vi", "zh", "id", "ms"],
        form: |_| Other,
        examples: &[(1, Other), (2, Other)],
    },
    PluralRow {
        languages: &["fr", "pt", "hi", "hy", "fa", "bn"],
        form: |n| if n <= 1 { One } else { Other },
        examples: &[(0, One), (1, One), (2, Other)],
    },
    PluralRow {
        languages: &["ru", "uk", "be"],
        form: |n| match (n % 10, n % 100) {
            (1, rest) if rest != 11 => One,
            (2..=4, rest) if !(12..=14).contains(&rest) => Few,
            _ => Many,
        },
        examples: &[(1, One), (2, Few), (5, Many), (11, Many), (12, Many), (21, One), (22, Few), (111, Many)],
    },
    PluralRow {
        languages: &["pl"],
        form: |n| match (n, n % 10, n % 100) {
            (1, ..) => One,
            (_, 2..=4, rest) if !(12..=14).contains(&rest) => Few,
            _ => Many,
        },
        examples: &[(1, One), (2, Few), (5, Many), (12, Many), (21, Many), (22, Few)],
    },
    PluralRow {
        languages: &["cs", "sk"],
        form: |n| match n {
            1 => One,
            2..=4 => Few,
            _ => Other,
        },
        examples: &[(1, One), (3, Few), (5, Other)],
    },
    PluralRow {
        languages: &["ar"],
        form: |n| match (n, n % 100) {
            (0, _) => Zero,
            (1, _) => One,
            (2, _) => Two,
            (_, 3..=10) => Few,
            (_, 11..=99) => Many,
            _ => Other,
        },
        examples: &[(0, Zero), (1, One), (2, Two), (7, Few), (11, Many), (100, Other), (103, Few)],
    },
];

impl PluralForm {
    /// The form that a language (BCP 47) has for `n`.
    pub(super) fn of(language: &str, n: u64) -> PluralForm {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        match ROWS.iter().find(|row| row.languages.contains(&primary.as_str())) {
            Some(row) => (row.form)(n),
            None if n == 1 => One,
            None => Other,
        }
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_forms_of_their_row() {
        for row in ROWS {
            for (language, (n, form)) in
                row.languages.iter().flat_map(|language| row.examples.iter().map(move |one| (language, one)))
            {
                assert_eq!(PluralForm::of(language, *n), *form, "{language} {n}");
            }
        }
        assert_eq!((PluralForm::of("en", 1), PluralForm::of("de", 0)), (One, Other));
        assert_eq!(PluralForm::of("pt-BR", 0), One);
    }
}
