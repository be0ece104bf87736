//! Headings: their text, their ids, and the ids that authors write behind them for other tools (`## Title {#id}`), which are read and not shown.

use std::sync::Arc;

use super::super::attribute_list::AttributeList;
use super::super::document::Heading;
use super::super::emoji::with_emoji;
use super::super::event::{EventKind, Tag};
use super::super::nesting::OpenContainer;
use super::super::open_heading::OpenHeading;
use super::DocumentBuilder;
use crate::span::Span;

impl DocumentBuilder<'_> {
    pub(super) fn start_heading(&mut self, level: u8, span: Span) -> u32 {
        let heading =
            Heading { level, id: Arc::default(), own_id: None, former_id: None, text: Arc::default(), event: 0, span };
        self.document.headings.push(heading);
        self.document.headings.len() as u32 - 1
    }

    pub(super) fn end_heading(&mut self, open: OpenContainer) {
        let Some(OpenHeading { text, shown, .. }) = self.open_headings.pop() else { return };
        let own = self.take_attributes(&text);
        let data = self.events.get(open.id as usize).map_or(0, |event| event.data);
        let index = match open.tag {
            Tag::Heading => Some(data),
            _ => self.document.elements.get(data as usize).and_then(|element| element.heading),
        };
        let Some(heading) = index.and_then(|index| self.document.headings.get_mut(index as usize)) else { return };
        // GitHub knows no ids of authors: there the whole text makes the id.
        heading.id = self.slugger.slug(&text).into();
        let shown = shown.as_deref().unwrap_or(&text);
        let bare = own.as_ref().and_then(|own| shown.trim_end().strip_suffix(own.written.as_str())).unwrap_or(shown);
        heading.text = bare.trim().into();
        heading.own_id = own.and_then(|own| own.id).map(Arc::from);
        self.anchors.extend(heading.own_id.as_deref().map(str::to_owned));
    }

    /// Adds text to the heading that is open, unless it is in an image.
    pub(super) fn add_to_heading(&mut self, text: &str) {
        if let Some(heading) = self.open_headings.last_mut()
            && !self.nesting.in_image()
        {
            heading.add(text, None);
        }
    }

    /// As `add_to_heading`; emoji names in the text are shown as emoji.
    pub(super) fn add_to_heading_with_emoji(&mut self, text: &str) {
        if let Some(heading) = self.open_headings.last_mut()
            && !self.nesting.in_image()
        {
            heading.add(text, with_emoji(text));
        }
    }

    /// Removes attributes in braces from the end of the heading that ends now; `heading` is its text so far.
    fn take_attributes(&mut self, heading: &str) -> Option<AttributeList> {
        let last = self.events.last_mut().filter(|event| event.kind == EventKind::Text)?;
        let text = last.span.of(self.text);
        let attributes = AttributeList::at_end(text)?;
        let bare = text.trim_end().strip_suffix(attributes.written.as_str())?.trim_end();
        let is_all =
            heading.trim_end().strip_suffix(attributes.written.as_str()).is_none_or(|rest| rest.trim().is_empty());
        if is_all {
            return None;
        }
        last.span.end = last.span.start + bare.len() as u32;
        if bare.is_empty() {
            self.events.pop();
        }
        Some(attributes)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;

    #[test]
    fn attributes_in_braces_are_read_and_not_shown() {
        let read = |text: &str| {
            let document = parse(text.into(), 0);
            let heading = document.headings.first().expect("a heading").clone();
            let shown = document.plain(document.inside(heading.event));
            assert_eq!(shown.trim(), &*heading.text, "{text}");
            format!("{}|{}|{}", heading.text, heading.id, heading.own_id.as_deref().unwrap_or(""))
        };
        assert_eq!(read("## With id {#my-id}"), "With id|with-id-my-id|my-id");
        assert_eq!(read("## Title{#t1} ##"), "Title|titlet1|t1");
        assert_eq!(read("## *A* `b` {#x .unnumbered}"), "A b|a-b-x-unnumbered|x");
        assert_eq!(read("## A {: #x }"), "A|a--x-|x");
        assert_eq!(read("## A {/* #x */}"), "A|a--x-|x");
        assert_eq!(read("Preface {-}\n==="), "Preface|preface--|");
        assert_eq!(read("## 标题 {#标题一}"), "标题|标题-标题一|标题一");
        assert_eq!(read("## A { id=\"9.7.0\" }"), "A|a--id970-|9.7.0");
        assert_eq!(read("### A { id=my_own_path }"), "A|a--idmy_own_path-|my_own_path");
        assert_eq!(read("## A { .x #y data-toc-label=\"with * pip\" }"), "A|a--x-y-data-toc-labelwith--pip-|y");
        assert_eq!(read("## A <small>b</small> { #c data-x=\"d e\" }"), "A b|a-b--c-data-xd-e-|c");
        assert_eq!(read("## A `b` { data-x=\"c d\" .e_f }"), "A b|a-b--data-xc-d-e_f-|");
        assert_eq!(read("<h2>A {#x}</h2>"), "A|a-x|x");
        assert_eq!(read("<h2 id=\"own\">A</h2>"), "A|a|own");
        for text in [
            "## Sets {a, b}",
            "## The {}",
            "## {#x}",
            "## {{ x }}",
            "## A {#",
            "## f{.x}",
            "## A {x=1}",
            "## A { x = 1 }",
            "## A {# b}",
            "## A `{#x}`",
        ] {
            assert!(read(text).ends_with('|'), "{text}: {}", read(text));
        }
    }

    #[test]
    fn an_own_id_gives_way_to_a_heading_of_that_name() {
        let document = parse("## A {#b}\n## B\n## C {#d}\n## E {#d}".into(), 0);
        let own: Vec<_> = document.headings.iter().map(|heading| heading.own_id.as_deref()).collect();
        assert_eq!(own, [None, None, Some("d"), None]);
        assert_eq!(document.anchors, ["d"]);
    }
}
