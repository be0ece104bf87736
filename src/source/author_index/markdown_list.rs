//! Tables of contents in markdown: `SUMMARY.md` of mdBook and GitBook, `_sidebar.md` of docsify. In: the text. Out: its entries. Items of
//! lists are entries and nest as the lists do; a heading, or a line of words above a list, opens a part; links outside of lists are entries
//! of no part.

use std::ops::Range;

use super::target::target;
use crate::markdown::{Document, EventId, EventKind, Tag, parse as parse_markdown, scheme};
use crate::source::author_index_model::{AuthorIndex, AuthorIndexEntry, IndexTarget};
use crate::source::file::Source;
use crate::source::inventory::Inventory;
use crate::source::kind::has_markdown_ending;

/// A longer line of words above a list is no title of a part.
const MAX_PART_TITLE: usize = 60;

/// How many links to files of markdown a list must have to be a table of contents by itself.
const MIN_LINKS: usize = 2;

/// Reads the entries of a table of contents.
pub(super) fn parse(source: &Source, inventory: &Inventory) -> AuthorIndex {
    let folder = source.path.folder().to_owned();
    let entries = raw_entries(&source.text);
    // Only docsify leaves out endings and looks for files from its root.
    let is_docsify = source.path.name().starts_with('_');
    let entries = entries.into_iter().map(|(entry, href)| AuthorIndexEntry {
        target: href.map_or(IndexTarget::Nothing, |href| target(inventory, &folder, &href, is_docsify)),
        ..entry
    });
    let entries = entries.collect();
    AuthorIndex::new(&source.path, folder, entries)
}

/// Whether a text holds nothing but a table of contents: headings, lists and links to files of markdown, and no prose.
pub(super) fn is_index(text: &str) -> bool {
    let document = parse_markdown(text.into(), 0);
    let mut local = 0;
    for link in &document.links {
        let path = link.href.split(['#', '?']).next().unwrap_or("");
        local += usize::from(scheme(path).is_none() && has_markdown_ending(path));
    }
    let is_plain = |id: EventId| {
        let kind = document.event(id).map(|event| event.kind);
        match kind {
            Some(EventKind::Open(Tag::Bullets | Tag::Numbers | Tag::Heading) | EventKind::Rule) => true,
            Some(EventKind::Open(Tag::Paragraph)) => only_links(&document, id),
            // Comments and blank lines.
            Some(EventKind::Text | EventKind::Decoded) => document.plain(id..id + 1).trim().is_empty(),
            _ => false,
        }
    };
    let mut items =
        document.all().filter(|id| document.event(*id).is_some_and(|event| event.kind == EventKind::Open(Tag::Item)));
    local >= MIN_LINKS && document.children(document.all()).all(is_plain) && items.all(|item| is_entry(&document, item))
}

/// Whether an item is a link, or the title of a list in it.
fn is_entry(document: &Document, item: EventId) -> bool {
    let own = own_content(document, item);
    let has_list = own.end < document.inside(item).end;
    let holds_links = document.children(own.clone()).all(|id| {
        let is_link = links(document, id..id + 1).next().is_some();
        let holds_link = links(document, document.inside(id)).next().is_some();
        let text = document.event(id).map_or("", |event| document.leaf_text(&event));
        is_link || holds_link || !(text.contains(char::is_alphanumeric) || has_words(document, id))
    });
    (holds_links && links(document, own).next().is_some()) || has_list
}

fn has_words(document: &Document, id: EventId) -> bool {
    document.plain(document.inside(id)).contains(char::is_alphanumeric)
}

/// The content of an item before the lists in it.
fn own_content(document: &Document, item: EventId) -> Range<EventId> {
    let inside = document.inside(item);
    let is_list = |id: &EventId| {
        let kind = document.event(*id).map(|event| event.kind);
        matches!(kind, Some(EventKind::Open(Tag::Bullets | Tag::Numbers)))
    };
    let end = document.children(inside.clone()).find(is_list).unwrap_or(inside.end);
    inside.start..end
}

/// The entries, and what each links to.
fn raw_entries(text: &str) -> Vec<(AuthorIndexEntry, Option<String>)> {
    let document = parse_markdown(text.into(), 0);
    let mut reader = ListReader { document: &document, entries: Vec::new(), part: 0, has_heading: false };
    reader.read();
    reader.entries
}

struct ListReader<'d> {
    document: &'d Document,
    entries: Vec<(AuthorIndexEntry, Option<String>)>,
    /// The depth of what follows: 1 in a part.
    part: usize,
    has_heading: bool,
}

impl ListReader<'_> {
    fn read(&mut self) {
        let mut lists = 0;
        let mut next = 0;
        while let Some(event) = self.document.event(next) {
            let id = next;
            next += 1;
            match event.kind {
                EventKind::Open(Tag::Bullets | Tag::Numbers) => lists += 1,
                EventKind::Close(Tag::Bullets | Tag::Numbers) => lists -= 1,
                EventKind::Open(Tag::Item) => self.add_item(id, (self.part + lists).saturating_sub(1)),
                EventKind::Open(Tag::Heading) => {
                    self.add_heading(id);
                    next = event.partner;
                }
                EventKind::Open(Tag::Paragraph) if lists == 0 => {
                    self.add_paragraph(id);
                    next = event.partner;
                }
                EventKind::Rule if lists == 0 => self.part = 0,
                _ => {}
            }
        }
    }

    fn add_item(&mut self, item: EventId, depth: usize) {
        let own = own_content(self.document, item);
        match links(self.document, own.clone()).next() {
            Some(link) => self.push_link(link, depth),
            None => self.push_words(own, depth),
        }
    }

    /// A heading opens a part; the first one names the whole.
    fn add_heading(&mut self, heading: EventId) {
        let is_title = !self.has_heading && self.entries.is_empty() && self.level(heading) == Some(1);
        self.has_heading = true;
        if is_title {
            return;
        }
        match links(self.document, self.document.inside(heading)).next() {
            Some(link) => self.push_link(link, 0),
            None => self.push_words(self.document.inside(heading), 0),
        }
        self.part = 1;
    }

    fn add_paragraph(&mut self, paragraph: EventId) {
        let inside = self.document.inside(paragraph);
        if only_links(self.document, paragraph) {
            self.part = 0;
            let links: Vec<EventId> = links(self.document, inside).collect();
            links.into_iter().for_each(|link| self.push_link(link, 0));
            return;
        }
        let after = self.document.event(paragraph).and_then(|event| self.document.event(event.partner + 1));
        let leads_to_list =
            after.is_some_and(|after| matches!(after.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)));
        if leads_to_list && self.document.plain(inside.clone()).chars().count() <= MAX_PART_TITLE {
            self.push_words(inside, 0);
            self.part = 1;
        }
    }

    fn level(&self, heading: EventId) -> Option<u8> {
        self.document.headings.iter().find(|known| known.event == heading).map(|heading| heading.level)
    }

    fn push_link(&mut self, link: EventId, depth: usize) {
        let Some(event) = self.document.event(link) else { return };
        let href = self.document.link(&event).map(|link| link.href.clone());
        let title = self.document.plain(self.document.inside(link)).trim().to_owned();
        self.entries.push((AuthorIndexEntry { depth, title, target: IndexTarget::Nothing, span: event.span }, href));
    }

    fn push_words(&mut self, range: Range<EventId>, depth: usize) {
        let title = self.document.plain(range.clone()).trim().to_owned();
        if !title.is_empty() {
            let span = self.document.span(range.start);
            self.entries.push((AuthorIndexEntry { depth, title, target: IndexTarget::Nothing, span }, None));
        }
    }
}

/// The links among events, in order.
fn links(document: &Document, range: Range<EventId>) -> impl Iterator<Item = EventId> + '_ {
    range.filter(|id| document.event(*id).is_some_and(|event| event.kind == EventKind::Open(Tag::Link)))
}

/// Whether a paragraph holds links, and no words outside of them.
fn only_links(document: &Document, paragraph: EventId) -> bool {
    let mut has_link = false;
    for id in document.children(document.inside(paragraph)) {
        let Some(event) = document.event(id) else { break };
        match event.kind {
            EventKind::Open(Tag::Link) => has_link = true,
            EventKind::Open(_) => {
                let holds_link = links(document, document.inside(id)).next().is_some();
                if has_words(document, id) && !holds_link {
                    return false;
                }
                has_link |= holds_link;
            }
            _ if document.leaf_text(&event).contains(char::is_alphanumeric) => return false,
            _ => {}
        }
    }
    has_link
}
