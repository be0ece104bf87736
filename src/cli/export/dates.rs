//! What in a PDF depends on when and how it was printed: its dates, the numbers that Chromium gives to the nodes of the page, and
//! bookmarks that it doubles. The same course gives the same file, so all three are replaced where they stand by others of the same
//! length: no offset of the file changes.

/// The keys of the dates in a PDF's information.
const KEYS: [&[u8]; 2] = [b"/CreationDate", b"/ModDate"];

/// What the names of nodes begin with, and how many digits follow.
const NODE: &[u8] = b"(node";
const NODE_DIGITS: usize = 8;

/// The date of files without another: the first second of 2000.
const FIXED: u64 = 946_684_800;

/// The seconds since 1970 that all dates are set to: `SOURCE_DATE_EPOCH` where it is a number, else a fixed date.
pub(super) fn epoch(variable: Option<&str>) -> u64 {
    // What has more digits than a year of four can have is no date.
    variable.and_then(|text| text.trim().parse().ok()).filter(|seconds| *seconds < 253_402_300_800).unwrap_or(FIXED)
}

/// Sets all dates of a PDF's information.
pub(super) fn set_dates(pdf: &mut [u8], seconds: u64) {
    let digits = date_digits(seconds);
    for key in KEYS {
        let mut from = 0;
        while let Some(at) = find(pdf, key, from) {
            from = at + key.len();
            set_date(pdf.get_mut(from..).unwrap_or_default(), digits.as_bytes());
        }
    }
}

/// Counts the nodes that the tags name (`(node00000158)`) from 1, in their order: Chromium begins with another number each time.
pub(super) fn number_nodes(pdf: &mut [u8]) {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = find(pdf, NODE, from) {
        from = at + NODE.len();
        let digits = pdf.get(from..from + NODE_DIGITS).filter(|digits| digits.iter().all(u8::is_ascii_digit));
        if let Some(digits) = digits.filter(|_| pdf.get(from + NODE_DIGITS) == Some(&b')')) {
            places.push((digits.to_owned(), from));
        }
    }
    let mut known: Vec<Vec<u8>> = places.iter().map(|(digits, _)| digits.clone()).collect();
    known.sort();
    known.dedup();
    for (digits, at) in places {
        let number = known.partition_point(|other| *other < digits) + 1;
        if let Some(place) = pdf.get_mut(at..at + NODE_DIGITS) {
            place.copy_from_slice(format!("{number:0NODE_DIGITS$}").as_bytes());
        }
    }
}

/// Makes bookmarks whose title stands twice in them stand once: Chromium lays out the first heading after a forced break twice, and takes its words each
/// time. `titles` are those that may be: no other is touched. What is too much becomes blanks, so that no offset of the file changes.
pub(super) fn single_titles<'t>(pdf: &mut [u8], titles: impl IntoIterator<Item = &'t str>) {
    for title in titles.into_iter().filter(|title| !title.is_empty()) {
        let units: String = title.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let plain = title.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        single_title(pdf, "<FEFF", &units, ">", "0020");
        single_title(pdf, "(", &plain, ")", " ");
    }
}

fn single_title(pdf: &mut [u8], open: &str, title: &str, close: &str, blank: &str) {
    let doubled = format!("/Title {open}{title}{title}{close}");
    let mut from = 0;
    while let Some(at) = find(pdf, doubled.as_bytes(), from) {
        from = at + doubled.len();
        let blanks = blank.repeat(title.len() / blank.len());
        let start = from - close.len() - title.len();
        if let Some(place) = pdf.get_mut(start..start + blanks.len()) {
            place.copy_from_slice(blanks.as_bytes());
        }
    }
}

/// Sets a date that `value` begins with: ` (D:20261127220236+00'00')`. Anything else stays.
fn set_date(value: &mut [u8], digits: &[u8]) {
    let blanks = value.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let Some(date) = value.get_mut(blanks..).filter(|rest| rest.starts_with(b"(D:")).and_then(|rest| rest.get_mut(3..))
    else {
        return;
    };
    let Some(end) = date.iter().position(|byte| *byte == b')') else { return };
    let Some(date) = date.get_mut(..end) else { return };
    let count = date.iter().take_while(|byte| byte.is_ascii_digit()).count();
    for (byte, digit) in date.iter_mut().take(count).zip(digits) {
        *byte = *digit;
    }
    // The difference to UTC is none, in the form in which it stands there: `Z`, `+02'00'`.
    for byte in date.iter_mut().skip(count) {
        match byte {
            b'-' => *byte = b'+',
            b'1'..=b'9' => *byte = b'0',
            _ => {}
        }
    }
}

/// The place of `needle` in `bytes`, at `from` or after it.
fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(needle.len()).position(|window| window == needle).map(|at| from + at)
}

/// `20261127220236`
fn date_digits(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Years that begin in March: the day that leap years add is their last one.
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let of_month = of_year - (153 * month_from_march + 2) / 5 + 1;
    format!("{year:04}{month:02}{of_month:02}{:02}{:02}{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_stands_twice_stands_once_and_nothing_moves() {
        let twice = "0041007AD83DDE000041007AD83DDE00";
        let pdf = format!("/Title <FEFF{twice}> /Title (Units \\(a\\)Units \\(a\\)) /Title (HaHa)");
        let mut bytes = pdf.clone().into_bytes();
        single_titles(&mut bytes, ["Az\u{1f600}", "Units (a)", "Other"]);
        let single = String::from_utf8(bytes).expect("ASCII");
        assert_eq!(
            single,
            "/Title <FEFF0041007AD83DDE000020002000200020> /Title (Units \\(a\\)           ) /Title (HaHa)"
        );
        assert_eq!(single.len(), pdf.len());
    }

    #[test]
    fn seconds_become_dates() {
        for (seconds, date) in [
            (0, "19700101000000"),
            (951_782_399, "20000228235959"),
            (951_782_400, "20000229000000"),
            (951_868_800, "20000301000000"),
            (1_795_816_956, "20261127220236"),
            (253_402_300_799, "99991231235959"),
        ] {
            assert_eq!(date_digits(seconds), date);
        }
        assert_eq!((epoch(Some("0")), epoch(Some(" 12 ")), epoch(Some("soon")), epoch(None)), (0, 12, FIXED, FIXED));
        assert_eq!(epoch(Some("253402300800")), FIXED);
    }

    #[test]
    fn nodes_are_counted_in_their_order() {
        let mut pdf = b"/ID (node00000158)>> (node00000160)(node00000158) (node12) (node0000016x)".to_owned();
        number_nodes(&mut pdf);
        assert_eq!(&pdf, b"/ID (node00000001)>> (node00000002)(node00000001) (node12) (node0000016x)");
    }

    #[test]
    fn dates_are_replaced_where_they_stand_and_nothing_else_is() {
        let set = |text: &str| {
            let mut pdf = text.as_bytes().to_owned();
            set_dates(&mut pdf, 0);
            assert_eq!(pdf.len(), text.len());
            String::from_utf8(pdf).expect("text")
        };
        assert_eq!(
            set("<</Title (2026) /CreationDate (D:20261127220236+02'30')\n/ModDate (D:20261127220236Z)>> (D:2026)"),
            "<</Title (2026) /CreationDate (D:19700101000000+00'00')\n/ModDate (D:19700101000000Z)>> (D:2026)"
        );
        for other in ["/CreationDate (2026)", "/CreationDate", "/ModDate (D:2026", "/ModDate <443a>", ""] {
            assert_eq!(set(other), other);
        }
    }
}
