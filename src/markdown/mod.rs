//! Markdown as GitHub reads it (GFM and GitHub's additions). Usable alone as a library.
//!
//! In: the text of one chapter. Out: a [`Document`]. Writes no HTML, reads no disk and no other file.
//!
//! ```
//! use syllabus::markdown::parse;
//!
//! let document = parse("# 🚀 Roles\n\n> [!NOTE]\n> See [policies](policies.md#who).\n".into(), 0);
//! assert_eq!(&*document.headings[0].id, "-roles");
//! assert_eq!(document.links.iter().map(|link| &*link.href).collect::<Vec<_>>(), ["policies.md#who"]);
//! ```

mod attribute_list;
mod attribute_value;
mod autolink;
mod bounded_reader;
mod destination;
mod document;
mod elements;
mod emoji;
mod event;
mod event_list;
mod events;
mod formulas;
mod html;
mod nesting;
mod open_heading;
mod prepare;
pub mod slug;
mod source_lines;

pub use attribute_list::AttributeList;
pub use destination::{Destination, DestinationForm};
pub use document::{
    Alignment, Document, Element, ElementLink, Footnote, Fragment, Heading, Link, LinkKind, Oddity, OddityKind,
    ParagraphLine,
};
pub use elements::{ElementLayout, ElementSpec, ImpliedEnd, TagHandling, element_spec, is_player, player_of};
pub use emoji::with_emoji;
pub use event::{Alert, Event, EventId, EventKind, Tag};
pub use event_list::EventList;
pub use events::{parse, parse_with};
pub use html::{RawHtml, scheme};

#[cfg(test)]
mod tests {
    use super::*;

    /// A document as one line that is easy to read in a test.
    fn outline(text: &str) -> String {
        outline_of(&parse(text.into(), 0))
    }

    fn outline_of(document: &Document) -> String {
        let mut out = String::new();
        for event in document.events.iter() {
            match event.kind {
                EventKind::Open(tag) => {
                    let name = match document.element(&event) {
                        Some(element) => element.name.clone(),
                        None => format!("{tag:?}").replace("Paragraph", "P"),
                    };
                    out.push_str(&format!("{name}("));
                }
                EventKind::Close(_) => out.push(')'),
                EventKind::Void => out.push_str(&format!("<{}>", document.element(&event).map_or("", |e| &e.name))),
                EventKind::Task(ticked) => out.push_str(if ticked { "[x]" } else { "[ ]" }),
                EventKind::FootnoteReference => out.push_str(&format!("^{}", event.data)),
                EventKind::Rule => out.push_str("---"),
                EventKind::Code => out.push_str(&format!("`{}`", document.leaf_text(&event))),
                _ => out.push_str(document.leaf_text(&event)),
            }
        }
        out
    }

    fn ids(text: &str) -> Vec<String> {
        parse(text.into(), 0).headings.into_iter().map(|heading| heading.id.to_string()).collect()
    }

    #[test]
    fn alerts_are_alone_on_their_line_and_at_the_top_level() {
        assert_eq!(outline("> [!NOTE]\n> x"), "Alert(Note)(P(x))");
        assert_eq!(outline("> [!tip]  \n>\n> x"), "Alert(Tip)(P(x))");
        assert_eq!(outline("> [!NOTE] Read this\n> x"), "Quote(P([!NOTE] Read this x))");
        assert_eq!(outline("- > [!NOTE]\n  > x"), "Bullets(Item(Quote(P([!NOTE] x))))");
        assert_eq!(outline("<details>\n\n> [!NOTE]\n> x\n\n</details>"), "details(\nQuote(P([!NOTE] x)))");
    }

    #[test]
    fn html_nests_whatever_the_author_forgot() {
        assert_eq!(
            outline("<details><summary>A</summary>\n\n- x\n</details>\n\ny"),
            "details(summary(A)\nBullets(Item(x)))\nP(y)"
        );
        assert_eq!(outline("- <b>x\n- y</b>"), "Bullets(Item(b(x))Item(y))");
        assert_eq!(outline("a <kbd>b"), "P(a kbd(b))");
        assert_eq!(outline("</div>\n\nx </b>"), "\nP(x )");
        assert_eq!(outline("<p align=center>\n\n# T\n\n</p>"), "p(\n)Heading(T)");
        assert_eq!(outline("<ul><li>a<li>b</ul>"), "ul(li(a)li(b))");
        assert_eq!(outline("<details>\n\n- a\n  </details>\n- b"), "details(\nBullets(Item(a\n)Item(b)))");
    }

    #[test]
    fn containers_nested_too_deeply_are_shown_flat() {
        let deep = [
            format!("{} x", ">".repeat(1000)),
            (0..300).map(|level| format!("{}- x\n", "  ".repeat(level))).collect(),
            format!("{}x", "<div><b>\n".repeat(1000)),
            format!("a {}x", "<b>".repeat(1000)),
            format!("{}| x |\n{}|-|\n{}| x |", "> ".repeat(99), "> ".repeat(99), "> ".repeat(99)),
        ];
        for text in deep {
            let document = parse(text.as_str().into(), 0);
            let (mut depth, mut deepest) = (0, 0);
            for event in document.events.iter() {
                match event.kind {
                    EventKind::Open(_) => depth += 1,
                    EventKind::Close(_) => depth -= 1,
                    _ => {}
                }
                deepest = deepest.max(depth);
            }
            assert_eq!(depth, 0);
            assert!((99..=104).contains(&deepest), "{deepest}");
            assert!(document.plain(document.all()).contains('x'));
        }
        assert!(parse("> - <b>x".into(), 0).too_deep.is_none());
        assert!(parse(format!("{}x", "<b>".repeat(101)).into(), 0).too_deep.is_some());
    }

    #[test]
    fn nothing_runs() {
        assert_eq!(outline("<script>alert(1)</script>"), "<script>alert(1)</script>");
        assert_eq!(outline("[x](javascript:alert(1)) ![y](data:image/svg+xml,z)"), "P(x y)");
        assert_eq!(outline("<a href=\"javascript:x\" onclick=\"y\">z</a>"), "P(a(z))");
    }

    #[test]
    fn raw_html_may_be_text_and_comments_stay_hidden() {
        let outline = |text: &str| outline_of(&parse_with(text.into(), 0, RawHtml::Text));
        assert_eq!(outline("a <b>*x*</b> <!-- y -->"), "P(a <b>Emphasis(x)</b> )");
        assert_eq!(outline("<div>\n  <b>\n\n- x"), "P(<div> <b>)Bullets(Item(x))");
        assert_eq!(outline("> <p>\n> x\n> </p>"), "Quote(P(<p> x </p>))");
        assert_eq!(outline("<pre>\na\n\nb</pre>"), "P(<pre> a)P(b</pre>)");
        assert_eq!(outline("<!-- a\n\nb --> c <!-- d -->"), "P(c )");
        assert_eq!(outline("<!-- a -->"), "");
        assert_eq!(outline("<a href=\"http://a.bc\">:tada:"), "P(<a href=\"http://a.bc\">🎉)");
        let document = parse_with("cp <file> <a id=x>".into(), 0, RawHtml::Text);
        assert!(document.lost_tags.is_empty() && document.anchors.is_empty());
    }

    #[test]
    fn heading_ids_count_html_and_nested_headings_and_ignore_images() {
        assert_eq!(
            ids("# A ![alt](x.png) b\n\n<h2>A</h2>\n\n> ## a\n\n## `code` *e* &amp; [l](x)"),
            ["a--b", "a", "a-1", "code-e--l"]
        );
        assert_eq!(ids("## ⚙️ Service\n## :tada: x"), ["\u{fe0f}-service", "tada-x"]);
        assert_eq!(ids("<h2>a<h3>b</h3>\n\n> # c\n\n<h2>d\n\n> # e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(ids("Two\nlines\n==="), ["twolines"]);
    }

    #[test]
    fn an_authors_anchor_gives_way_to_a_heading() {
        let document = parse("# Setup\n\n<a id=\"setup\"></a><a name=\"x\"></a><a id=\"x\"></a>".into(), 0);
        assert_eq!(document.anchors, ["x"]);
        let kept: Vec<_> = document.elements.iter().filter_map(|element| element.attribute("id")).collect();
        assert_eq!(kept, ["x"]);
    }

    #[test]
    fn footnotes_are_numbered_by_first_use_and_unused_ones_dropped() {
        let document = parse("b[^b] a[^A] b[^b]\n\n[^a]: one\n[^b]: two\n[^c]: three\n".into(), 0);
        let notes: Vec<_> = document.footnotes.iter().map(|note| (note.label.as_str(), note.references)).collect();
        assert_eq!(notes, [("b", 2), ("A", 1)]);
    }

    #[test]
    fn words_become_links_and_emoji_but_not_in_code() {
        assert_eq!(
            outline("see http://a_b.c.de/x_y_z. :tada: :nope: `:tada:`"),
            "P(see Link(http://a_b.c.de/x_y_z). 🎉 :nope: `:tada:`)"
        );
        assert_eq!(outline("[http://x.yz](a.md)"), "P(Link(http://x.yz))");
        assert_eq!(outline("```\n:tada: www.a.bc\n```"), "Fence(:tada: www.a.bc\n)");
    }

    #[test]
    fn fragments_are_clipped_to_their_span() {
        let document = parse("**A)** one *two*\nB) three".into(), 0);
        let lines = document.lines(document.inside(0));
        assert_eq!(lines.len(), 2);
        let text = Fragment { events: lines[0].events.clone(), span: Span::new(7, lines[0].span.end as usize) };
        assert_eq!(document.plain_fragment(&text), "one two");
        let kinds: Vec<_> = document.clip(&text).map(|(_, event)| event.kind).collect();
        assert!(!kinds.contains(&EventKind::Open(Tag::Strong)) && kinds.contains(&EventKind::Open(Tag::Emphasis)));
        let half = Fragment { events: 0..lines[0].events.end, span: lines[0].span };
        assert!(document.clip(&half).all(|(_, event)| event.kind != EventKind::Open(Tag::Paragraph)));
    }

    use crate::span::Span;

    #[test]
    fn containers_always_nest() {
        crate::properties::hold(400, |u| {
            let parts = [
                "<details>",
                "</details>",
                "<b>",
                "</b>",
                "\n\n",
                "\n",
                "- ",
                "> ",
                "<p>",
                "</p>",
                "x",
                "| a |\n|-|\n",
                "<li>",
                "[a](b)",
                "# ",
                "    ",
                "<table><tr><td>",
                "</table>",
                "[^1]",
                "[^1]: ",
                "```",
                "<!-- ",
                " -->",
            ];
            let mut text = String::new();
            for _ in 0..u.arbitrary_len::<u8>()?.min(60) {
                text.push_str(u.choose(&parts)?);
            }
            for raw_html in [RawHtml::Sanitized, RawHtml::Text] {
                let document = parse_with(text.as_str().into(), 0, raw_html);
                let mut open = Vec::new();
                for (id, event) in document.events.iter().enumerate() {
                    match event.kind {
                        EventKind::Open(tag) => open.push((id, tag)),
                        EventKind::Close(tag) => {
                            assert_eq!(open.pop(), Some((event.partner as usize, tag)), "{text:?}")
                        }
                        _ => assert_eq!(event.partner as usize, id),
                    }
                }
                assert!(open.is_empty(), "{text:?}");
                assert!(raw_html == RawHtml::Sanitized || document.elements.is_empty(), "{text:?}");
            }
            Ok(())
        });
    }
}
