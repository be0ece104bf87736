//! A chapter: all that is known of one markdown file by itself. In: a decoded source file and settings. Out: a [`Chapter`] with its
//! document, repairs, meta fields, questions and diagnostics. A pure function: it reads no disk and no other file.

mod allow_comment;
mod diagnostics;
mod excerpt;
mod folded;
mod foreign;
mod former_ids;
mod glossary;
mod index_rank;
mod introduction;
mod language;
mod listed;
mod lost;
mod meta;
mod outline;
mod reading_time;
mod roles;
mod search_text;
mod search_words;
mod study_time;
mod summary;
mod title;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use allow_comment::AllowComment;
pub use diagnostics::{first_alternatives, lost_characters};
pub use folded::{answer_folds, folded, giveaways, is_within};
pub use glossary::Term;
pub use introduction::introduction_end;
pub use lost::lost_places;
pub use meta::{Meta, MetaField, MetaKey};
pub use outline::{LinkRole, Outline, OutlineLink, Section};
pub use roles::roles;
pub use search_text::{
    ABOVE, MAX_PLACE, MAX_WEIGHT, Posting, SearchSection, SearchText, compare_terms, heading_weight,
};
#[cfg(feature = "render")]
pub(crate) use search_words::{each_word, is_unspaced};
pub use summary::{Asked, ChapterSummary, CheckSummary, LinkPlace, QuestionSummary};

use crate::diagnostic::Diagnostic;
use crate::markdown::{self, Destination, Document, EventId, Heading, Link, RawHtml};
use crate::path::SourcePath;
use crate::quiz::{self, CheckItem, Question, Quiz};
use crate::repair::{self, Repair};
use crate::source::{FrontMatter, Hash, Source, front_matter};
use crate::span::{LineIndex, OffsetMap, Span};

/// The part of the configuration that a chapter depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChapterSettings {
    /// How damaged characters are repaired; `None` repairs nothing.
    pub repair: Option<repair::RepairSettings>,
    /// How raw HTML is treated.
    pub raw_html: RawHtml,
    /// Whether answers are withheld, so that what seems to hold some and was not understood is told.
    pub withholds_answers: bool,
}

/// One markdown file and all that was found in it.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// The file.
    pub path: SourcePath,
    /// Its text as decoded; spans of repairs and diagnostics refer to it.
    pub text: Arc<str>,
    /// The hash of the file's bytes.
    pub hash: Hash,
    /// Its markup; spans refer to the repaired text, `document.text`.
    pub document: Document,
    /// Leads spans of the repaired text back to `text`.
    pub map: OffsetMap,
    /// The index in [`Document::headings`] of the heading that is the page's title.
    pub title_heading: Option<usize>,
    /// Meta fields and learning objectives.
    pub meta: Meta,
    /// Questions and checklists.
    pub quiz: Quiz,
    /// What was repaired.
    pub repairs: Vec<Repair>,
    /// All that the course, its indexes and `inspect` need of it; cached between builds.
    pub summary: Arc<ChapterSummary>,
}

impl Chapter {
    /// The heading of the section that teaches what a question asks, where one does so for certain.
    pub fn section_of(&self, question: &Question) -> Option<&Heading> {
        self.document.headings.get(question.section? as usize)
    }

    /// The ids of the task items in which a reader records progress, by the event of each.
    pub fn checks(&self) -> HashMap<EventId, String> {
        let items = self.quiz.checklists.iter().flat_map(|checklist| &checklist.items);
        items.map(|item| (item.task, item.id.clone())).collect()
    }
}

/// Reads one source file: repairs it, parses its markdown, finds its questions, meta fields and links, and makes its diagnostics.
pub fn understand(source: &Source, settings: &ChapterSettings) -> Chapter {
    let chapter = Understood::new(source, settings);
    let summary = Arc::new(chapter.summary(source, settings));
    chapter.with_summary(source, summary)
}

/// Reads a source file again whose summary was made from the same bytes and settings: only the rest of the chapter is made.
pub fn understand_again(source: &Source, settings: &ChapterSettings, summary: &Arc<ChapterSummary>) -> Chapter {
    Understood::new(source, settings).with_summary(source, Arc::clone(summary))
}

/// What is read of a file, before it is summed up.
struct Understood {
    document: Document,
    map: OffsetMap,
    title_heading: Option<usize>,
    meta: Meta,
    quiz: Quiz,
    repairs: Vec<Repair>,
    withheld: Vec<Repair>,
    lost: Vec<Span>,
    front_matter: FrontMatter,
    notes: Vec<Diagnostic>,
}

impl Understood {
    fn new(source: &Source, settings: &ChapterSettings) -> Self {
        let RepairedChapter { text: repaired, repairs, withheld, map, lost } = repaired(&source.text, settings);
        let block = front_matter::split(&repaired);
        let (front_matter, notes) = block.map(|block| front_matter::parse(&repaired, &block)).unwrap_or_default();
        let start = block.map_or(0, |block| block.body_start);
        let start = start + marks_at(&repaired, start);
        let mut document = markdown::parse_with(repaired, start, settings.raw_html);
        former_ids::remember(&mut document, &source.text, &map, &repairs);
        let quiz = quiz::find(&document);
        let meta = meta::meta(&document);
        let title_heading = title::title_heading(&front_matter, &document, &meta, &quiz);
        Understood { document, map, title_heading, meta, quiz, repairs, withheld, lost, front_matter, notes }
    }

    /// All that the course, its indexes and `inspect` need of it.
    fn summary(&self, source: &Source, settings: &ChapterSettings) -> ChapterSummary {
        let Understood { document, map, title_heading, meta, quiz, repairs, withheld, lost, front_matter, notes } =
            self;
        let lines = DocumentLines { index: LineIndex::new(&source.text), map };
        let title = title::written_title(front_matter, document, *title_heading);
        let is_glossary = glossary::is_glossary(title.as_deref(), &source.path);
        let outline =
            Outline { title: title.clone(), is_glossary, ..outline(source, front_matter, document, meta, quiz) };

        // These refer to the repaired text; they are led back to the text as decoded.
        let mut of_repaired: Vec<Diagnostic> = notes.clone();
        of_repaired.extend(diagnostics::of_document(document));
        of_repaired.extend(quiz.diagnostics.iter().cloned());
        if settings.withholds_answers {
            of_repaired.extend(diagnostics::not_withheld(document, quiz, &source.path, title.as_deref()));
        }
        let mut diagnostics = diagnostics::of_source(source);
        diagnostics.extend(repairs.iter().filter_map(diagnostics::unsure));
        diagnostics.extend(withheld.iter().map(diagnostics::withheld));
        diagnostics.extend(diagnostics::irrecoverable(&source.text, &lost::places(&source.text, lost, document, map)));
        diagnostics.extend(of_repaired.into_iter().map(|diagnostic| diagnostic.mapped(map)));
        let checks = quiz.checklists.iter().flat_map(|checklist| &checklist.items);
        ChapterSummary {
            outline: Arc::new(outline),
            questions: quiz.questions.iter().map(|question| lines.question(question, document)).collect(),
            links: document.links.iter().map(|link| lines.link(link)).collect(),
            checks: checks.map(|item| lines.check(item)).collect(),
            repairs: repairs.len() as u32,
            terms: if is_glossary { glossary::terms(document, *title_heading) } else { Vec::new() },
            search: Arc::new(search_text::search_text(document, quiz, *title_heading)),
            allows: allow_comment::allow_comments(document, map),
            diagnostics: diagnostics.into_iter().map(|diagnostic| diagnostic.in_file(&source.path)).collect(),
        }
    }

    fn with_summary(self, source: &Source, summary: Arc<ChapterSummary>) -> Chapter {
        let Understood { document, map, title_heading, meta, quiz, repairs, .. } = self;
        Chapter {
            path: source.path.clone(),
            text: Arc::clone(&source.text),
            hash: source.hash,
            document,
            map,
            title_heading,
            meta,
            quiz,
            repairs,
            summary,
        }
    }
}

/// The repaired text, and what repair tells of the text as it was.
#[derive(Default)]
struct RepairedChapter {
    text: Arc<str>,
    repairs: Vec<Repair>,
    withheld: Vec<Repair>,
    map: OffsetMap,
    lost: Vec<Span>,
}

fn repaired(text: &Arc<str>, settings: &ChapterSettings) -> RepairedChapter {
    let Some(settings) = &settings.repair else {
        return RepairedChapter { text: Arc::clone(text), ..RepairedChapter::default() };
    };
    let repair::Repaired { text: new, repairs, withheld, map, lost } = repair::repair(text, settings);
    let text = if repairs.is_empty() { Arc::clone(text) } else { Arc::from(&*new) };
    RepairedChapter { text, repairs, withheld, map, lost }
}

/// The length of the byte order marks at `start`: joined files have some in the middle, others have two.
fn marks_at(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    rest.len() - rest.trim_start_matches('\u{feff}').len()
}

/// Places in the file (spans and line numbers) of spans of the document.
struct DocumentLines<'c> {
    index: LineIndex,
    map: &'c OffsetMap,
}

impl DocumentLines<'_> {
    fn line(&self, span: Span) -> u32 {
        self.index.line(self.map.original(span).start)
    }

    fn link(&self, link: &Link) -> LinkPlace {
        let own = |place: Destination| Some(Destination { span: self.map.unchanged(place.span)?, ..place });
        let destination = link.destination.and_then(own);
        LinkPlace { span: self.map.original(link.span), line: self.line(link.span), destination }
    }

    fn question(&self, question: &Question, document: &Document) -> QuestionSummary {
        QuestionSummary {
            id: question.id.clone(),
            number: question.number,
            kind: question.kind,
            line: self.line(question.at),
            asked: Asked::new(question, document, self.map.original(question.at)),
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
    let folded = folded(document, quiz);
    let of_questions: HashSet<EventId> = quiz.questions.iter().filter_map(|question| question.heading).collect();
    let sections = document.headings.iter().map(|heading| Section {
        level: heading.level,
        title: Arc::clone(&heading.text),
        id: Arc::clone(&heading.id),
        is_listed: !is_within(&folded, heading.event),
        is_answer: is_within(&folded, heading.event) && !of_questions.contains(&heading.event),
    });
    let field = |key: MetaKey| meta.field(key).map(|field| field.text.clone());
    let reading_minutes = reading_time::reading_minutes(document);
    let stated_minutes = meta.field(MetaKey::StudyTime).and_then(|field| study_time::minutes(&field.text));
    Outline {
        path: source.path.clone(),
        id: front.id.clone(),
        title: None,
        is_glossary: false,
        excerpt: excerpt::excerpt(document, meta, quiz),
        weight: front.weight.map(|weight| (weight * 1000.0) as i64),
        draft: front.draft || front.drawing,
        release: front.release,
        redirect_from: front.redirect_from.clone(),
        drawing: front.drawing,
        language: language::language(document).map(str::to_owned),
        study_time: field(MetaKey::StudyTime),
        minutes: stated_minutes.or(reading_minutes).unwrap_or(1),
        reading_minutes,
        difficulty: field(MetaKey::Difficulty),
        importance: field(MetaKey::Importance),
        sections: sections.collect(),
        anchors: document.anchors.clone(),
        former_ids: document
            .headings
            .iter()
            .filter_map(|heading| Some(heading.former_id.as_deref()?.to_owned()))
            .collect(),
        links: links.collect(),
        questions: quiz.questions.len() as u32,
        checklist: quiz.checklists.iter().map(|checklist| checklist.items.len() as u32).sum(),
    }
}
