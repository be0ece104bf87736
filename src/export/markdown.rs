//! A chapter as markdown, and `llms.txt`, the list of all of them, for readers that are programs. In: chapters and what the course says of them.
//! Out: texts. Never holds a key, an answer, an explanation or a hint: of a question it has what is asked and the choices.

use std::ops::Range;

use crate::chapter::{Chapter, giveaways};
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::quiz::{Choice, Question, comment_spans};
use crate::source::front_matter;
use crate::span::Span;

/// The repaired text of a chapter, without front matter and without what gives answers away. All else is as the author wrote it, links too: the
/// files that they name are published at the same paths. `title` is put above a text that has none.
pub fn chapter_markdown(chapter: &Chapter, title: &str) -> String {
    let document = &chapter.document;
    let text = &*document.text;
    let mut markdown = match chapter.title_heading {
        Some(_) => String::new(),
        None => format!("# {title}\n\n"),
    };
    let hidden = hidden_spans(document);
    let mut at = front_matter::split(text).map_or(0, |block| block.body_start);
    for (range, question) in giveaways(document, &chapter.quiz) {
        let span = span_of(document, &range);
        push_shown(&mut markdown, text, at..span.start as usize, &hidden);
        if let Some(question) = question.and_then(|index| chapter.quiz.questions.get(index)) {
            markdown.push_str(&question_markdown(document, question, span));
        }
        at = at.max(span.end as usize);
    }
    push_shown(&mut markdown, text, at..text.len(), &hidden);
    let markdown = markdown.trim_start_matches(['\n', '\r', '\u{feff}']);
    format!("{}\n", markdown.trim_end())
}

/// What a page does not show of a text, in order: comments, and the `data-…` attributes of HTML. There some authors keep their keys.
fn hidden_spans(document: &Document) -> Vec<Span> {
    let text = &*document.text;
    let mut spans = comment_spans(document);
    if text.contains("data-") {
        for id in document.all() {
            let Some(event) = document.event(id).filter(|event| document.element(event).is_some()) else { continue };
            spans.extend(data_attributes(text, event.span.start as usize));
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
}

/// The attributes of the tag at a place whose names begin with `data-`, each with the blank before it.
fn data_attributes(text: &str, tag: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let Some(bytes) = text.as_bytes().get(tag..).filter(|bytes| bytes.first() == Some(&b'<')) else { return found };
    let mut attribute: Option<usize> = None;
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        let is_end = quote.is_none() && (byte.is_ascii_whitespace() || *byte == b'>');
        if is_end {
            if let Some(start) = attribute.take() {
                found.push(Span::new(tag + start, tag + at));
            }
            let is_data = bytes.get(at + 1..).is_some_and(|rest| rest.starts_with(b"data-"));
            attribute = (byte.is_ascii_whitespace() && is_data).then_some(at);
        }
        match quote {
            Some(open) if open == *byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            None if *byte == b'>' => break,
            _ => {}
        }
    }
    found
}

/// Adds a part of the text without what is hidden.
fn push_shown(markdown: &mut String, text: &str, range: Range<usize>, hidden: &[Span]) {
    let mut at = range.start;
    let first = hidden.partition_point(|span| (span.end as usize) <= at);
    for span in hidden.iter().skip(first).take_while(|span| (span.start as usize) < range.end) {
        markdown.push_str(text.get(at..(span.start as usize).max(at)).unwrap_or(""));
        at = at.max(span.end as usize);
    }
    markdown.push_str(text.get(at..range.end.max(at)).unwrap_or(""));
}

/// A question from the parts that a reader sees before answering. Nothing else of its place is taken, so that no mark of the right choice stays.
fn question_markdown(document: &Document, question: &Question, span: Span) -> String {
    let text = |fragment: &Fragment| written(document, fragment).of(&document.text).trim().to_owned();
    let is_inside = |fragment: &&Fragment| span.contains(written(document, fragment));
    let heading = question.heading.map(|heading| span_of(document, &(heading..heading + 1)));
    let heading = heading.filter(|heading| span.contains(*heading)).map(|heading| heading.of(&document.text).trim());
    let choices: Vec<String> = question.choices.iter().map(|choice| choice_line(document, choice, &text)).collect();
    let parts = heading.map(str::to_owned).into_iter();
    let parts = parts.chain(question.stem.iter().filter(is_inside).map(text));
    let parts = parts.chain([choices.join("\n")]).chain(question.between.iter().filter(is_inside).map(text));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

fn choice_line(document: &Document, choice: &Choice, text: &impl Fn(&Fragment) -> String) -> String {
    let parts: Vec<String> = choice.bare_text(document).iter().map(text).collect();
    match parts.is_empty() {
        true => format!("- {}", choice.label),
        false => format!("- {}) {}", choice.label, parts.join("\n\n  ")),
    }
}

/// Where the events of a fragment are written, markup included.
fn written(document: &Document, fragment: &Fragment) -> Span {
    let spans = document.clip(fragment).map(|(_, event)| event.span.intersect(fragment.span));
    spans.filter(|span| !span.is_empty()).reduce(Span::join).unwrap_or_default()
}

/// Where events are written. What closes an element has no place of its own: its tag is looked for behind the last of its content.
fn span_of(document: &Document, events: &Range<EventId>) -> Span {
    let span = events.clone().map(|event| document.span(event)).reduce(Span::join).unwrap_or_default();
    let last = events.end.checked_sub(1).and_then(|last| document.event(last));
    let opening = last.filter(|last| last.kind == EventKind::Close(Tag::Element)).map(|last| last.partner);
    let element = opening.and_then(|opening| document.element(&document.event(opening)?)).filter(|it| it.is_closed);
    let Some(element) = element else { return span };
    let behind = document.text.get(span.end as usize..).unwrap_or("");
    let end = end_tag(behind, &element.name).map_or(0, str::len);
    Span::new(span.start as usize, span.end as usize + end)
}

/// The beginning of `text` up to the end tag of an element, if nothing but blanks stands before it.
fn end_tag<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let tag = text.trim_start().strip_prefix('<')?.strip_prefix('/')?;
    let is_named = tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    text.get(..text.find('>')? + 1).filter(|_| is_named)
}

/// A chapter as `llms.txt` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedChapter {
    /// Its title.
    pub title: String,
    /// Where its markdown is.
    pub address: String,
    /// What it is about; empty for nothing.
    pub note: String,
}

/// A part of `llms.txt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedModule {
    /// Its title.
    pub title: String,
    /// Its chapters in reading order.
    pub chapters: Vec<ListedChapter>,
}

/// `llms.txt` by llmstxt.org: the course's title, what it is about, and a list of chapters for each module.
pub fn llms_txt(title: &str, summary: Option<&str>, modules: &[ListedModule]) -> String {
    let mut text = format!("# {}\n", line(title));
    if let Some(summary) = summary.map(line).filter(|summary| !summary.is_empty()) {
        text.push_str(&format!("\n> {summary}\n"));
    }
    for module in modules.iter().filter(|module| !module.chapters.is_empty()) {
        text.push_str(&format!("\n## {}\n\n", line(&module.title)));
        for chapter in &module.chapters {
            let name = line(&chapter.title).replace('[', "\\[").replace(']', "\\]");
            let note = line(&chapter.note);
            let note = if note.is_empty() { note } else { format!(": {note}") };
            text.push_str(&format!("- [{name}]({}){note}\n", chapter.address));
        }
    }
    text
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::{ChapterSettings, understand};
    use crate::path::SourcePath;
    use crate::source::Source;

    fn markdown(text: &str) -> String {
        let source = Source::from_bytes(SourcePath::new("a.md"), text.as_bytes()).expect("a text");
        chapter_markdown(&understand(&source, &ChapterSettings::default()), "Given")
    }

    #[test]
    fn a_text_without_questions_is_the_authors() {
        let text = "# A\n\nSee [B](../b/README.md#x) and ![a picture](x.png).\n\n```sh\nls\n```\n\n- [ ] done\n";
        assert_eq!(markdown(text), text);
        assert_eq!(markdown(&format!("---\ntitle: A\n---\n\n{text}")), text);
        assert_eq!(markdown("Words.\n"), "# Given\n\nWords.\n");
    }

    #[test]
    fn a_question_keeps_what_is_asked_and_nothing_that_answers_it() {
        let text = "# Quiz\n\nBefore.\n\n### Question 1\n\nWhich one **stores** objects?\n\n- [ ] Zebra\n- [x] Yak\n\n<details>\n<summary>Answer</summary>\n\n**B** because of walrus.\n\n</details>\n\nBehind.\n";
        assert_eq!(
            markdown(text),
            "# Quiz\n\nBefore.\n\n### Question 1\n\nWhich one **stores** objects?\n\n- A) Zebra\n- B) Yak\n\n\nBehind.\n"
        );
    }

    #[test]
    fn no_form_of_an_answer_stays() {
        for text in [
            "# Q\n\n### Question 1\nWhich?\n\nA) Zebra\nB) Yak\n\n**Answer: B** walrus\n",
            "# Q\n\n**1. Which?**\n\n- A. Zebra\n- B. Yak ✅\n\n> [!success]- Answer\n> B. walrus\n",
            "# Q\n\n### Question 1\n\nWhich?\n\n- A) Zebra\n- B) Yak\n\n## Answer Key\n\n1. B walrus\n",
            "# Q\n\nDo it. Zebra and Yak?\n\n<details>\n<summary>Show answer</summary>\n\nwalrus\n\n```\nwalrus\n```\n\n</details>\n",
            "# Q\n\n### Question 1\n\nWhat do the Zebra and the Yak share?\n\n<details><summary>Answer</summary>\n\nwalrus\n\n</details>\n",
        ] {
            let markdown = markdown(text);
            assert!(!markdown.contains("walrus") && !markdown.contains("Answer"), "{markdown}");
            assert!(!markdown.contains('✅') && markdown.contains("Zebra") && markdown.contains("Yak"), "{markdown}");
        }
    }

    #[test]
    fn a_lone_quote_below_a_lettered_line_stays_out() {
        let markdown = markdown("# Q\n\n### Question 1\n\nWhich?\n\nA) Zebra\n\n> walrus\n\nB) Yak\n\n**Answer: B**\n");
        assert!(!markdown.contains("walrus") && markdown.contains("- A) Zebra\n- B) Yak"), "{markdown}");
    }

    #[test]
    fn comments_data_and_what_stands_below_a_choice_stay_out() {
        let text = "# Q\n\n<!-- key: walrus -->\nWords `<!-- shown -->`.\n\n<div class=\"a\" data-correct=\"wal > rus\" data-x id=b>Yes</div>\n\n### Question 1\n\nWhich?\n\n- [ ] Zebra\n- [x] Yak\n  > walrus\n";
        let markdown = markdown(text);
        assert!(!markdown.contains("rus") && !markdown.contains("data-x"), "{markdown}");
        assert!(
            markdown.contains("`<!-- shown -->`") && markdown.contains("<div class=\"a\" id=b>Yes</div>"),
            "{markdown}"
        );
    }

    #[test]
    fn the_list_has_the_form_of_llmstxt() {
        let chapter = |title: &str, note: &str| ListedChapter {
            title: title.to_owned(),
            address: "m/a.md".to_owned(),
            note: note.to_owned(),
        };
        let modules = [
            ListedModule { title: "M".to_owned(), chapters: vec![chapter("A [x]", "What it\nis."), chapter("B", "")] },
            ListedModule { title: "Empty".to_owned(), chapters: Vec::new() },
        ];
        assert_eq!(
            llms_txt("T", Some("About\nthis."), &modules),
            "# T\n\n> About this.\n\n## M\n\n- [A \\[x\\]](m/a.md): What it is.\n- [B](m/a.md)\n"
        );
        assert_eq!(llms_txt("T", None, &[]), "# T\n");
    }
}
