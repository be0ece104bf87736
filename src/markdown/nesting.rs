//! Proper nesting of containers. Containers of markdown always nest; raw HTML may not: an element that is left open ends with the
//! container around it, an end tag without a start tag is dropped, and elements that HTML closes implicitly are closed here.

use std::collections::HashMap;

use super::elements::{ElementLayout, ElementSpec, ImpliedEnd, PARAGRAPH_END};
use super::event::{EventId, Tag};

/// A container that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenContainer {
    pub id: EventId,
    pub tag: Tag,
    /// The element's name; empty for a container of markdown.
    pub name: &'static str,
    /// Its end tag was read inside a container of markdown that must end first.
    overdue: bool,
}

/// The containers that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct ContainerStack {
    open: Vec<OpenContainer>,
    /// How many elements of a name are open and not overdue: makes end tags without start tags cheap.
    not_overdue: HashMap<&'static str, usize>,
    /// How many elements are open.
    elements: u32,
    /// How many code blocks, links and images are open.
    code: u32,
    links: u32,
    images: u32,
}

impl ContainerStack {
    /// How many containers are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a code block is open.
    pub fn in_code(&self) -> bool {
        self.code > 0
    }

    /// Whether a link is open.
    pub fn in_link(&self) -> bool {
        self.links > 0
    }

    /// Whether an image is open.
    pub fn in_image(&self) -> bool {
        self.images > 0
    }

    /// Notes that a container opened.
    pub fn push(&mut self, id: EventId, tag: Tag, name: &'static str) {
        self.open.push(OpenContainer { id, tag, name, overdue: false });
        if let Some(counter) = self.counter(tag, name) {
            *counter += 1;
        }
        if tag == Tag::Element {
            self.elements += 1;
            *self.not_overdue.entry(name).or_default() += 1;
        }
    }

    /// Removes the innermost container and returns it.
    pub fn pop(&mut self) -> Option<OpenContainer> {
        let open = self.open.pop()?;
        self.elements -= u32::from(open.tag == Tag::Element);
        if let Some(counter) = self.counter(open.tag, open.name) {
            *counter -= 1;
        }
        if open.tag == Tag::Element && !open.overdue {
            self.uncount(open.name);
        }
        Some(open)
    }

    /// Removes the containers that end where the innermost container of markdown ends, and adds them to `ended`, innermost first.
    pub fn end_of_markdown(&mut self, ended: &mut Vec<OpenContainer>) {
        while let Some(open) = self.pop() {
            ended.push(open);
            if open.tag != Tag::Element {
                break;
            }
        }
        while self.open.last().is_some_and(|open| open.overdue) {
            ended.extend(self.pop());
        }
    }

    /// Removes the containers that end at the end tag `name`: the innermost element of that name and all within. If a container of
    /// markdown is open in the element, the element becomes overdue and nothing ends yet.
    pub fn end_of_element(&mut self, name: &str) -> Vec<OpenContainer> {
        if !self.is_open(name) {
            return Vec::new();
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name && !open.overdue) else { return Vec::new() };
        if self.open[at..].iter().any(|open| open.tag != Tag::Element) {
            self.open[at].overdue = true;
            let name = self.open[at].name;
            self.uncount(name);
            return Vec::new();
        }
        self.pop_to(at)
    }

    /// Removes the containers that end because `element` or (if `None`) a block of markdown begins.
    pub fn end_implied(&mut self, element: Option<&ElementSpec>) -> Vec<OpenContainer> {
        if self.elements == 0 {
            return Vec::new();
        }
        let is_block = element.is_none_or(|element| element.layout == ElementLayout::Block);
        let mut ended = if is_block && self.is_open("p") { self.end_outermost(&PARAGRAPH_END) } else { Vec::new() };
        if let Some(implied) = element.and_then(|element| element.implied_end) {
            ended.extend(self.end_outermost(implied));
        }
        ended
    }

    /// Whether an element is allowed here.
    pub fn may_hold(&self, element: &ElementSpec) -> bool {
        element.ancestors.is_empty() || element.ancestors.iter().any(|name| self.is_open(name))
    }

    /// Whether an element of this name is open and not overdue.
    fn is_open(&self, name: &str) -> bool {
        self.not_overdue.get(name).is_some_and(|count| *count > 0)
    }

    fn counter(&mut self, tag: Tag, name: &str) -> Option<&mut u32> {
        match tag {
            Tag::Fence | Tag::Indented => Some(&mut self.code),
            Tag::Link => Some(&mut self.links),
            Tag::Element if name == "a" => Some(&mut self.links),
            Tag::Image => Some(&mut self.images),
            _ => None,
        }
    }

    /// Removes the outermost element that `implied` closes, and all within. Elements around a container of markdown are not closed.
    fn end_outermost(&mut self, implied: &ImpliedEnd) -> Vec<OpenContainer> {
        let hides = |open: &OpenContainer| open.tag != Tag::Element || implied.scope.contains(&open.name);
        let floor = self.open.iter().rposition(hides).map_or(0, |at| at + 1);
        let found = self.open[floor..].iter().position(|open| implied.closes.contains(&open.name));
        found.map(|at| self.pop_to(floor + at)).unwrap_or_default()
    }

    /// Removes the container at index `at` and all within.
    fn pop_to(&mut self, at: usize) -> Vec<OpenContainer> {
        let mut ended = Vec::new();
        while self.open.len() > at {
            ended.extend(self.pop());
        }
        ended
    }

    fn uncount(&mut self, name: &str) {
        if let Some(count) = self.not_overdue.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }
}
