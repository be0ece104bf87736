//! The text of a heading while its events come in. Knows nothing of documents.

/// A heading that is open, with its text so far.
pub(super) struct OpenHeading {
    /// The depth at which it opened.
    pub(super) depth: usize,
    /// As written: its id is made from this.
    pub(super) text: String,
    /// With emoji in place of their names; none where that is the same.
    pub(super) shown: Option<String>,
}

impl OpenHeading {
    pub(super) fn at(depth: usize) -> Self {
        OpenHeading { depth, text: String::new(), shown: None }
    }

    /// Adds text; `shown` is the same with emoji in place of their names, none where it has no such names.
    pub(super) fn add(&mut self, text: &str, shown: Option<String>) {
        if shown.is_some() && self.shown.is_none() {
            self.shown = Some(self.text.clone());
        }
        self.text.push_str(text);
        if let Some(so_far) = &mut self.shown {
            so_far.push_str(shown.as_deref().unwrap_or(text));
        }
    }
}
