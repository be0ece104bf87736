//! One file, understood alone. The neck of the hourglass: repair, markdown and questions are joined here, and their plain facts become
//! diagnostics. A pure function of one source and small settings; never looks at another file.

mod diagnostics;
mod excerpt;
mod language;
mod meta;
mod outline;
mod roles;
mod summary;
mod title;

use std::collections::HashMap;
use std::sync::Arc;

pub use meta::{Meta, MetaField, MetaKey};
pub use outline::{LinkRole, Outline, OutlineLink, Section};
pub use roles::roles;
pub use summary::{ChapterSummary, CheckSummary, LinkPlace, QuestionSummary};
pub use title::title_from_name;

use crate::diagnostic::Diagnostic;
use crate::markdown::{self, Document, EventId, RawHtml};
use crate::path::SourcePath;
use crate::quiz::{self, CheckItem, Question, Quiz};
use crate::repair::{self, Repair};
use crate::source::{FrontMatter, Hash, Source, front_matter};
use crate::span::{LineIndex, OffsetMap, Span};

/// What of the configuration a chapter depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChapterSettings {
    /// How mojibake is repaired; none: not at all.
    pub repair: Option<repair::RepairSettings>,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
}

/// A file, understood.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// The file.
    pub path: SourcePath,
    /// Its text as decoded; spans of repairs and diagnostics lead here.
    pub text: Arc<str>,
    /// Of the file's bytes.
    pub hash: Hash,
    /// Its words; spans lead into the repaired text.
    pub document: Document,
    /// From the repaired text back to `text`.
    pub map: OffsetMap,
    /// Meta lines and objectives.
    pub meta: Meta,
    /// Questions and checklists.
    pub quiz: Quiz,
    /// What was repaired.
    pub repairs: Vec<Repair>,
    /// What is kept of it between builds.
    pub summary: Arc<ChapterSummary>,
}

impl Chapter {
    /// The heading that is the page's title, as a position in `Document::headings`: the first `h1` with words.
    pub fn title_heading(&self) -> Option<usize> {
        title::title_heading(&self.document)
    }

    /// The ids of task items that are progress, by their event.
    pub fn checks(&self) -> HashMap<EventId, String> {
        let items = self.quiz.checklists.iter().flat_map(|checklist| &checklist.items);
        items.map(|item| (item.task, item.id.clone())).collect()
    }
}

/// A file becomes a chapter.
pub fn understand(source: &Source, settings: &ChapterSettings) -> Chapter {
    let (repaired, repairs, map, lost) = repaired(&source.text, settings);
    let block = front_matter::split(&repaired);
    let (front_matter, notes) = block.map(|block| front_matter::parse(&repaired, &block)).unwrap_or_default();
    let start = block.map_or(0, |block| block.body_start);
    let document = markdown::parse_with(repaired, start, settings.raw_html);
    let quiz = quiz::find(&document);
    let meta = meta::meta(&document);
    let lines = DocumentLines { index: LineIndex::new(&source.text), map: &map };
    let outline = outline(source, &front_matter, &document, &meta, &quiz);

    let mut inner: Vec<Diagnostic> = notes;
    inner.extend(diagnostics::of_document(&document));
    inner.extend(quiz.diagnostics.iter().cloned());
    let mut diagnostics = diagnostics::of_source(source);
    diagnostics.extend(repairs.iter().filter_map(diagnostics::unsure));
    diagnostics.extend(diagnostics::irrecoverable(&source.text, &lost, &document, &map));
    diagnostics.extend(inner.into_iter().map(|diagnostic| diagnostic.mapped(&map)));
    let card = ChapterSummary {
        outline: Arc::new(outline),
        questions: quiz.questions.iter().map(|question| lines.question(question)).collect(),
        links: document.links.iter().map(|link| lines.link(link.span)).collect(),
        checks: quiz.checklists.iter().flat_map(|checklist| &checklist.items).map(|item| lines.check(item)).collect(),
        repairs: repairs.len() as u32,
        diagnostics: diagnostics.into_iter().map(|diagnostic| diagnostic.in_file(&source.path)).collect(),
    };
    Chapter {
        path: source.path.clone(),
        text: Arc::clone(&source.text),
        hash: source.hash,
        document,
        map,
        meta,
        quiz,
        repairs,
        summary: Arc::new(card),
    }
}

/// The text to read, what was repaired, the way back, and what is lost.
fn repaired(text: &Arc<str>, settings: &ChapterSettings) -> (Arc<str>, Vec<Repair>, OffsetMap, Vec<Span>) {
    let Some(settings) = &settings.repair else {
        return (Arc::clone(text), Vec::new(), OffsetMap::identity(), Vec::new());
    };
    let repaired = repair::repair(text, settings);
    let new: Arc<str> = if repaired.repairs.is_empty() { Arc::clone(text) } else { Arc::from(&*repaired.text) };
    (new, repaired.repairs, repaired.map, repaired.lost)
}

/// Lines of the file, by spans of the document.
struct DocumentLines<'c> {
    index: LineIndex,
    map: &'c OffsetMap,
}

impl DocumentLines<'_> {
    fn line(&self, span: Span) -> u32 {
        self.index.line(self.map.original(span).start)
    }

    fn link(&self, span: Span) -> LinkPlace {
        LinkPlace { span: self.map.original(span), line: self.line(span) }
    }

    fn question(&self, question: &Question) -> QuestionSummary {
        QuestionSummary {
            id: question.id.clone(),
            number: question.number,
            kind: question.kind,
            line: self.line(question.at),
        }
    }

    fn check(&self, item: &CheckItem) -> CheckSummary {
        CheckSummary { id: item.id.clone(), text: item.text.clone(), line: self.line(item.span), checked: item.checked }
    }
}

fn outline(source: &Source, front: &FrontMatter, document: &Document, meta: &Meta, quiz: &Quiz) -> Outline {
    let roles = roles(document);
    let links = document.links.iter().zip(&roles).map(|(link, role)| OutlineLink {
        href: link.href.clone(),
        kind: link.kind,
        role: *role,
    });
    let sections = document.headings.iter().map(|heading| Section {
        level: heading.level,
        title: Arc::clone(&heading.text),
        id: Arc::clone(&heading.id),
    });
    let fact = |key: MetaKey| meta.fact(key).map(|fact| fact.text.clone());
    Outline {
        path: source.path.clone(),
        id: front.id.clone(),
        title: title::written_title(front, document),
        lead: excerpt::lead(document, meta),
        weight: front.weight.map(|weight| (weight * 1000.0) as i64),
        draft: front.draft,
        language: language::language(&document.text).map(str::to_owned),
        study_time: fact(MetaKey::StudyTime),
        difficulty: fact(MetaKey::Difficulty),
        importance: fact(MetaKey::Importance),
        sections: sections.collect(),
        anchors: document.anchors.clone(),
        links: links.collect(),
        questions: quiz.questions.len() as u32,
        checklist: quiz.checklists.iter().map(|checklist| checklist.items.len() as u32).sum(),
    }
}
