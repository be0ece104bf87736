//! Links and images of markdown. One that leads nowhere keeps its words, with a mark.

use std::borrow::Cow;

use super::escape::escape_into;
use super::input::{LinkTarget, MissingTarget};
use super::writer::BodyWriter;
use crate::index::LinkIdx;
use crate::markdown::{Event, EventId, player_of};

/// Letters that cannot stand in an address ([WHATWG URL](https://url.spec.whatwg.org/#url-code-points)), and that authors write there.
const NOT_IN_ADDRESSES: &[char] = &['<', '>', '"', '\\', '^', '`', '{', '|', '}', ' '];

/// An address with what cannot stand in it percent-encoded.
fn encoded(url: &str) -> Cow<'_, str> {
    if !url.contains(NOT_IN_ADDRESSES) {
        return Cow::Borrowed(url);
    }
    let letter = |c: char| if NOT_IN_ADDRESSES.contains(&c) { format!("%{:02X}", c as u32) } else { c.to_string() };
    Cow::Owned(url.chars().map(letter).collect())
}

/// An image's width and height in pixels.
type ImageSize = (u32, u32);

impl<'a> BodyWriter<'a> {
    /// Where a link leads: a url and an image's size, or why nowhere.
    pub(super) fn target(&self, link: LinkIdx) -> Result<(&'a str, Option<ImageSize>), MissingTarget> {
        let input = self.input;
        match input.links.get(link) {
            Some(LinkTarget::To(url) | LinkTarget::Term { url, .. }) => Ok((url, None)),
            Some(LinkTarget::Image { url, size }) => Ok((url, *size)),
            Some(LinkTarget::Outside) => Ok((input.document.links.get(link).map_or("", |link| &link.href), None)),
            Some(LinkTarget::Nowhere(missing)) => Err(*missing),
            None => Err(MissingTarget::Page),
        }
    }

    pub(super) fn link(&mut self, event: &Event) {
        match self.target(event.link_idx()) {
            Ok((url, _)) => {
                self.out.push_str("<a");
                self.attribute("href", &encoded(url));
                if let Some(LinkTarget::Term { terms, .. }) = self.input.links.get(event.link_idx()) {
                    self.attribute("data-terms", terms);
                }
                if let Some(link) = self.input.document.link(event).filter(|link| !link.title.is_empty()) {
                    self.attribute("title", &link.title);
                }
                self.out.push('>');
            }
            Err(MissingTarget::Target) => self.dead_link(),
            Err(MissingTarget::Page) => self.out.push_str("<span>"),
        }
    }

    pub(super) fn end_link(&mut self, event: &Event) {
        let link = event.link_idx();
        self.out.push_str(if self.target(link).is_ok() { "</a>" } else { "</span>" });
        self.note_link(link, event);
    }

    fn dead_link(&mut self) {
        self.out.push_str("<span class=\"dead-link\"");
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
    }

    pub(super) fn image(&mut self, id: EventId, event: &Event) {
        self.image_in_figure(id, event, false);
    }

    /// An image; where its title is read as its caption, it has none.
    pub(super) fn image_in_figure(&mut self, id: EventId, event: &Event, is_captioned: bool) {
        let document = self.input.document;
        self.skip_until = event.partner + 1;
        let alt = document.plain(document.inside(id));
        let title = document.link(event).filter(|_| !is_captioned).map_or("", |link| link.title.as_str());
        match self.target(event.link_idx()) {
            Ok((url, size)) => match player_of(url) {
                Some(player) => self.played_image(player, url, &alt),
                None => self.img(url, size, &alt, title),
            },
            Err(_) => self.missing_image(&alt),
        }
    }

    /// A film or a sound that its author wrote as an image: as an image no browser shows it.
    pub(super) fn played_image(&mut self, player: &str, url: &str, alt: &str) {
        self.out.push('<');
        self.out.push_str(player);
        self.attribute("src", url);
        if !alt.is_empty() {
            self.attribute("aria-label", alt);
        }
        self.out.push_str(" controls><a");
        self.attribute("href", url);
        self.out.push('>');
        escape_into(&mut self.out, if alt.is_empty() { url } else { alt });
        self.out.push_str("</a></");
        self.out.push_str(player);
        self.out.push('>');
    }

    fn img(&mut self, url: &str, size: Option<ImageSize>, alt: &str, title: &str) {
        self.out.push_str("<img");
        self.attribute("src", url);
        self.attribute("alt", alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if let Some((width, height)) = size {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(self.loading());
        self.out.push('>');
    }

    pub(super) fn missing_image(&mut self, alt: &str) {
        self.out.push_str("<span class=\"missing-image\"");
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
        escape_into(&mut self.out, if alt.is_empty() { "🖼" } else { alt });
        self.out.push_str("</span>");
    }
}
