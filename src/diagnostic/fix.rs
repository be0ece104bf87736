//! A fix: what a program may change in a file so that a diagnostic is gone, as data. Whoever attaches one to a diagnostic is certain of it.

use serde::{Deserialize, Serialize};

use crate::span::{OffsetMap, Span};

/// A change of a file that mends what a diagnostic tells and nothing else. It touches no word that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in a few words: ``write `setup.md` ``.
    pub title: String,
    /// What is replaced, in order of place and without overlap.
    pub edits: Vec<FixEdit>,
}

/// A part of a file and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FixEdit {
    /// Bytes of the file as decoded.
    pub span: Span,
    /// The text in their place.
    pub replacement: String,
}

impl Fix {
    /// A fix that replaces one part of the file.
    pub fn new(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        Fix { title: title.into(), edits: vec![FixEdit { span, replacement: replacement.into() }] }
    }

    /// The fix with its places led back from a changed text to the original; none where one of them is a part that was changed.
    pub(super) fn mapped(self, map: &OffsetMap) -> Option<Self> {
        let mapped = |edit: FixEdit| Some(FixEdit { span: map.unchanged(edit.span)?, ..edit });
        Some(Fix { title: self.title, edits: self.edits.into_iter().map(mapped).collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_of_a_changed_part_is_none() {
        // original: abcd, changed: aXd
        let map = OffsetMap::of_replaced([(1..3, 1)]);
        let fix = |start, end| Fix::new("t", Span::new(start, end), "x");
        assert_eq!(fix(2, 3).mapped(&map), Some(fix(3, 4)));
        assert_eq!(fix(1, 3).mapped(&map), None);
    }
}
