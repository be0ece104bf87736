//! Whether a text contains a character of some kind. Fast on text that does not: chunks without a byte with which such a character could
//! begin are skipped.

/// How many bytes are checked together.
const CHUNK: usize = 64;

/// Whether any letter is of a script that runs from right to left.
pub fn has_right_to_left(text: &str) -> bool {
    contains(text, |byte| matches!(byte, 0xd6..=0xe0 | 0xef), is_right_to_left)
}

/// Whether there is a character of the Unicode blocks Box Drawing or Block Elements.
pub fn has_box_drawing(text: &str) -> bool {
    contains(text, |byte| byte == 0xe2, is_box_drawing)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_box_drawing(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}')
}

/// Whether `is_match` holds for any character, where the first byte of each such character in UTF-8 is one of `is_first_byte`.
fn contains(text: &str, is_first_byte: impl Fn(u8) -> bool, is_match: impl Fn(char) -> bool) -> bool {
    text.as_bytes().chunks(CHUNK).enumerate().any(|(chunk_number, chunk)| {
        // No early exit, so that the compiler can compare many bytes at once.
        let may_match = chunk.iter().fold(false, |found, byte| found | is_first_byte(*byte));
        may_match
            && chunk.iter().enumerate().filter(|(_, byte)| is_first_byte(**byte)).any(|(at, _)| {
                text.get(chunk_number * CHUNK + at..).and_then(|rest| rest.chars().next()).is_some_and(&is_match)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_found_wherever_it_stands() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_right_to_left(*c) || is_box_drawing(*c)) {
            let text = format!("{}{c}", "é".repeat(c as usize % 70));
            assert_eq!(
                (has_right_to_left(&text), has_box_drawing(&text)),
                (is_right_to_left(c), is_box_drawing(c)),
                "{c}"
            );
        }
    }

    #[test]
    fn neighbours_of_a_kind_are_not_of_it() {
        assert!(!has_right_to_left(&"abc — é \u{58f}\u{900}\u{fb1c}\u{fe00}\u{fe6f}\u{fefd}🎯".repeat(9)));
        assert!(!has_box_drawing(&"→ – \u{24ff}\u{25a0} ±".repeat(9)));
    }
}
