//! Proper nesting of containers. Markdown's own containers always nest; raw HTML may not: an element that is left open ends
//! with the container around it, an end without a beginning vanishes, and what HTML closes by itself is closed here.

use std::collections::HashMap;

use super::event::{EventId, Tag};

/// A container that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenContainer {
    pub id: EventId,
    pub tag: Tag,
    /// The element's name; empty for markdown's own.
    pub name: &'static str,
    /// Its end has been met already, inside a container that must end first.
    overdue: bool,
}

/// The containers that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct ContainerStack {
    open: Vec<OpenContainer>,
    /// How many elements of a name are open and not overdue: keeps stray ends cheap.
    count: HashMap<&'static str, usize>,
    /// How many elements are open.
    elements: u32,
    code: u32,
    links: u32,
    images: u32,
}

/// Elements that a later sibling or block closes by itself (HTML, section 13.1.2.4): who begins, what ends, where the search stops.
static IMPLIED: &[(&[&str], &[&str], &[&str])] = &[
    (&["li"], &["li"], &["ul", "ol"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th"], &["tr", "table"]),
    (&["tr"], &["td", "th", "tr"], &["thead", "tbody", "tfoot", "table"]),
    (&["thead", "tbody", "tfoot"], &["td", "th", "tr", "thead", "tbody", "tfoot"], &["table"]),
    (&["rt", "rp"], &["rt", "rp"], &["ruby"]),
    (&["a"], &["a"], &[]),
    (HEADINGS, HEADINGS, &[]),
];

/// A heading ends one that is open.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that end a paragraph.
static BLOCKS: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "pre",
    "ol",
    "ul",
    "table",
    "blockquote",
    "dl",
    "hr",
    "details",
    "figure",
];

/// Elements that stand only inside of others; elsewhere their tags vanish.
static HOMES: &[(&str, &[&str])] = &[
    ("li", &["ul", "ol"]),
    ("td", &["table"]),
    ("th", &["table"]),
    ("tr", &["table"]),
    ("thead", &["table"]),
    ("tbody", &["table"]),
    ("tfoot", &["table"]),
    ("caption", &["table"]),
    ("source", &["picture"]),
    ("summary", &["details"]),
];

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
            *self.count.entry(name).or_default() += 1;
        }
    }

    /// Takes away the innermost container.
    pub fn pop(&mut self) -> Option<OpenContainer> {
        let open = self.open.pop()?;
        self.elements -= u32::from(open.tag == Tag::Element);
        if let Some(counter) = self.counter(open.tag, open.name) {
            *counter -= 1;
        }
        if open.tag == Tag::Element && !open.overdue {
            self.forget(open.name);
        }
        Some(open)
    }

    /// Gathers the containers that end, innermost first, where markdown's own container ends.
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

    /// The containers that end at the end tag `name`: those above its element, and it. Where a container of markdown's
    /// own stands between, the element becomes overdue and nothing ends yet.
    pub fn end_of_element(&mut self, name: &str) -> Vec<OpenContainer> {
        if self.count.get(name).copied().unwrap_or(0) == 0 {
            return Vec::new();
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name && !open.overdue) else { return Vec::new() };
        if self.open[at..].iter().any(|open| open.tag != Tag::Element) {
            self.open[at].overdue = true;
            let name = self.open[at].name;
            self.forget(name);
            return Vec::new();
        }
        self.take(at)
    }

    /// The containers that end because an element or a block of markdown (`""`) begins.
    pub fn implied(&mut self, name: &str) -> Vec<OpenContainer> {
        if self.elements == 0 {
            return Vec::new();
        }
        let mut ended = self.paragraph_before(name);
        for (begins, ends, stops) in IMPLIED {
            if begins.contains(&name) {
                ended.extend(self.outermost(ends, stops));
            }
        }
        ended
    }

    /// Whether an element may stand here.
    pub fn is_at_home(&self, name: &str) -> bool {
        let Some((_, homes)) = HOMES.iter().find(|(guest, _)| *guest == name) else { return true };
        homes.iter().any(|home| self.count.get(home).copied().unwrap_or(0) > 0)
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

    fn paragraph_before(&mut self, name: &str) -> Vec<OpenContainer> {
        if self.count.get("p").copied().unwrap_or(0) == 0 || !(name.is_empty() || BLOCKS.contains(&name)) {
            return Vec::new();
        }
        self.outermost(&["p"], &["div", "td", "th", "li", "blockquote", "details", "summary", "dd"])
    }

    /// Ends the outermost of `ends` that no `stops` and no container of markdown's own shields.
    fn outermost(&mut self, ends: &[&str], stops: &[&str]) -> Vec<OpenContainer> {
        let shield = |open: &OpenContainer| open.tag != Tag::Element || stops.contains(&open.name);
        let floor = self.open.iter().rposition(shield).map_or(0, |at| at + 1);
        let found = self.open[floor..].iter().position(|open| ends.contains(&open.name));
        found.map(|at| self.take(floor + at)).unwrap_or_default()
    }

    fn take(&mut self, at: usize) -> Vec<OpenContainer> {
        let mut ended = Vec::new();
        while self.open.len() > at {
            ended.extend(self.pop());
        }
        ended
    }

    fn forget(&mut self, name: &str) {
        if let Some(count) = self.count.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }
}
