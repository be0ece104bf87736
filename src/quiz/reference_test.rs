//! docs/reference/questions.md and docs/reference/question-examples.md: every form of a question, from the tables of this room. Each example is
//! read by the room before it is shown, and what is said of it is what came of it.

use super::admonition::ADMONITIONS;
use super::forms_test::{NOT_QUESTIONS, QUESTIONS};
use super::label::{ALPHABETS, LABELS};
use super::mark::{BOXES, EMPTY_SIGNS, RIGHT_SIGNS, TICKED_SIGNS, TICKS, WRONG_SIGNS};
use super::marks_test::{ANSWERS, CHOICES, KEYS};
use super::opening::STEMS;
use super::opt_out::DIRECTIVES;
use super::reasons::REASONS;
use super::reveal::{AnswerMode, AnswerOutput, REVEALS, Reveal};
use super::tests::quiz;
use super::{Question, QuestionKind};
use crate::markdown::Document;
use crate::reference_test::{block, cell, code, hold};
use crate::words::{WordKind, capitalized};

/// A section of the page: its title, what is said before its table, and the table.
struct FormSection {
    title: &'static str,
    said: &'static str,
    table: String,
}

const INTRODUCTION: &str = "\
A question has a beginning, choices and an answer; each of them has many forms, and all go together. This page is made from the tables by which they are
recognised, and every example on it is read in a test. [Examples of whole questions](question-examples.md) shows what becomes of each, and
[Words of languages](words.md) by which words parts are recognised in which language.

What is not certain stays as it is written: a question that is missed is a pity, a wrong answer that is called right is a fault. Certain is

- what has a mark with a number (`Question 3`), choices and an answer;
- what asks, has lettered choices, and an answer that names one of them;
- a list of boxes below a question of which some are ticked, beside others of its kind.

What is only likely counts beside certain ones of the same form. `syllabus inspect --questions` lists what was recognised, and `syllabus check` says
what has choices and no answer that could be read.
";

/// A question around an example, or a part of it.
fn asked(opening: &str, choices: &str, answer: &str) -> String {
    format!("# Quiz\n\n{opening}\n\n{choices}\n\n{answer}\n")
}

/// The only question of a text, and its document.
fn only(text: &str) -> (Document, Question) {
    let (document, mut found) = quiz(text);
    assert_eq!(found.questions.len(), 1, "{text}\n{:#?}", found.questions);
    (document, found.questions.remove(0))
}

fn openings() -> FormSection {
    let row = |form: &super::opening::StemForm| {
        let opening = form.example.replace("text", "Which one flies?");
        let (_, question) = only(&asked(&opening, "A) a cow\nB) a bird", "Answer: B"));
        assert!(question.words.ends_with("Which one flies?") && question.answer == ["B"], "{opening}");
        let number = super::opening::opening(form.example).and_then(|opening| opening.number);
        let number = number.map_or_else(|| "by its place".to_owned(), |number| number.to_string());
        format!("| {} | {} | {number} |\n", form.name, code(&opening))
    };
    FormSection {
        title: "How a question begins",
        said: "A heading, a bold line, a quote, an item of a list or a plain line may begin so. Without any of these, a sentence that asks begins a question where an answer follows.",
        table: format!("| form | example | its number |\n|---|---|---|\n{}", STEMS.iter().map(row).collect::<String>()),
    }
}

fn letters() -> FormSection {
    let row = |form: &super::label::LabelForm| {
        let second = form.example.replace('A', "B").replace("Users", "Roles");
        let (document, question) =
            only(&asked("### Question 1\n\nWhich?", &format!("- {}\n- {second}", form.example), "Answer: B"));
        let read: Vec<String> = question.choices.iter().map(|choice| choice.words(&document)).collect();
        assert_eq!((read, question.answer), (vec!["Users".to_owned(), "Roles".to_owned()], vec!["B".to_owned()]));
        let before = form.before.iter().map(|before| match *before {
            "" => "nothing".to_owned(),
            before => code(before),
        });
        let after = form.after.iter().map(|after| code(after));
        let list = |all: Vec<String>| cell(&all.join(" "));
        format!("| {} | {} | {} | {} |\n", form.name, code(form.example), list(before.collect()), list(after.collect()))
    };
    let alphabets: Vec<String> =
        ALPHABETS.iter().chain(WordKind::Letters.words()).map(|letters| code(letters)).collect();
    let table = format!(
        "| form | example | before the letter | after it |\n|---|---|---|---|\n{}\nLetters, large or small: {}. Digits count where an answer names one of them.\n",
        LABELS.iter().map(row).collect::<String>(),
        alphabets.join(", ")
    );
    FormSection {
        title: "How choices are lettered",
        said: "In a list, in lines of their own, or in one line; bold or not. The letters must be a series.",
        table,
    }
}

fn boxes() -> FormSection {
    let row = |form: &super::mark::BoxForm| {
        let text = asked("### Question 1\n\nWhich?", &format!("- {}\n- ☐ Roles", form.example), "");
        let (_, question) = only(&text);
        assert_eq!(question.answer, ["A"], "{text}");
        format!("| {} | {} |\n", form.name, code(form.example))
    };
    let signs = |all: &[&str]| all.iter().map(|sign| code(sign)).collect::<Vec<_>>().join(" ");
    let table = format!(
        "| form | ticked |\n|---|---|\n| task list | `- [x] Users` |\n{}\nIn a box, these tick it: {}. Signs that are an empty box: {}; a ticked one: {}.\n\nBehind a choice {} say that it is right, and so do words such as {}; {} say that it is wrong. Where one of three or more choices is bold, it is the right one.\n",
        BOXES.iter().map(row).collect::<String>(),
        signs(TICKS),
        signs(EMPTY_SIGNS),
        signs(TICKED_SIGNS),
        signs(RIGHT_SIGNS),
        signs(WordKind::RightMark.words().get(..4).unwrap_or_default()),
        signs(WRONG_SIGNS),
    );
    FormSection {
        title: "Boxes and marks",
        said: "The ticked ones are right. A list of boxes below no question is a [checklist](#checklists).",
        table,
    }
}

/// Examples as code: those of one line as a list, others as blocks.
fn listed(examples: &[&str]) -> String {
    let (one, more): (Vec<&&str>, Vec<&&str>) = examples.iter().partition(|text| !text.contains('\n'));
    let lines: String = one.iter().map(|text| format!("- {}\n", code(text))).collect();
    let blocks: String = more.iter().map(|text| format!("\n{}", block("markdown", text))).collect();
    format!("{lines}{blocks}")
}

fn reasons() -> String {
    let row = |form: &super::reasons::ReasonForm| {
        let text = asked(
            "### Question 1\n\nWhere?",
            "A) In nests\nB) In trees\nC) In caves",
            &format!("<details><summary>Answer</summary>\n\n**Answer: B**\n\n{}\n</details>", form.example),
        );
        let (_, question) = only(&text);
        let has_reason: Vec<bool> = question.choices.iter().map(|choice| !choice.why.is_empty()).collect();
        assert_eq!(has_reason, [true, false, true], "{text}");
        format!("\n{}:\n\n{}", capitalized(form.name), block("markdown", form.example))
    };
    REASONS.iter().map(row).collect()
}

/// Lists of boxes, and how many of their items may be ticked.
static CHECKLISTS: &[(&str, &str, usize)] = &[
    ("a task list", "## Before you go on\n\n- [ ] I can explain roles\n- [ ] I have made one", 2),
    ("with some that are ticked", "## Roadmap\n\n- [x] build\n- [ ] test", 2),
    ("with lists inside", "- [ ] Set up\n  - [ ] install\n  - [ ] configure", 3),
    ("all ticked, as something that was done", "- [x] design\n- [x] build", 0),
    ("blanks to be filled in", "- [ ] ______\n- [ ] ______", 0),
    ("the choices of a question", "### Question 1\n\nWhich?\n\n- [ ] Users\n- [x] Roles", 0),
];

fn checklists() -> FormSection {
    let row = |(name, text, items): &(&str, &str, usize)| {
        let (_, found) = quiz(&format!("# T\n\n{text}\n"));
        let count: usize = found.checklists.iter().map(|list| list.items.len()).sum();
        assert_eq!(count, *items, "{text}");
        let becomes = match items {
            0 => "no checklist".to_owned(),
            items => format!("{items} boxes that stay ticked in the reader's browser"),
        };
        format!("\n{}: {becomes}.\n\n{}", capitalized(name), block("markdown", text))
    };
    FormSection {
        title: "Checklists",
        said: "A task list that is no question is a checklist. Items keep their ticks when the list is put in another order.",
        table: CHECKLISTS.iter().map(row).collect(),
    }
}

fn folds() -> FormSection {
    let row = |form: &super::admonition::AdmonitionForm| format!("| {} | {} |\n", form.name, code(form.example));
    FormSection {
        title: "What an answer may stand in",
        said: "Nothing, `<details>`, a quote that begins with `> [!success]- Answer` or the like, or the fold of another tool. What gives the answer away is folded on the page, also where its author wrote it in the open.",
        table: format!("| form | how it begins |\n|---|---|\n{}", ADMONITIONS.iter().map(row).collect::<String>()),
    }
}

/// What is said of an output on the page.
fn named(output: AnswerOutput) -> &'static str {
    match output {
        AnswerOutput::ChapterPage => "pages of chapters, the home page",
        AnswerOutput::QuizPage => "quiz pages",
        AnswerOutput::Print => "what is printed, unless `[quiz] print_answers` says otherwise",
        AnswerOutput::Labels => "what scripts check a choice with",
        AnswerOutput::Bank => "questions of practice and exams",
        AnswerOutput::Text => "chapters as markdown",
        AnswerOutput::CourseJson => "`course.json`",
        AnswerOutput::Search => "the search",
    }
}

fn reveals() -> FormSection {
    let shown = |reveal: &Reveal| match reveal {
        Reveal::Open => "open",
        Reveal::Folded => "folded",
        Reveal::AtEnd => "at the end",
        Reveal::Never => "never",
    };
    let head: String = AnswerMode::ALL.iter().map(|mode| format!(" `{}` |", mode.name())).collect();
    let row = |(output, columns): &(AnswerOutput, [Reveal; 4])| {
        let cells: String = columns.iter().map(|reveal| format!(" {} |", shown(reveal))).collect();
        format!("| {} |{cells}\n", named(*output))
    };
    FormSection {
        title: "Where answers are shown",
        said: "`[quiz] answers` decides, and so does `--answers`. With `withheld` no byte of an answer is in the site.",
        table: format!("| in |{head}\n|---|---|---|---|---|\n{}", REVEALS.iter().map(row).collect::<String>()),
    }
}

fn opt_outs() -> FormSection {
    let row = |(words, _): &(&str, super::opt_out::Directive)| {
        format!("- {}\n", code(&format!("<!-- syllabus: {words} -->")))
    };
    FormSection {
        title: "What is no question",
        said: "These are left as they are: lettered parts of a text that nothing asks for, scales of grades, FAQs, a reader's progress, questions to oneself; see the [examples](question-examples.md#what-only-looks-like-a-question). The first of these comments says so of a list, a section (before its heading) or a whole file (before all else in it); the second ends it.",
        table: DIRECTIVES.iter().map(row).collect(),
    }
}

fn page() -> String {
    let answers = FormSection {
        title: "How an answer is named",
        said: "Below the choices. Each of these says that B is right:",
        table: listed(ANSWERS),
    };
    let choices = FormSection {
        title: "Choices of every kind",
        said: "Each of these is a question below `Which?`, and the second choice is right:",
        table: listed(CHOICES),
    };
    let keys = FormSection {
        title: "Keys for many questions",
        said: "At the end of a section or a file, by the numbers of the questions. Each of these says B of the first and A of the second:",
        table: listed(KEYS),
    };
    let reasons = FormSection {
        title: "Reasons for single choices",
        said: "What an explanation says of one choice is what a student sees first who took it. With the choices A to C each of these tells of A and C. A quote (`> …`) below a choice of a list, below two or more of them, is said to those who take it.",
        table: reasons(),
    };
    let parts =
        [openings(), letters(), boxes(), choices, answers, folds(), keys, reasons, checklists(), opt_outs(), reveals()];
    let shown: String = parts
        .iter()
        .map(|part| format!("\n## {}\n\n{}\n\n{}\n", part.title, part.said, part.table.trim_matches('\n')))
        .collect();
    format!("# Every form of a question\n\n{INTRODUCTION}{shown}")
}

/// A question in words, as it was understood.
fn understood(document: &Document, question: &Question) -> String {
    let kind = match question.kind {
        QuestionKind::Single => "one right answer",
        QuestionKind::Multiple => "several right answers",
        QuestionKind::TrueFalse => "true or false",
        QuestionKind::Open => "open: students judge themselves",
        QuestionKind::Ungraded => "shown, not graded",
    };
    let mut out = format!("question {}, {kind}: {}\n", question.number, question.words);
    for choice in &question.choices {
        let is_right = question.answer.contains(&choice.label);
        let mark = if is_right {
            "✓"
        } else if question.also.contains(&choice.label) {
            "accepted, too"
        } else {
            ""
        };
        out.push_str(format!("  {}  {}  {mark}", choice.label, choice.words(document)).trim_end());
        out.push('\n');
    }
    let why = question.explanation().iter().map(|part| document.plain_fragment(part));
    let why: Vec<String> = why.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let why = why.join(" ");
    if !why.trim().is_empty() {
        out.push_str(&format!("  why: {}\n", why.trim()));
    }
    out
}

fn examples() -> String {
    let shown = |(name, text, _): &(&str, &str, &[&str])| {
        let (document, found) = quiz(text);
        let becomes: String = found.questions.iter().map(|one| understood(&document, one)).collect();
        format!("\n### {}\n\n{}\nbecomes\n\n{}", capitalized(name), block("markdown", text), block("text", &becomes))
    };
    let not = |(name, text): &(&str, &str)| format!("\n### {}\n\n{}", capitalized(name), block("markdown", text));
    format!(
        "# Examples of questions\n\nForms as authors write them, and what becomes of each: the same that the tests of the program expect. What they are made of is on the page\nabout [every form of a question](questions.md).\n\n## What becomes a question\n{}\n## What only looks like a question\n\nIt stays as it is written.\n{}",
        QUESTIONS.iter().map(shown).collect::<String>(),
        NOT_QUESTIONS.iter().map(not).collect::<String>()
    )
}

#[test]
fn the_reference_of_questions_is_what_the_tables_say() {
    hold("reference/questions.md", &page());
    hold("reference/question-examples.md", &examples());
}
