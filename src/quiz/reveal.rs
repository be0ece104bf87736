//! What a site gives away of answers, and where: a table of outputs and modes. In: a kind of output and `[quiz] answers`. Out: how that output
//! shows answers. Whatever writes an answer, a key, an explanation or the letters of right choices asks here, so that one row decides.

use serde::{Deserialize, Serialize};

/// `[quiz] answers`: how a student comes by the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerMode {
    /// They stand open with their questions.
    Shown,
    /// They are folded until asked for.
    #[default]
    Hidden,
    /// They stand as a key at the end of the page.
    AtEnd,
    /// They are nowhere in the site.
    Withheld,
}

impl AnswerMode {
    /// All modes, in the order of the table's columns.
    pub const ALL: [AnswerMode; 4] = [AnswerMode::Shown, AnswerMode::Hidden, AnswerMode::AtEnd, AnswerMode::Withheld];

    /// Its name in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            AnswerMode::Shown => "shown",
            AnswerMode::Hidden => "hidden",
            AnswerMode::AtEnd => "at-end",
            AnswerMode::Withheld => "withheld",
        }
    }

    /// The mode of a name.
    pub fn find(name: &str) -> Option<AnswerMode> {
        AnswerMode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What may show answers, or data that hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnswerOutput {
    /// A chapter's page, and the home page.
    ChapterPage,
    /// A chapter's quiz page.
    QuizPage,
    /// What is printed. Which answers it shows, and where, is a setting of its own, `[quiz] print_answers`; not whether it may.
    Print,
    /// The labels of right choices, in attributes or scripts: with them a page can check a choice.
    Labels,
    /// A question in a bank that scripts load.
    Bank,
    /// A chapter as plain text or markdown, which is published without its answers.
    Text,
    /// `course.json`.
    CourseJson,
    /// The search index.
    Search,
}

/// How an output shows answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reveal {
    /// With each question, to be seen at once.
    Open,
    /// With each question, folded.
    #[default]
    Folded,
    /// After everything else.
    AtEnd,
    /// Not at all: not a byte of them.
    Never,
}

/// A row: an output, and what it shows in each mode, in the order of [`AnswerMode::ALL`].
type RevealRow = (AnswerOutput, [Reveal; 4]);

/// The table. The last column is `Never` throughout: that is what withholding answers means.
pub static REVEALS: [RevealRow; 8] = {
    use Reveal::{AtEnd, Folded, Never, Open};
    [
        (AnswerOutput::ChapterPage, [Open, Folded, AtEnd, Never]),
        (AnswerOutput::QuizPage, [Open, Folded, AtEnd, Never]),
        (AnswerOutput::Print, [AtEnd, AtEnd, AtEnd, Never]),
        (AnswerOutput::Labels, [Open, Open, Open, Never]),
        (AnswerOutput::Bank, [Folded, Folded, Folded, Never]),
        (AnswerOutput::Text, [Never, Never, Never, Never]),
        (AnswerOutput::CourseJson, [Never, Never, Never, Never]),
        (AnswerOutput::Search, [Never, Never, Never, Never]),
    ]
};

/// How an output shows answers in a mode.
pub fn reveal(output: AnswerOutput, mode: AnswerMode) -> Reveal {
    let row = REVEALS.iter().find(|(row, _)| *row == output);
    let column = AnswerMode::ALL.iter().position(|other| *other == mode);
    row.zip(column).and_then(|((_, shown), column)| shown.get(column)).copied().unwrap_or(Reveal::Never)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_output_has_one_row_and_nothing_leaks_where_answers_are_withheld() {
        for (output, _) in REVEALS {
            assert_eq!(REVEALS.iter().filter(|(row, _)| *row == output).count(), 1, "{output:?}");
            assert_eq!(reveal(output, AnswerMode::Withheld), Reveal::Never, "{output:?}");
        }
    }

    #[test]
    fn data_and_search_never_hold_answers() {
        for mode in AnswerMode::ALL {
            assert_eq!(reveal(AnswerOutput::CourseJson, mode), Reveal::Never);
            assert_eq!(reveal(AnswerOutput::Search, mode), Reveal::Never);
            assert_eq!(AnswerMode::find(mode.name()), Some(mode));
        }
        assert_eq!(reveal(AnswerOutput::ChapterPage, AnswerMode::default()), Reveal::Folded);
    }
}
