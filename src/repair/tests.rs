//! What repair promises, on small texts.

use super::*;

fn fixed(text: &str) -> String {
    repair(text, &Settings::default()).text.into_owned()
}

#[test]
fn clean_text_is_borrowed() {
    for text in ["plain", "🎯 café — “naïve” ─┐ ⚠️", "Grüße, MANHÃ, İSTANBUL"] {
        assert!(matches!(repair(text, &Settings::default()).text, Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn what_lost_no_byte_is_restored() {
    let cases = [
        ("youâ€™ll need a cafÃ©", "you’ll need a café"),
        ("youâ€šÃ„Ã´ll", "you’ll"),
        ("you‚Äôll need a caf√©", "you’ll need a café"),
        ("cafÃƒÂ©", "café"),
        ("## ðŸŽ¯ Goals", "## 🎯 Goals"),
    ];
    for (damaged, clean) in cases {
        assert_eq!(fixed(damaged), clean);
    }
}
