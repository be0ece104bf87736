//! Adds raw HTML to a document: as elements that nest with the containers of markdown, or all of it as text ([`RawHtml`]).

use super::super::attribute_value::AttributeValue;
use super::super::destination::{Destination, DestinationForm};
use super::super::document::{Element, ElementLink, Link, LinkKind, OddityKind};
use super::super::elements::is_player;
use super::super::event::{EventId, EventKind, Tag};
use super::super::html::{self, HtmlLink, HtmlPiece, HtmlStart, RawHtml};
use super::super::open_heading::OpenHeading;
use super::DocumentBuilder;
use crate::span::Span;

impl DocumentBuilder<'_> {
    /// Adds a tag or a comment within a line of text.
    pub(super) fn inline_html(&mut self, tag: String, span: Span) {
        match self.raw_html {
            RawHtml::Sanitized => self.elements(&JoinedLines::new(&[(tag, span)])),
            RawHtml::Text if html::is_comment(&tag) => {}
            RawHtml::Text => self.as_written(&tag, span),
        }
    }

    /// Adds a block of raw HTML; each of its lines has its span.
    pub(super) fn html_block(&mut self, lines: &[(String, Span)]) {
        let joined = JoinedLines::new(lines);
        match self.raw_html {
            RawHtml::Sanitized => self.elements(&joined),
            RawHtml::Text => self.html_paragraphs(&joined),
        }
        if let Some(span) = html::unclosed_comment(&joined.text) {
            self.odd(OddityKind::UnclosedComment, joined.place(span));
        }
    }

    /// Adds lines of raw HTML as elements.
    fn elements(&mut self, joined: &JoinedLines) {
        for piece in html::pieces(&joined.text) {
            self.piece(piece, joined);
        }
    }

    /// Adds a block of raw HTML as text: a paragraph, and another one after each empty line.
    fn html_paragraphs(&mut self, joined: &JoinedLines) {
        let shown = html::shown_lines(&joined.text);
        for paragraph in shown.split(Vec::is_empty) {
            let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
            let (Some(first), Some(last)) = (first.first(), last.last()) else { continue };
            let place = joined.place(Span { start: first.start, end: last.end });
            let is_kept = self.has_room(place);
            if is_kept {
                self.open(Tag::Paragraph, 0, "", place);
            }
            for (line, spans) in paragraph.iter().enumerate() {
                for (nth, span) in spans.iter().enumerate() {
                    let place = joined.place(*span);
                    if line > 0 && nth == 0 {
                        self.leaf(EventKind::SoftBreak, 0, Span { end: place.start, ..place });
                    }
                    self.as_written(span.of(&joined.text), place);
                }
            }
            if is_kept {
                self.end_of_markdown(place.end);
            }
        }
    }

    fn piece(&mut self, piece: HtmlPiece, joined: &JoinedLines) {
        match piece {
            HtmlPiece::Start(start) => {
                let span = joined.place(start.span);
                self.start_element(start, span, joined);
            }
            HtmlPiece::End(name) => {
                let at = self.events.last().map_or(0, |event| event.span.end);
                let ended = self.nesting.end_of_element(name);
                let named = ended.last().and_then(|open| self.events.get(open.id as usize)).map(|event| event.data);
                if let Some(element) = named.and_then(|data| self.document.elements.get_mut(data as usize)) {
                    element.is_closed = true;
                }
                for open in ended {
                    self.close(open, at);
                }
            }
            HtmlPiece::Text(text, span) => {
                let place = joined.place(span);
                if self.nesting.in_code() || place.of(self.text) != text {
                    return self.as_written(&text, place);
                }
                self.add_to_heading_with_emoji(&text);
                self.text_with_emoji(place);
            }
            HtmlPiece::Lost(_) if self.drawings > 0 => {}
            HtmlPiece::Lost(span) => self.document.lost_tags.push(joined.place(span)),
            HtmlPiece::DrawingStart(span) => {
                if self.drawings == 0 {
                    self.odd(OddityKind::Drawing, joined.place(span));
                }
                self.drawings += 1;
            }
            HtmlPiece::DrawingEnd => self.drawings = self.drawings.saturating_sub(1),
        }
    }

    /// Adds text without looking for URLs and emoji names in it.
    fn as_written(&mut self, text: &str, span: Span) {
        self.add_to_heading(text);
        if span.of(self.text) == text {
            self.plain_text(span);
        } else {
            let data = self.add_string(text.to_owned());
            self.leaf(EventKind::Decoded, data, span);
        }
    }

    fn start_element(&mut self, start: HtmlStart, span: Span, joined: &JoinedLines) {
        let spec = start.element;
        self.close_implied(Some(spec), span);
        if !self.nesting.may_hold(spec) || (spec.name == "a" && self.nesting.in_link()) {
            return;
        }
        if !spec.is_void && !self.has_room(span) {
            return;
        }
        // To HTML the rest of the text would lie in `<video/>`, where browsers show none of it.
        let is_whole = spec.is_void || (start.is_self_closing && is_player(spec.name));
        let element = self.element(start, span, joined);
        self.document.elements.push(element);
        let data = self.document.elements.len() as u32 - 1;
        if is_whole {
            if spec.name == "br" {
                self.add_to_heading("\n");
            }
            return self.leaf(EventKind::Void, data, span);
        }
        let id = self.open(Tag::Element, data, spec.name, span);
        if let Some(heading) = self.document.elements.last().and_then(|element| element.heading) {
            if let Some(heading) = self.document.headings.get_mut(heading as usize) {
                heading.event = id;
            }
            self.open_headings.push(OpenHeading::at(self.nesting.depth()));
        }
    }

    fn element(&mut self, start: HtmlStart, span: Span, joined: &JoinedLines) -> Element {
        let event = self.events.len() as EventId;
        let kind = if start.element.name == "a" { LinkKind::Link } else { LinkKind::Image };
        let links = start
            .links
            .into_iter()
            .map(|HtmlLink { attribute, target, descriptor, value }| {
                let destination = value.and_then(|value| self.destination(value, &target, joined));
                let link = Link { kind, href: target, title: String::new(), span, destination, event };
                ElementLink { attribute, descriptor, link: self.add_link(link) }
            })
            .collect();
        let heading = start.element.heading_level.map(|level| self.start_heading(level, span));
        let mut attributes = start.attributes;
        if let Some(anchor) = start.anchor {
            self.anchors.push(anchor.clone());
            attributes.push(("id".to_owned(), anchor));
        }
        Element { name: start.element.name.to_owned(), attributes, links, heading, is_closed: false }
    }

    /// Where the target of a link stands that is the value of an attribute.
    fn destination(&self, value: AttributeValue, target: &str, joined: &JoinedLines) -> Option<Destination> {
        let place = joined.place(value.span);
        // A value of several lines has the signs of quotes and lists between them.
        let is_whole = place.of(self.text) == value.span.of(&joined.text);
        let form = match value.quote {
            Some('"') => DestinationForm::Quoted,
            Some(_) => DestinationForm::SingleQuoted,
            None => DestinationForm::Unquoted,
        };
        form.in_attribute(self.text, place, target).filter(|_| is_whole)
    }
}

/// Lines of raw HTML as one text, and their places in the source.
struct JoinedLines {
    text: String,
    /// For each line, its first byte in `text` and in the source.
    starts: Vec<(u32, u32)>,
}

impl JoinedLines {
    fn new(lines: &[(String, Span)]) -> Self {
        let mut joined = JoinedLines { text: String::new(), starts: Vec::with_capacity(lines.len()) };
        for (line, span) in lines {
            joined.starts.push((joined.text.len() as u32, span.start));
            joined.text.push_str(line);
        }
        joined
    }

    /// The source's bytes for a span of `text`.
    fn place(&self, span: Span) -> Span {
        let place = |offset: u32| {
            let line = self.starts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.starts.get(line).map_or(0, |(start, source)| source + (offset - start))
        };
        Span { start: place(span.start), end: place(span.end) }
    }
}
