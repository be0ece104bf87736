//! `feed.xml`: the newest chapters as an [Atom feed](https://www.rfc-editor.org/rfc/rfc4287). Made only if the site's address is known, as it
//! must contain full addresses, and if days are known: the day of release that an author wrote, else the day on which a chapter came into
//! the repository.

use std::cmp::Reverse;

use crate::date::Date;
use crate::html::escape_into;
use crate::path::SitePath;
use crate::render::course_index::CourseIndex;

/// The name of the feed in the site.
pub const FEED: &str = "feed.xml";

/// So many chapters are in it, the newest.
const NEWEST: usize = 20;

/// What the feed says of a chapter beside what the course knows.
#[derive(Clone, Debug, Default)]
pub struct FeedFacts {
    /// The day of its release, else of its first commit; without one it is not in the feed.
    pub published: Option<Date>,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// A chapter in the feed.
struct FeedEntry<'a> {
    address: String,
    title: &'a str,
    excerpt: Option<&'a str>,
    published: Date,
    authors: Vec<String>,
}

/// The feed, newest chapters first; none without an address or a day. `facts` tells what is known of a chapter's file; `authors` are the course's.
pub fn feed(
    index: &CourseIndex<'_>,
    authors: &[String],
    facts: &dyn Fn(crate::index::ChapterIdx) -> FeedFacts,
) -> Option<String> {
    let base = index.base_url?;
    let home = SitePath::new("index.html");
    let entry = |(at, chapter): (_, &'_ crate::course::CourseChapter)| {
        let FeedFacts { published, authors } = facts(at);
        let outline = index.outline(chapter).filter(|_| chapter.page != home)?;
        Some(FeedEntry {
            address: index.canonical(&chapter.page)?,
            title: index.course.title_of(chapter.file, outline),
            excerpt: outline.excerpt.as_deref(),
            published: published?,
            authors,
        })
    };
    let mut entries: Vec<FeedEntry> = index.course.chapters.iter_enumerated().filter_map(entry).collect();
    // Of one day, the later chapter is the newer one.
    entries.reverse();
    entries.sort_by_key(|entry| Reverse(entry.published));
    entries.truncate(NEWEST);
    let newest = entries.first()?.published;

    let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    xml.open("feed xmlns=\"http://www.w3.org/2005/Atom\"");
    xml.text("title", &index.course.title);
    xml.text("id", base);
    xml.empty("link", &[("href", base)]);
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &format!("{base}{FEED}"))]);
    xml.text("updated", &moment(newest));
    // A feed needs an author.
    let no_author = [index.course.title.clone()];
    xml.authors(if authors.is_empty() { &no_author } else { authors });
    for entry in entries {
        xml.open("entry");
        xml.text("title", entry.title);
        xml.text("id", &entry.address);
        xml.empty("link", &[("href", &entry.address)]);
        xml.text("published", &moment(entry.published));
        xml.text("updated", &moment(entry.published));
        xml.authors(&entry.authors);
        if let Some(excerpt) = entry.excerpt {
            xml.text("summary", excerpt);
        }
        xml.0.push_str("</entry>\n");
    }
    xml.0.push_str("</feed>\n");
    Some(xml.0)
}

/// A day as Atom writes moments.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

struct Xml(String);

impl Xml {
    fn open(&mut self, tag: &str) {
        self.0.push_str(&format!("<{tag}>\n"));
    }

    fn text(&mut self, tag: &str, text: &str) {
        self.0.push_str(&format!("<{tag}>"));
        self.escaped(text);
        self.0.push_str(&format!("</{tag}>\n"));
    }

    fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.0.push_str(&format!("<{tag}"));
        for (name, value) in attributes {
            self.0.push_str(&format!(" {name}=\""));
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push_str("/>\n");
    }

    fn authors(&mut self, names: &[String]) {
        for name in names {
            self.0.push_str("<author><name>");
            self.escaped(name);
            self.0.push_str("</name></author>\n");
        }
    }

    /// Text without the characters that XML cannot hold.
    fn escaped(&mut self, text: &str) {
        let is_xml = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
        let text: String = text.chars().filter(is_xml).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        escape_into(&mut self.0, &text);
    }
}
