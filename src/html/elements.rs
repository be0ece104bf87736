//! Elements that the author wrote as HTML. In: elements as the sanitiser of `markdown` left them. Out: the same tags, with links and heading
//! ids like those of markdown.

use super::escape::escape_into;
use super::writer::BodyWriter;
use crate::index::LinkIdx;
use crate::markdown::{Element, ElementLink, Event, EventKind, Heading, is_player, player_of};
use crate::path::{decode, name_of};

impl<'a> BodyWriter<'a> {
    pub(super) fn element(&mut self, event: &Event) {
        let Some(element) = self.input.document.element(event) else { return };
        let is_dead = self.is_dead(element);
        match element.name.as_str() {
            "a" if is_dead => return self.dead_anchor(element.attribute("id")),
            "img" if is_dead => return self.missing_image(element.attribute("alt").unwrap_or("")),
            "img" if self.play_image(element) => return,
            "source" | "track" if is_dead => return,
            name if is_player(name) => return self.player(element, event),
            _ => {}
        }
        self.element_tag(element);
        if let Some(heading) = self.heading_of(element) {
            self.out.push_str(&self.further_ids(heading));
            self.is_in_heading = true;
        }
    }

    /// Writes a film or a sound in place of an `img` that names one. Returns whether it did.
    fn play_image(&mut self, element: &Element) -> bool {
        let source = element.links.iter().find(|link| link.attribute == "src");
        let url = source.and_then(|link| self.target(link.link).ok()).map(|(url, _)| url);
        let Some((url, player)) = url.and_then(|url| Some((url, player_of(url)?))) else { return false };
        self.played_image(player, url, element.attribute("alt").unwrap_or(""));
        true
    }

    /// The start tag of an element.
    fn element_tag(&mut self, element: &Element) {
        self.out.push('<');
        match self.heading_of(element) {
            Some(heading) => {
                self.out.push('h');
                self.out.push(self.level_digit(heading.level));
                self.id_attribute(&heading.id);
            }
            None => self.out.push_str(&element.name),
        }
        for (key, value) in element.attributes.iter().filter(|(key, _)| element.heading.is_none() || key != "id") {
            match key.as_str() {
                "id" => self.id_attribute(value),
                "headers" => self.ids_attribute(key, value),
                _ => self.attribute(key, value),
            }
        }
        if self.is_opened(element) {
            self.out.push_str(" open");
        }
        if element.name == "img" && element.attribute("alt").is_none() {
            self.out.push_str(" alt=\"\"");
        }
        let is_sized = element.attribute("width").is_some() || element.attribute("height").is_some();
        for link in element.links.iter().filter(|link| link.attribute != "srcset") {
            self.link_attribute(&link.attribute, link.link, is_sized);
        }
        self.pictures(element);
        if is_player(&element.name) && element.attribute("controls").is_none() {
            self.out.push_str(" controls");
        }
        self.out.push('>');
    }

    fn heading_of(&self, element: &Element) -> Option<&'a Heading> {
        element.heading.and_then(|row| self.input.document.headings.get(row as usize))
    }

    /// Whether an element leads nowhere, or shows nothing. Where some pictures of a `srcset` are there, these are shown.
    fn is_dead(&self, element: &Element) -> bool {
        let leads = |link: &ElementLink| self.target(link.link).is_ok();
        let mut required = element.links.iter().filter(|link| !matches!(link.attribute.as_str(), "srcset" | "poster"));
        let has_required = required.clone().next().is_some();
        match has_required {
            true => !required.all(leads),
            false => !element.links.is_empty() && !is_player(&element.name) && !element.links.iter().any(leads),
        }
    }

    fn link_attribute(&mut self, key: &str, link: LinkIdx, is_sized: bool) {
        let Ok((url, size)) = self.target(link) else { return };
        self.attribute(key, url);
        if let Some((width, height)) = size.filter(|_| !is_sized && key == "src") {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\"{}", self.loading()));
        }
    }

    /// The attribute `srcset`, with the pictures that are there.
    fn pictures(&mut self, element: &Element) {
        let pictures = element.links.iter().filter(|link| link.attribute == "srcset");
        let there = pictures.filter_map(|link| Some((self.target(link.link).ok()?.0, link.descriptor.as_str())));
        let written: Vec<String> = there.map(|(url, when)| format!("{url} {when}").trim_end().to_owned()).collect();
        if !written.is_empty() {
            self.attribute("srcset", &written.join(", "));
        }
    }

    /// A film or a sound; what its author put into it is shown where there is no player, else a link.
    fn player(&mut self, element: &Element, event: &Event) {
        if self.is_dead(element) {
            let name = element.links.first().and_then(|link| self.input.document.links.get(link.link));
            let name = name.map(|link| decode(name_of(&link.href))).unwrap_or_default();
            return self.missing_image(&name);
        }
        self.element_tag(element);
        if !is_container(element, event) {
            self.end_player(element, event);
        }
    }

    fn end_player(&mut self, element: &Element, event: &Event) {
        let document = self.input.document;
        // Of an end tag, the partner is the start tag.
        let inside = if is_container(element, event) { document.inside(event.partner) } else { 0..0 };
        let elements = inside.clone().filter_map(|id| document.element(&document.event(id)?));
        let has_link = inside.clone().any(|id| document.opens(id, "a"));
        let sources = elements.flat_map(|inner| &inner.links).chain(&element.links);
        let source = sources.filter(|link| link.attribute == "src").find_map(|link| {
            let name = name_of(&document.links.get(link.link)?.href);
            Some((self.target(link.link).ok()?.0, decode(name)))
        });
        if let Some((url, name)) = source.filter(|_| !has_link) {
            self.out.push_str("<a");
            self.attribute("href", url);
            self.out.push('>');
            escape_into(&mut self.out, if name.is_empty() { url } else { &name });
            self.out.push_str("</a>");
        }
        self.out.push_str("</");
        self.out.push_str(&element.name);
        self.out.push('>');
    }

    fn dead_anchor(&mut self, id: Option<&str>) {
        self.out.push_str("<a class=\"dead-link\"");
        if let Some(id) = id {
            self.id_attribute(id);
        }
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
    }

    pub(super) fn end_element(&mut self, event: &Event) {
        let Some(element) = self.input.document.element(event) else { return };
        match element.heading {
            Some(row) => self.end_heading(row),
            None if is_player(&element.name) => {
                if is_container(element, event) && !self.is_dead(element) {
                    self.end_player(element, event);
                }
            }
            None => {
                self.out.push_str("</");
                self.out.push_str(&element.name);
                self.out.push('>');
                if element.name == "a"
                    && let Some(link) = element.links.iter().find(|link| link.attribute == "href")
                {
                    self.note_link(link.link, event);
                }
            }
        }
    }
}

/// Whether what follows the start tag lies in the element. Browsers show nothing of what lies in a player: without an end tag all the text
/// that follows would be lost, so then it ends at once.
fn is_container(element: &Element, event: &Event) -> bool {
    element.is_closed && event.kind != EventKind::Void
}
