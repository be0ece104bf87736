//! Whether a text holds any sign of a kind, at a glance: whole stretches without a byte that such a sign could begin with are passed over.

/// So many bytes are looked at together.
const STRETCH: usize = 64;

/// Whether any letter runs from the right.
pub fn any_right_to_left(text: &str) -> bool {
    any(text, |byte| matches!(byte, 0xd6..=0xe0 | 0xef), is_right_to_left)
}

/// Whether there is box drawing or a block.
pub fn any_picture(text: &str) -> bool {
    any(text, |byte| byte == 0xe2, is_picture)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}')
}

/// Whether `is` holds for any sign, where UTF-8 writes such signs with a first byte for which `leads` holds.
fn any(text: &str, leads: impl Fn(u8) -> bool, is: impl Fn(char) -> bool) -> bool {
    text.as_bytes().chunks(STRETCH).enumerate().any(|(row, stretch)| {
        // Without a way out of the middle, so that it takes a few instructions.
        let may = stretch.iter().fold(false, |may, byte| may | leads(*byte));
        may && stretch
            .iter()
            .enumerate()
            .filter(|(_, byte)| leads(**byte))
            .any(|(at, _)| text.get(row * STRETCH + at..).and_then(|rest| rest.chars().next()).is_some_and(&is))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        for sign in ('\0'..='\u{ffff}').filter(|sign| is_right_to_left(*sign) || is_picture(*sign)) {
            let text = format!("{}{sign}", "é".repeat(sign as usize % 70));
            assert_eq!(
                (any_right_to_left(&text), any_picture(&text)),
                (is_right_to_left(sign), is_picture(sign)),
                "{sign}"
            );
        }
    }

    #[test]
    fn what_stands_beside_a_kind_is_not_of_it() {
        assert!(!any_right_to_left(&"abc — é \u{58f}\u{900}\u{fb1c}\u{fe00}\u{fe6f}\u{fefd}🎯".repeat(9)));
        assert!(!any_picture(&"→ – \u{24ff}\u{25a0} ±".repeat(9)));
    }
}
