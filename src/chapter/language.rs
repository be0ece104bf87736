//! Which language a text is in.

/// The language (BCP 47), where it is clear.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let _ = text;
    None
}
