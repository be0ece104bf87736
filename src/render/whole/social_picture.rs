//! The picture that stands for a course where someone shares a link to it, for courses that have none: tiles of plain shapes in the course's
//! colour, as its title decides, beside its logo or a book. In: title, colour, logo. Out: what the template shows. No words: they would need a font.

use crate::render::theme::{Asset, Theme};
use crate::render::whole_context::{SocialPicture, SocialTile};
use crate::source::Hash;

/// How many tiles stand beside each other.
const COLUMNS: usize = 7;
/// How many stand above each other.
const ROWS: usize = 6;
/// How many shapes the template has.
const SHAPES: u8 = 6;
/// Another colour goes with the course's: this far around the circle, in degrees.
const OTHER_HUE: f64 = 135.0;
const PAPER: Rgb = Rgb(0xfd, 0xfc, 0xfa);
const INK: Rgb = Rgb(0x23, 0x27, 0x31);

/// The accents of the default theme, `oklch(48% .17 HUE)` as far as a screen can show them, each 15 degrees. A table, as not every machine
/// rounds a cosine alike.
const ACCENTS: [u32; 24] = [
    0xa3215a, 0xa8203d, 0xa82418, 0x9a3d00, 0x8b4b00, 0x7f5400, 0x735a00, 0x676000, 0x566600, 0x376e00, 0x007132,
    0x036f4f, 0x046d5f, 0x006c6c, 0x046a77, 0x036884, 0x006495, 0x005bb5, 0x3b51bc, 0x5847b7, 0x6e3ead, 0x80369e,
    0x8f2e8a, 0x9b2673,
];

/// A colour of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb(u8, u8, u8);

impl Rgb {
    /// The accent of a hue in degrees.
    fn of_hue(hue: f64) -> Rgb {
        let place = hue.rem_euclid(360.0) / 15.0;
        let at = |index: usize| {
            let [_, red, green, blue] = ACCENTS.get(index % ACCENTS.len()).copied().unwrap_or_default().to_be_bytes();
            Rgb(red, green, blue)
        };
        // A hue that is no number is the first one's.
        at(place as usize).mixed(at(place as usize + 1), (place.fract() * 100.0) as u32)
    }

    /// With so many hundredths of another colour.
    fn mixed(self, other: Rgb, hundredths: u32) -> Rgb {
        let mix = |one: u8, other: u8| {
            let sum = u32::from(one) * 100u32.saturating_sub(hundredths) + u32::from(other) * hundredths.min(100);
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Rgb(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// What the template of the picture shows for a course.
pub fn social_picture(title: &str, theme: &Theme) -> SocialPicture {
    let accent = Rgb::of_hue(theme.hue());
    let (soft, middle) = (accent.mixed(PAPER, 86), accent.mixed(PAPER, 55));
    let other = Rgb::of_hue(theme.hue() + OTHER_HUE).mixed(PAPER, 35);
    // What lies below, and what lies on it: the quiet ones come more than once.
    let pairs = [
        (soft, accent),
        (soft, middle),
        (soft, other),
        (accent, soft),
        (accent, middle),
        (middle, accent),
        (middle, soft),
        (PAPER, accent),
        (PAPER, middle),
        (PAPER, soft),
        (other, PAPER),
        (INK, soft),
    ];
    let tile = |at: usize| {
        let Hash(chance) = Hash::of(format!("{title}\n{at}").as_bytes());
        let (ground, shape) = pairs.get(usize::from(chance[0]) % pairs.len()).copied().unwrap_or((soft, accent));
        SocialTile {
            column: at % COLUMNS,
            row: at / COLUMNS,
            form: chance[1] % SHAPES,
            turn: u32::from(chance[2] % 4) * 90,
            ground: ground.hex(),
            colour: shape.hex(),
        }
    };
    SocialPicture {
        paper: PAPER.hex(),
        accent: accent.hex(),
        tiles: (0..COLUMNS * ROWS).map(tile).collect(),
        logo: theme.logo().and_then(drawn_logo),
    }
}

/// A logo that can be drawn, as an address with all of it. One with words would lose them; pixels are shared as they are.
fn drawn_logo(logo: &Asset) -> Option<String> {
    let text = std::str::from_utf8(&logo.bytes).ok().filter(|_| logo.path.ends_with(".svg"))?;
    if text.contains("<text") {
        return None;
    }
    let escaped = text.bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    Some(format!("data:image/svg+xml,{}", escaped.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_between_two_of_the_table_are_between_their_colours() {
        assert_eq!(Rgb::of_hue(0.0), Rgb(0xa3, 0x21, 0x5a));
        assert_eq!(Rgb::of_hue(360.0), Rgb::of_hue(0.0));
        assert_eq!(Rgb::of_hue(-15.0), Rgb(0x9b, 0x26, 0x73));
        assert_eq!(Rgb::of_hue(7.5), Rgb(0xa6, 0x21, 0x4c));
        for hue in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
            let _ = Rgb::of_hue(hue);
        }
    }

    #[test]
    fn each_title_has_a_picture_of_its_own_and_always_the_same() {
        let theme = Theme::load(&Default::default(), &Default::default()).expect("it is built in");
        let picture = |title: &str| social_picture(title, &theme);
        assert_eq!(picture("Owls"), picture("Owls"));
        assert_ne!(picture("Owls").tiles, picture("Bats").tiles);
        assert_eq!(picture("Owls").tiles.len(), COLUMNS * ROWS);
        let svg = theme.render_social_picture(&picture("Owls")).expect("it renders");
        assert!(svg.starts_with("<svg ") && svg.matches("<use ").count() == COLUMNS * ROWS && !svg.contains("<text"));
    }

    #[test]
    fn a_logo_with_words_or_of_pixels_is_not_drawn() {
        let logo =
            |path: &str, text: &str| drawn_logo(&Asset { path: path.to_owned(), bytes: text.as_bytes().to_vec() });
        assert_eq!(logo("a.svg", "<svg/>").as_deref(), Some("data:image/svg+xml,%3Csvg%2F%3E"));
        assert_eq!(logo("a.svg", "<svg><text>A</text></svg>"), None);
        assert_eq!(logo("a.png", "<svg/>"), None);
    }
}
