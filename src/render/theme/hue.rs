//! The hue of a theme, as its tokens say it: what is no style sheet is drawn in the same colour.

use super::check::properties;
use super::layers::{TOKENS, ThemeLayers};

/// The token of the accent's hue.
const HUE: &str = "--hue";

/// The hue that the tokens of the theme set, an author's before the built-in ones'.
pub(super) fn hue_of(files: &ThemeLayers<'_>) -> Option<f64> {
    let number = |text: &&str| {
        let set = properties(text).filter(|one| one.is_set && one.name == HUE).last()?;
        let value = text.get(set.at + HUE.len()..)?.trim_start().strip_prefix(':')?;
        value.split([';', '}', '/']).next()?.trim().parse::<f64>().ok()
    };
    files.texts(TOKENS).ok()?.iter().rev().find_map(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::ThemeFiles;

    #[test]
    fn the_last_hue_that_is_a_number_counts() {
        for (tokens, hue) in [
            ("", 258.0),
            (":root { --hue: 165; }", 165.0),
            (":root { --hue : 3 }", 3.0),
            (":root { --hue: 1; --hue: 2.5 }", 2.5),
            (":root { --hue: var(--other); }", 258.0),
            (":root { color: oklch(1 2 var(--hue)); }", 258.0),
        ] {
            let files = ThemeFiles::from([(TOKENS.to_owned(), tokens.as_bytes().to_vec())]);
            assert_eq!(hue_of(&ThemeLayers::new(&files)), Some(hue), "{tokens}");
        }
    }
}
