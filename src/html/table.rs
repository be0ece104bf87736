//! The state of a table that is being written: its columns, and which tags close what is open. In a fragment a part of a table may stand
//! without its table, and a table without its head. Never writes what a cell contains.

use crate::markdown::{Alignment, Document, Event};

/// The table that is open, if one is. Its methods return the tags to write.
#[derive(Debug, Default)]
pub struct TableWriter<'a> {
    columns: &'a [Alignment],
    column: usize,
    /// Whether the row that is open is the head row.
    pub in_head: bool,
    is_open: bool,
    has_body: bool,
}

impl<'a> TableWriter<'a> {
    /// The table that `event` opens.
    pub fn of(document: &'a Document, event: &Event) -> Self {
        let columns = document.tables.get(event.data as usize).map_or(&[][..], Vec::as_slice);
        TableWriter { columns, is_open: true, ..TableWriter::default() }
    }

    /// Whether a table is open. Parts of a table that stand without one are written as plain text.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The head row begins.
    pub fn head(&mut self) -> &'static str {
        (self.column, self.in_head) = (0, true);
        "<thead><tr>"
    }

    /// The head row ends, and the body begins.
    pub fn end_head(&mut self) -> &'static str {
        self.has_body = true;
        "</tr></thead>\n<tbody>\n"
    }

    /// A row of the body begins.
    pub fn row(&mut self) -> &'static str {
        (self.column, self.in_head) = (0, false);
        "<tr>"
    }

    /// Goes on to the next cell of the row. Returns its alignment.
    pub fn next_cell(&mut self) -> Alignment {
        self.column += 1;
        self.columns.get(self.column - 1).copied().unwrap_or(Alignment::None)
    }

    /// The table ends.
    pub fn end(&mut self) -> &'static str {
        let has_body = std::mem::take(self).has_body;
        if has_body { "</tbody></table></div>\n" } else { "</table></div>\n" }
    }
}
