//! Whether a run can be damage of a charset of two bytes at all: a quick test, which hardly a right text passes.

use super::table::{CharBytes, PairTable};

/// Whether the bytes of a run can be whole sequences; a quick test, which hardly a right text passes.
pub(super) fn may_be_whole(run: impl Iterator<Item = char>, table: &PairTable) -> bool {
    // A bit for each number of bytes that may be missing.
    let mut missing: u8 = 1;
    let mut has_bytes = false;
    for c in run {
        missing = if table.marks.contains(&c) {
            let once = after_lost(missing);
            // The mark may stand for itself.
            once | after_lost(once) | (missing & 1)
        } else {
            let Some(bytes) = table.bytes(c).or_else(|| c.is_ascii().then(|| CharBytes::of(&[c as u8]))) else {
                return false;
            };
            has_bytes |= !c.is_ascii();
            bytes.as_slice().iter().fold(missing, |missing, byte| after_byte(missing, *byte))
        };
        if missing == 0 {
            return false;
        }
    }
    has_bytes && missing & 0b11 != 0
}

fn after_byte(missing: u8, byte: u8) -> u8 {
    // A byte may have been dropped where one was missing.
    let whole = (missing & 1) | (missing >> 1 & 1);
    match byte {
        0..=0x7f => whole,
        0x80..=0xbf => missing >> 1,
        0xc2..=0xdf if whole != 0 => 0b10,
        0xe0..=0xef if whole != 0 => 0b100,
        0xf0..=0xf4 if whole != 0 => 0b1000,
        _ => 0,
    }
}

fn after_lost(missing: u8) -> u8 {
    missing >> 1 | if missing & 1 != 0 { 0b1110 } else { 0 }
}
