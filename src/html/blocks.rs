//! Blocks of markdown: headings, alerts, code, lists, task items and cells of tables.

use super::code_lines;
use super::escape::{escape, escape_into};
use super::fence_info::FenceInfo;
use super::session;
use super::text_scan;
use super::writer::BodyWriter;
use crate::markdown::{Alert, Alignment, Event, EventId, EventKind, Heading, Tag};

impl BodyWriter<'_> {
    /// The further ids of a heading, at the beginning of its words: links to them land, too.
    pub fn further_ids(&self, heading: &Heading) -> String {
        let is_own = |now: &str| *now == *heading.id || heading.further_ids().any(|id| id == now);
        let moved = self.input.moved_ids.iter().filter(|(_, now)| is_own(now)).map(|(former, _)| former.as_str());
        let ids = heading.further_ids().chain(moved);
        ids.map(|id| format!("<span id=\"{}\"></span>", escape(&self.local_id(id)))).collect()
    }

    pub(super) fn heading(&mut self, event: &Event) {
        let Some(heading) = self.input.document.headings.get(event.data as usize) else { return };
        self.out.push_str("<h");
        self.out.push(self.level_digit(heading.level));
        self.id_attribute(&heading.id);
        self.end_start_tag();
        self.out.push_str(&self.further_ids(heading));
        self.is_in_heading = true;
    }

    pub(super) fn end_heading(&mut self, heading: u32) {
        let Some(heading) = self.input.document.headings.get(heading as usize) else { return };
        self.is_in_heading = false;
        self.out.push_str("</h");
        self.out.push(self.level_digit(heading.level));
        self.out.push('>');
        self.heading_link(heading);
        self.out.push('\n');
    }

    /// The link to a heading stands after it, not in it: no screen reader takes it for a part of the heading. On the pages of questions
    /// headings of the chapter are not there to be linked to.
    fn heading_link(&mut self, heading: &Heading) {
        let words = self.input.words;
        // A fold's summary is a button, and may hold no link.
        let in_summary =
            heading.event.checked_sub(1).is_some_and(|before| self.input.document.opens(before, "summary"));
        if words.heading_link.is_empty()
            || in_summary
            || self.input.footnotes_page.is_some()
            || self.input.book.is_some()
        {
            return;
        }
        self.out.push_str("<a class=\"anchor\"");
        self.attribute("href", &format!("#{}", heading.id));
        self.attribute("aria-label", &words.heading_link);
        self.out.push_str("></a>");
    }

    /// A quote that is one strong sentence and no more is a motto.
    pub(super) fn quote(&mut self, id: EventId) {
        let document = self.input.document;
        let only = |range| {
            let mut children = document.children(range);
            let first = children.next()?;
            children.next().is_none().then_some((first, document.event(first)?.kind))
        };
        let is_motto = only(document.inside(id))
            .filter(|(_, kind)| *kind == EventKind::Open(Tag::Paragraph))
            .and_then(|(paragraph, _)| only(document.inside(paragraph)))
            .is_some_and(|(strong, kind)| {
                kind == EventKind::Open(Tag::Strong) && !document.plain(document.inside(strong)).ends_with([':', '：'])
            });
        self.out.push_str(if is_motto { "<blockquote class=\"motto\">\n" } else { "<blockquote>\n" });
    }

    pub(super) fn alert(&mut self, alert: Alert) {
        let (index, name) = match alert {
            Alert::Note => (0, "note"),
            Alert::Tip => (1, "tip"),
            Alert::Important => (2, "important"),
            Alert::Warning => (3, "warning"),
            Alert::Caution => (4, "caution"),
        };
        let title = escape(&self.input.words.alerts[index]);
        self.out.push_str(&format!(
            "<div class=\"markdown-alert markdown-alert-{name}\"><p class=\"markdown-alert-title\">{title}</p>\n"
        ));
    }

    pub(super) fn code_block(&mut self, tag: Tag, id: EventId, event: &Event) {
        let document = self.input.document;
        self.skip_until = event.partner + 1;
        let mut code = String::with_capacity(event.span.of(&document.text).len());
        for leaf in document.inside(id).filter_map(|leaf| document.event(leaf)) {
            code.push_str(document.leaf_text(&leaf));
        }
        let info = FenceInfo::of(if tag == Tag::Fence { document.string(event) } else { "" });
        let has_boxes = text_scan::has_box_drawing(&code);
        self.out.push_str("<div");
        self.attribute(
            "class",
            match (has_boxes, info.first) {
                (true, _) => "code box",
                (false, Some(_)) => "code numbered",
                (false, None) => "code",
            },
        );
        if !info.language.is_empty() {
            self.attribute("data-lang", info.language);
        }
        self.out.push('>');
        if let Some(name) = info.name {
            self.out.push_str("<p class=\"code-name\">");
            escape_into(&mut self.out, name);
            self.out.push_str("</p>");
        }
        self.out.push_str("<pre><code");
        if let Some(first) = info.first.filter(|first| *first != 1) {
            self.attribute("style", &format!("counter-reset:line {}", i64::from(first) - 1));
        }
        self.out.push('>');
        let (highlighter, budget) = (self.input.highlighter, &mut self.highlight_budget);
        let html = session::highlight(info.language, &code, highlighter, budget)
            .or_else(|| highlighter.highlight(info.language, &code, budget));
        let html = html.unwrap_or_else(|| escape(&code));
        let is_diff = ["diff", "patch"].iter().any(|name| info.language.eq_ignore_ascii_case(name));
        self.out.push_str(&match (info.has_lines(), is_diff) {
            (true, _) => code_lines::marked(&html, info.first.is_some(), info.marks()),
            (false, true) => code_lines::marked(&html, false, code_lines::diff_marks(&code)),
            (false, false) => html,
        });
        self.out.push_str("</code></pre></div>\n");
    }

    pub(super) fn list(&mut self, tag: Tag, id: EventId, event: &Event) {
        let document = self.input.document;
        let boxes: Vec<EventId> =
            document.children(document.inside(id)).filter_map(|item| self.task_of(item)).collect();
        let class = match boxes.as_slice() {
            [] if self.input.objectives == Some(id) => " class=\"aims\"",
            [] => "",
            boxes if boxes.iter().any(|task| self.input.progress_ids.contains_key(task)) => {
                " class=\"tasks\" data-checklist"
            }
            _ => " class=\"tasks\"",
        };
        match (tag, event.data) {
            (Tag::Numbers, 1) => self.out.push_str(&format!("<ol{class}>\n")),
            (Tag::Numbers, first) => self.out.push_str(&format!("<ol start=\"{first}\"{class}>\n")),
            _ => self.out.push_str(&format!("<ul{class}>\n")),
        }
    }

    pub(super) fn item(&mut self, id: EventId) {
        if self.task_of(id).is_some() {
            self.out.push_str("<li class=\"task\">");
        } else {
            self.start_tag("li");
        }
    }

    /// The box that the item opened at `id` begins with, if it is a task item.
    fn task_of(&self, id: EventId) -> Option<EventId> {
        let kind = |id| self.input.document.event(id).map(|event| event.kind);
        match kind(id + 1) {
            Some(EventKind::Task(_)) => Some(id + 1),
            Some(EventKind::Open(Tag::Paragraph)) => matches!(kind(id + 2), Some(EventKind::Task(_))).then_some(id + 2),
            _ => None,
        }
    }

    /// The box and its words are one label, so that a finger may hit either.
    pub(super) fn task(&mut self, id: EventId, ticked: bool) {
        if self.hides_boxes {
            return;
        }
        self.out.push_str("<label><input type=\"checkbox\"");
        match self.input.progress_ids.get(&id) {
            Some(progress_id) => self.attribute("data-check", progress_id),
            None => self.out.push_str(" disabled"),
        }
        self.out.push_str(if ticked { " checked><span>" } else { "><span>" });
        self.is_label_open = true;
    }

    pub(super) fn end_label(&mut self) {
        if std::mem::take(&mut self.is_label_open) {
            self.out.push_str("</span></label>");
        }
    }

    /// Whether the cell opened at `id` names its column. An empty one above others names nothing.
    fn is_column_name(&self, id: EventId) -> bool {
        self.table.in_head && self.input.document.event(id).is_some_and(|open| open.partner != id + 1)
    }

    pub(super) fn cell(&mut self, id: EventId) {
        let name = if self.is_column_name(id) { "th scope=\"col\"" } else { "td" };
        let align = self.table.next_cell();
        self.out.push('<');
        self.out.push_str(name);
        match align {
            Alignment::None => {}
            Alignment::Left => self.attribute("align", "left"),
            Alignment::Center => self.attribute("align", "center"),
            Alignment::Right => self.attribute("align", "right"),
        }
        self.end_start_tag();
    }

    /// The end of the cell opened at `id`.
    pub(super) fn end_cell(&mut self, id: EventId) {
        self.out.push_str(if self.is_column_name(id) { "</th>" } else { "</td>" });
    }
}
