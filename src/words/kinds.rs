//! The kinds of words: a row for each key of `words/*.toml`. The purpose of each is described in `words/en.toml`. This file is compiled
//! into the build script, too, so it uses nothing of the crate.

macro_rules! kinds {
    ($($variant:ident $key:literal)*) => {
        /// The purpose of a list of words: a key of `words/*.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum WordKind { $($variant,)* }

        impl WordKind {
            /// All kinds, in the order of the table.
            pub const ALL: &[WordKind] = &[$(WordKind::$variant,)*];

            /// Table and key in a language's file: `quiz.answer`.
            #[allow(dead_code, reason = "for the build script and its tests")]
            pub const fn key(self) -> &'static str {
                match self { $(WordKind::$variant => $key,)* }
            }
        }
    };
}

kinds! {
    Question "quiz.question"
    Scenario "quiz.scenario"
    Answer "quiz.answer"
    Explanation "quiz.explanation"
    Reference "quiz.reference"
    OptionsTitle "quiz.options_title"
    Hint "quiz.hint"
    Reveal "quiz.reveal"
    Key "quiz.key"
    Quiz "quiz.heading"
    Progress "quiz.progress"
    TrueOrFalse "quiz.true_or_false"
    True "quiz.true"
    False "quiz.false"
    Yes "quiz.yes"
    Choose "quiz.choose"
    Two "quiz.two"
    Three "quiz.three"
    Four "quiz.four"
    Five "quiz.five"
    And "quiz.and"
    Or "quiz.or"
    Is "quiz.is"
    Because "quiz.because"
    Option "quiz.option"
    Label "quiz.label"
    Letters "quiz.letters"
    Article "quiz.article"
    RightMark "quiz.right_mark"
    BeforeNumber "quiz.before_number"
    AfterNumber "quiz.after_number"
    NotAQuiz "quiz.not_a_quiz"
    ProgressWithin "quiz.progress_within"
    Task "quiz.task"
    CertainKey "quiz.certain_key"
    KeyAnywhere "quiz.key_anywhere"
    NextAlone "next.alone"
    NextLeading "next.leading"
    NextHeading "next.heading"
    PreviousAlone "previous.alone"
    PreviousLeading "previous.leading"
    UpAlone "up.alone"
    UpLeading "up.leading"
    StudyTime "facts.study_time"
    Difficulty "facts.difficulty"
    Importance "facts.importance"
    Prerequisites "facts.prerequisites"
    Level "facts.level"
    Author "facts.author"
    Updated "facts.updated"
    Version "facts.version"
    Audience "facts.audience"
    Tools "facts.tools"
    ObjectivesHeading "objectives.heading"
    ObjectivesSentence "objectives.sentence"
    Glossary "pages.glossary"
    DamageSubject "repair.subject"
    DamageShown "repair.shown"
    Common "detection.common"
}

/// The most bytes of a word of [`WordKind::Common`], which is compared as a `u64`.
pub const MAX_COMMON_WORD: usize = 8;
