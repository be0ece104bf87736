//! The part of a file that a browser requests (`range`, RFC 9110, section 14): videos are requested in parts. Supports one range; any
//! other header means the whole file.

use std::ops::Range;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Of(Range<u64>),
    /// It begins after the end of the file.
    Beyond,
}

/// The part of a file of `length` bytes that a `range` header asks for.
pub(super) fn part(header: Option<&str>, length: u64) -> Part {
    let Some((first, last)) = header.and_then(|header| header.trim().strip_prefix("bytes=")?.split_once('-')) else {
        return Part::Whole;
    };
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) if last.is_none_or(|last| first <= last) => {
            clipped(first, last.map_or(length, |last| last.saturating_add(1)), length)
        }
        (Some(None), Some(Some(count))) => {
            clipped(if count == 0 { length } else { length.saturating_sub(count) }, length, length)
        }
        _ => Part::Whole,
    }
}

fn clipped(start: u64, end: u64, length: u64) -> Part {
    if start < length { Part::Of(start..end.min(length)) } else { Part::Beyond }
}

/// A number, `Some(None)` for an empty text, `None` for anything else.
fn number(text: &str) -> Option<Option<u64>> {
    match text.trim() {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().map(Some),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, part};

    #[test]
    fn one_range_is_understood() {
        for (header, expected) in [
            ("bytes=0-3", Part::Of(0..4)),
            ("bytes=2-", Part::Of(2..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=9-99", Part::Of(9..10)),
            ("bytes=10-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=0-18446744073709551615", Part::Of(0..10)),
        ] {
            assert_eq!(part(Some(header), 10), expected, "{header}");
        }
        assert_eq!(part(Some("bytes=0-"), 0), Part::Beyond);
    }

    #[test]
    fn all_else_means_the_whole_file() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=3-2",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(part(Some(header), 10), Part::Whole, "{header}");
        }
        assert_eq!(part(None, 10), Part::Whole);
    }
}
