//! A URL as a QR code in the terminal, to be scanned with a phone.

use qrcode::{Color, EcLevel, QrCode};

/// The width of the light border, in modules; the standard (ISO/IEC 18004) requires four.
const QUIET: isize = 4;

/// `text` as a QR code, in lines of two rows of modules each; none if it is too long. White on black, with both colours set, so that the
/// terminal's own do not matter; if colours are removed, the light modules are still the printed ones.
pub fn qr(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let (width, modules) = (code.width() as isize, code.to_colors());
    let is_light = |x: isize, y: isize| {
        let inside = (0..width).contains(&x) && (0..width).contains(&y);
        !inside || modules.get((y * width + x) as usize) != Some(&Color::Dark)
    };
    let mut out = String::new();
    for y in (-QUIET..width + QUIET).step_by(2) {
        out.push_str("\u{1b}[38;5;231;48;5;16m");
        // The row below the last one is dark.
        let lower = |x| y + 1 < width + QUIET && is_light(x, y + 1);
        out.extend((-QUIET..width + QUIET).map(|x| match (is_light(x, y), lower(x)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }));
        out.push_str("\u{1b}[0m\n");
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of modules of a printed code, light ones true.
    fn rows(printed: &str) -> Vec<Vec<bool>> {
        let half = |line: &str, lit: &str| line.chars().map(|c| c == '█' || lit.contains(c)).collect();
        let line = |line: &str| line.replace("\u{1b}[38;5;231;48;5;16m", "").replace("\u{1b}[0m", "");
        printed.lines().map(line).flat_map(|line| [half(&line, "▀"), half(&line, "▄")]).collect()
    }

    #[test]
    fn a_code_is_printed_whole_with_a_quiet_zone() {
        let text = "http://192.168.1.20:4000/";
        let mut rows = rows(&qr(text).expect("a code"));
        assert!(rows.pop().is_some_and(|below| below.iter().all(|light| !light)));
        assert_eq!((rows.len(), rows[0].len()), (25 + 8, 25 + 8));
        let code = QrCode::with_error_correction_level(text, EcLevel::L).expect("a code");
        for (y, row) in rows.iter().enumerate() {
            for (x, light) in row.iter().enumerate() {
                let inside = (4..29).contains(&x) && (4..29).contains(&y);
                assert_eq!(*light, !inside || code[(x - 4, y - 4)] == Color::Light, "{x}, {y}");
            }
        }
    }

    #[test]
    fn what_fits_no_code_gets_none() {
        assert_eq!(qr(&"x".repeat(3000)), None);
    }
}
