//! Elements that the author wrote as HTML. In: elements as the sanitiser of `markdown` left them. Out: the same tags, with links and heading
//! ids like those of markdown.

use super::blocks::level_digit;
use super::writer::BodyWriter;
use crate::index::LinkIdx;
use crate::markdown::Event;

impl BodyWriter<'_> {
    pub(super) fn element(&mut self, event: &Event) {
        let Some(element) = self.input.document.element(event) else { return };
        let is_dead = element.links.iter().any(|(_, link)| self.target(*link).is_err());
        match element.name.as_str() {
            "a" if is_dead => return self.dead_anchor(element.attribute("id")),
            "img" if is_dead => return self.missing_image(element.attribute("alt").unwrap_or("")),
            "source" if is_dead => return,
            _ => {}
        }
        self.out.push('<');
        match element.heading.and_then(|row| self.input.document.headings.get(row as usize)) {
            Some(heading) => {
                self.out.push('h');
                self.out.push(level_digit(heading.level));
                self.attribute("id", &heading.id);
            }
            None => self.out.push_str(&element.name),
        }
        for (key, value) in element.attributes.iter().filter(|(key, _)| element.heading.is_none() || key != "id") {
            self.attribute(key, value);
        }
        if element.name == "img" && element.attribute("alt").is_none() {
            self.out.push_str(" alt=\"\"");
        }
        for (key, link) in &element.links {
            self.link_attribute(
                key,
                *link,
                element.attribute("width").is_some() || element.attribute("height").is_some(),
            );
        }
        self.out.push('>');
    }

    fn link_attribute(&mut self, key: &str, link: LinkIdx, is_sized: bool) {
        let Ok((url, size)) = self.target(link) else { return };
        self.attribute(key, url);
        if let Some((width, height)) = size.filter(|_| !is_sized && key == "src") {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\" loading=\"lazy\""));
        }
    }

    fn dead_anchor(&mut self, id: Option<&str>) {
        self.out.push_str("<a class=\"dead-link\"");
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
    }

    pub(super) fn end_element(&mut self, event: &Event) {
        let Some(element) = self.input.document.element(event) else { return };
        match element.heading {
            Some(row) => self.end_heading(row),
            None => {
                self.out.push_str("</");
                self.out.push_str(&element.name);
                self.out.push('>');
            }
        }
    }
}
