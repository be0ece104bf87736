//! Behaviour of the whole room: markdown in, questions out; and the laws that the page relies on.

use super::forms_test::{NOT_QUESTIONS, QUESTIONS};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::markdown::{EventKind, Fragment, parse};
use crate::span::Span;
use crate::words;

/// Markdown and the quiz in it.
pub(super) fn quiz(text: &str) -> (Document, Quiz) {
    let document = parse(text.into(), 0);
    let quiz = find(&document);
    partition(&document, &quiz).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
    (document, quiz)
}

/// A question as one line: number, kind, choices, answer, what explains it.
pub(super) fn line(document: &Document, question: &Question) -> String {
    let choices: Vec<String> =
        question.choices.iter().map(|choice| format!("{}={}", choice.label, choice.words(document))).collect();
    let mut out = format!("{} {:?} {:?} [{}]", question.number, question.kind, question.words, choices.join("|"));
    if !question.answer.is_empty() {
        out.push_str(&format!(" {}", question.answer.join(",")));
    }
    if !question.also.is_empty() {
        out.push_str(&format!(" or {}", question.also.join(",")));
    }
    let why: Vec<String> = question
        .explanation()
        .iter()
        .map(|part| document.plain_fragment(part))
        .filter(|part| !part.is_empty())
        .collect();
    if !why.is_empty() {
        out.push_str(&format!(" because {:?}", why.join(" / ")));
    }
    out
}

/// The law: heading, stem, choices, between, summary, body and marks are all the text of the extent, each piece once; extents
/// are balanced and do not overlap.
pub(super) fn partition(document: &Document, quiz: &Quiz) -> Result<(), String> {
    let mut extents: Vec<Range<EventId>> = quiz.questions.iter().map(|question| question.extent.clone()).collect();
    extents.extend(quiz.questions.iter().filter_map(|question| question.lead.clone()));
    extents.extend(quiz.keys.iter().map(|key| key.extent.clone()));
    extents.extend(quiz.checklists.iter().map(|list| list.list.clone()));
    extents.sort_by_key(|extent| extent.start);
    for pair in extents.windows(2) {
        if pair[0].end > pair[1].start {
            return Err(format!("{:?} and {:?} overlap", pair[0], pair[1]));
        }
    }
    for extent in &extents {
        let is_balanced =
            extent.clone().all(|id| document.event(id).is_some_and(|event| extent.contains(&event.partner)));
        if !is_balanced || extent.is_empty() {
            return Err(format!("{extent:?} is not balanced"));
        }
    }
    quiz.questions.iter().try_for_each(|question| parts_are_whole(document, question))
}

fn parts_are_whole(document: &Document, question: &Question) -> Result<(), String> {
    let mut parts: Vec<Fragment> = Vec::new();
    let whole = |range: Range<EventId>| Fragment { events: range, span: Span { start: 0, end: u32::MAX } };
    parts.extend(question.heading.map(|heading| whole(document.inside(heading))));
    parts.extend(question.stem.iter().cloned());
    parts.extend(question.choices.iter().flat_map(|choice| choice.text.iter().chain(&choice.feedback).cloned()));
    parts.extend(question.between.iter().cloned());
    if let Some(details) = &question.details {
        parts.extend(details.summary.clone());
        parts.extend(details.body.iter().cloned());
    }
    let mut shown: Vec<(EventId, Span)> = Vec::new();
    for part in &parts {
        let holds = |range: &Range<EventId>| range.start <= part.events.start && part.events.end <= range.end;
        if !holds(&question.extent) && !question.lead.as_ref().is_some_and(holds) {
            return Err(format!("question {}: {part:?} lies outside of {:?}", question.number, question.extent));
        }
        let leaves = document
            .clip(part)
            .filter(|(_, event)| matches!(event.kind, EventKind::Text | EventKind::Decoded | EventKind::Code));
        shown.extend(leaves.map(|(id, event)| (id, event.span)));
    }
    shown.sort();
    for pair in shown.windows(2) {
        if pair[0].0 == pair[1].0 && pair[0].1.end > pair[1].1.start {
            return Err(format!("question {} shows {:?} twice", question.number, pair[1].1.of(&document.text)));
        }
    }
    for id in question.extent.clone().chain(question.lead.clone().into_iter().flatten()) {
        let Some(event) = document
            .event(id)
            .filter(|event| matches!(event.kind, EventKind::Text | EventKind::Decoded | EventKind::Code))
        else {
            continue;
        };
        let from = shown.partition_point(|(other, _)| *other < id);
        let own: Vec<Span> =
            shown[from..].iter().take_while(|(other, _)| *other == id).map(|(_, span)| *span).collect();
        if let Some(lost) = lost(document, event.span, &own, &question.omitted) {
            return Err(format!("question {} loses {lost:?}", question.number));
        }
    }
    Ok(())
}

/// Text of `span` that neither is shown nor a mark.
fn lost(document: &Document, span: Span, shown: &[Span], marks: &[Span]) -> Option<String> {
    let text = span.of(&document.text);
    let gone: String = text
        .char_indices()
        .filter(|(at, letter)| {
            let place = span.start + *at as u32;
            let is_in = |other: &Span| other.start <= place && place < other.end;
            !letter.is_whitespace() && !shown.iter().any(is_in) && !marks.iter().any(is_in)
        })
        .map(|(_, letter)| letter)
        .collect();
    (!gone.is_empty()).then_some(gone)
}

/// All markdown files below a folder of real courses.
pub(super) fn courses() -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    if !root.is_dir() {
        println!("skipped: no real courses beside this folder");
        return Vec::new();
    }
    let mut waiting = vec![root.join("courses"), root.join("seed")];
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_example_of_each_language_is_one_question_with_its_answer() {
    for (language, text) in words::examples("quiz") {
        let (document, quiz) = quiz(text);
        let [question] = quiz.questions.as_slice() else { panic!("{language}: {text}{:?}", quiz.questions) };
        assert_eq!(
            (question.answer.as_slice(), question.choices.len()),
            (&["B".to_owned()][..], 2),
            "{language}: {text}"
        );
        // What follows the answer explains it.
        let line = line(&document, question);
        assert_eq!(line.contains(" because "), !text.trim_end().ends_with('B'), "{language}: {line}");
    }
}

#[test]
fn in_real_courses_no_word_is_lost_or_doubled() {
    let mut faults = Vec::new();
    for path in courses() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let document = parse(text.into(), 0);
        let quiz = find(&document);
        if let Err(fault) = partition(&document, &quiz) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{} files\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}

#[test]
fn each_form_is_recognised() {
    let mut faults = String::new();
    for (_, text, expected) in QUESTIONS {
        let document = parse((*text).into(), 0);
        let quiz = find(&document);
        let found: Vec<String> = quiz.questions.iter().map(|question| line(&document, question)).collect();
        if let Err(fault) = partition(&document, &quiz) {
            faults.push_str(&format!("{fault}\n{text}\n\n"));
        }
        if found != *expected {
            faults.push_str(&format!("{text}\n---- found {found:#?}\n---- not {expected:#?}\n\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn what_only_looks_like_a_question_stays() {
    for (_, text) in NOT_QUESTIONS {
        let (_, quiz) = quiz(text);
        let graded: Vec<&Question> =
            quiz.questions.iter().filter(|question| question.kind != QuestionKind::Open).collect();
        assert!(graded.is_empty(), "{text}\n{graded:#?}");
    }
}

/// Lines that questions are made of, for texts that nobody would write.
static SCRAPS: &[&str] = &[
    "### Question 1",
    "## Q2. What?",
    "### 3. Which?",
    "**Question**: x",
    "**4. y?**",
    "Which one?",
    "A) x",
    "B) y",
    "C) z",
    "a. x",
    "b. y",
    "- A. x",
    "- B. y",
    "- [ ] x",
    "- [x] y",
    "   - A) x",
    "   - B) y",
    "    - [x] z",
    "1. One?",
    "2. Two?",
    "   A) in",
    "   B) in",
    "**Answer: B**",
    "Answer: A",
    "Correct Answer: E",
    "*Explanation: so*",
    "   Answer: B",
    "<details>",
    "<summary>Answer</summary>",
    "</details>",
    "<details><summary>Hint</summary>",
    "> [!success]- Answer",
    "> **Correct Answer: A**",
    "> A) q",
    "> B) q",
    "> Which?",
    "??? question \"Answer\"",
    "    B",
    ":::details Answer",
    ":::",
    "---",
    "",
    "",
    "",
    "## Answer Key",
    "1. B",
    "2. True",
    "| 1 | B |",
    "|---|---|",
    "```",
    "True or False: x",
    "- [ ] True",
    "- [ ] False",
    "**B) strong**",
    "text &amp; more",
    "A)`code`",
    "<p>",
    "</p>",
    "<br>",
    "Answer",
    "B",
];

#[test]
fn whatever_is_written_no_word_is_lost_or_doubled() {
    crate::properties::hold(400, |u| {
        let count = u.int_in_range(1..=24)?;
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(u.choose(SCRAPS)?);
            text.push('\n');
        }
        quiz(&text);
        Ok(())
    });
}

#[test]
fn questions_beyond_what_a_page_holds_stay_as_written() {
    let text = "1. x?\n   - [ ] a\n   - [x] b\n\n".repeat(MAX_QUESTIONS + 2);
    let found = find(&parse(text.into(), 0));
    assert_eq!(found.questions.len(), MAX_QUESTIONS);
    assert!(found.checklists.is_empty());
    assert_eq!(found.diagnostics.iter().filter(|fault| fault.code.id() == "quiz/too-many").count(), 1);
}

#[test]
fn scraps_that_hang_together_badly_stay_as_written() {
    quiz(
        "- A. x\n   A) in\n:::\n### 3. Which?\n    - [x] z\n:::details Answer\n1. B\n## Answer Key\nA)`code`\ntext &amp; more\n**B) strong**\n- [ ] x\n**4. y?**\nA)`code`\n\n   - B) y\n|---|---|\n- [ ] x\n:::details Answer\n1. One?\nB\n:::\n",
    );
}

#[test]
fn ids_keep_through_what_does_not_matter() {
    let of = |text: &str| quiz(text).1.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
    let first = of("### Question 1\nWhat?\n\nA) x\nB) y\n\n**Answer: A**\n\nBecause.");
    assert_eq!(first, of("# Moved\n\nText.\n\n### Question 9\nWhat?\n\nA. **x**\nB. y\n\nAnswer: B"));
    assert_ne!(first, of("### Question 1\nWhy?\n\nA) x\nB) y\n\n**Answer: A**"));
    let twice = of("### Question 1\nWhat?\n\nA) x\nB) y\n\n### Question 2\nWhat?\n\nA) x\nB) y");
    assert_eq!(twice, [first[0].clone(), format!("{}-2", first[0])]);
}

#[test]
fn progress_is_a_checklist_and_choices_are_not() {
    let (_, found) = quiz(
        "## You can\n\n- [ ] explain it\n  - [x] in words\n- [ ] explain it\n\n### Question 1\nWhich?\n\n- [ ] True\n- [ ] False\n\n## Done\n\n- [x] one\n- [x] two\n\n- [ ] ____\n",
    );
    let texts: Vec<Vec<&str>> =
        found.checklists.iter().map(|list| list.items.iter().map(|item| item.text.as_str()).collect()).collect();
    assert_eq!(texts, [vec!["explain it", "in words", "explain it"]]);
    let ids: Vec<&str> = found.checklists[0].items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids[2], format!("{}-2", ids[0]));
    assert!(found.checklists[0].items[1].checked);
}

#[test]
fn what_is_doubtful_is_said_with_its_place() {
    let said = |text: &str| -> Vec<String> {
        let (document, found) = quiz(text);
        let place = |fault: &Diagnostic| fault.span.map_or("", |span| span.of(&document.text)).to_owned();
        found.diagnostics.iter().map(|fault| format!("{} at {:?}", fault.code.id(), place(fault))).collect()
    };
    assert_eq!(said("### Question 1\nWhat?\n\nA) x\nB) y"), ["quiz/no-key at \"Question 1\""]);
    assert_eq!(
        said("### Question 1\nWhat?\n\nA) x\nB) y\n\nAnswer: E"),
        ["quiz/answer-without-choice at \"Answer: E\""]
    );
    assert_eq!(said("### Question 1\nWhat?\n\nA) x\nB) y\nC) x\n\nAnswer: B"), ["quiz/duplicate-choice at \"C) x\""]);
    assert_eq!(said("### Question 1\nWhat?\n\nA) `\"1\"`\nB) `1`\n\nAnswer: B"), [""; 0]);
}

#[test]
fn a_key_is_found_with_its_place() {
    let (document, found) = quiz(
        "### Question 1\nWhat?\n\nA) x\nB) y\n\n---\n\n## Answer Key\n\n*(For teachers)*\n\n1. b\n2. See rubric\n\n---\n\n## Scores\n\nx",
    );
    let key = &found.keys[0];
    assert_eq!(document.plain(key.extent.clone()), "Answer Key(For teachers)bSee rubric");
    assert_eq!(found.questions[0].answer, ["B"]);
}

#[test]
fn a_likely_question_counts_beside_two_certain_ones_of_its_form() {
    let certain = |number: usize| format!("Which is {number}?\n\nA) x{number}\nB) y{number}\n\nAnswer: B\n\n---\n\n");
    let likely = |number: usize| format!("Which is that {number}?\n\nA) u{number}\nB) v{number}\n\n---\n\n");
    let count = |certains: usize, likelies: usize| {
        let text: String = (0..certains).map(certain).chain((0..likelies).map(likely)).collect();
        quiz(&text).1.questions.len()
    };
    assert_eq!(count(0, 1), 0);
    assert_eq!(count(1, 1), 1);
    assert_eq!(count(2, 1), 3);
    // Where most are doubtful, the certain ones prove nothing of the others.
    assert_eq!((count(2, 2), count(2, 3)), (4, 2));
    // Certain ones of another form prove nothing.
    let boxes = "### Question 1\n\nWhich?\n\n- [ ] a\n- [x] b\n- [ ] c\n\n---\n\n".repeat(2);
    assert_eq!(quiz(&format!("{boxes}{}", likely(1))).1.questions.len(), 2);
}

#[test]
fn ticked_lists_are_questions_where_all_of_them_ask() {
    let asked = |count: usize, more: &str| {
        let part = |number: usize| format!("### Which one has {number}?\n\n- [ ] a\n- [x] b\n- [ ] c\n\n");
        quiz(&format!("{}{more}", (0..count).map(part).collect::<String>())).1.questions.len()
    };
    // One may be a template that somebody filled in; many are an exam.
    assert_eq!((asked(1, ""), asked(4, ""), asked(5, "")), (0, 0, 5));
    // Where one list is a reader's progress, the others may be, too.
    assert_eq!(asked(5, "## Done so far\n\n- [x] a\n- [ ] b\n"), 0);
    // A certain question says what the others are.
    assert_eq!(asked(1, "## Question 7\n\nWhich?\n\nA) x\nB) y\n\nAnswer: B\n"), 2);
}

#[test]
fn a_key_that_contradicts_the_answer_is_none() {
    let asked = |key: &str| {
        let text = format!("### Question 1\nWhat?\n\nA) x\nB) y\n\n**Answer: B**\n\n---\n\n## Answer Key\n\n{key}\n");
        let (_, found) = quiz(&text);
        (found.questions[0].answer.clone(), found.keys.len())
    };
    assert_eq!(asked("1. B\n2. C"), (vec!["B".to_owned()], 1));
    assert_eq!(asked("1. A\n2. C"), (vec!["B".to_owned()], 0));
}

#[test]
fn an_answer_that_one_entry_of_a_key_contradicts_is_not_believed() {
    let text = |key: &str| {
        let question = |n: usize| format!("### Question {n}\nWhat?\n\nA) x{n}\nB) y\n\n**Answer: B**\n\n");
        format!("# Quiz\n\n{}---\n\n## Answer Key\n\n{key}\n", (1..=4).map(question).collect::<String>())
    };
    let answers = |key: &str| {
        let source = text(key);
        let (_, found) = quiz(&source);
        let told = found
            .diagnostics
            .iter()
            .map(|one| one.span.map_or("", |span| &source[span.range()]).to_owned())
            .collect::<Vec<_>>();
        (found.questions.iter().map(|question| question.answer.join("")).collect::<Vec<_>>(), told)
    };
    assert_eq!(
        answers("1. B\n2. B\n3. A\n4. B"),
        (vec!["B".into(), "B".into(), "".into(), "B".into()], vec!["A".into()])
    );
    let (kept, told) = answers("1. B\n2. A\n3. A\n4. A");
    assert_eq!((kept.join(""), told.len()), ("BBBB".into(), 0), "the key of another quiz");
}

#[test]
fn quotes_below_choices_are_said_to_those_who_take_them() {
    let told = |list: &str| {
        let (document, found) = quiz(&format!("### Question 1\n\nWhich is a fruit?\n\n{list}"));
        let said = |parts: &mut dyn Iterator<Item = &Fragment>| {
            parts.map(|part| document.plain_fragment(part).trim().to_owned()).collect::<Vec<_>>().join("|")
        };
        let choices = &found.questions[0].choices;
        (
            said(&mut choices.iter().flat_map(|choice| &choice.text)),
            said(&mut choices.iter().flat_map(|choice| &choice.why)),
        )
    };
    let boxes = told("- [ ] Carrot\n  > A root.\n- [x] Apple\n\n  > It grows on trees.\n- [ ] Leek\n");
    assert_eq!(boxes, ("Carrot|Apple|Leek".into(), "A root.|It grows on trees.".into()));
    let letters = told("- A) Carrot\n  > A root.\n- B) Apple\n  > Right.\n\n**Answer: B**\n");
    assert_eq!(letters, ("Carrot|Apple".into(), "A root.|Right.".into()));
    let lines = told("A) Carrot\n\n> A root.\n\nB) Apple\n\n> Correct! It grows.\n\n**Answer: B**\n");
    assert_eq!(lines, ("Carrot|Apple".into(), "A root.|Correct! It grows.".into()));
    assert_eq!(
        told("A) Carrot\n> A root.\n\nB) Apple\nC) Leek\n> No, a stem.\n\n**Answer: B**\n").1,
        "A root.|No, a stem."
    );
    // One may be what is quoted, and so is what a colon announces; an answer is none.
    assert_eq!(
        told("A) Carrot\n\n> A root.\n\nB) Apple\n\n**Answer: B**\n"),
        ("Carrot|A root.|Apple".into(), "".into())
    );
    assert_eq!(told("A) Carrot\n\n> A root.\n\nB) Apple\n\n> Answer: B\n").1, "");
    assert_eq!(told("- [ ] Carrot\n  > A root.\n- [x] Apple\n").1, "");
    assert_eq!(told("- [ ] He said:\n  > A root.\n- [x] She said:\n  > Apple\n").1, "");
}

#[test]
fn many_of_anything_come_to_an_end() {
    let cases: &[(&str, &str)] = &[
        ("### Question 1\n\n", "text\n\n"),
        ("### Question 1\nx?\n\nA) x\n", "B) y\n"),
        ("", "what?\n\n- [x] a\n- [ ] b\n\n"),
        ("", "what is it?\n\n- a\n- b\n\n"),
        ("", "## Answers\n\n1. B\n2. A\n\n"),
        ("", "<details><summary>Answer</summary>\n\n"),
        ("# Quiz\n\n", "<details><summary>Options</summary>\n\n"),
        ("# Quiz\n\n", "<details><summary>What?</summary>\n\n- [x] a\n- [ ] b\n\n"),
        ("", "<!-- 1-A, 2-B -->\n\n"),
        ("# Quiz\n\n", "Q1. x\nA) x\nB) y\nAnswer: A\n"),
        ("", "- [x] a\n\n```\nb\n```\n\n"),
        ("(a) x ", "(b) y "),
        ("", "> "),
        ("A) ", "word "),
        ("", ":::a\n\nx\n\n"),
    ];
    for (head, part) in cases {
        let document = parse(format!("{head}{}", part.repeat(4000)).into(), 0);
        let found = find(&document);
        assert!(found.questions.iter().all(|question| question.extent.end <= document.all().end), "{part:?}");
    }
}
