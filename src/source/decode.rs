//! Decodes the bytes of a file to text, and encodes text back to the same encoding. Any bytes that can be text are decoded; others (NUL
//! bytes, pictures, noise) are [`NotText`]. Line ends are kept; nothing is repaired here.

use std::fmt;

use super::charsets;
use encoding_rs::Encoding;

/// The encoding that a file's bytes were decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first, after a byte order mark.
    Utf16Le,
    /// UTF-16, high byte first, after a byte order mark.
    Utf16Be,
    /// UTF-16, low byte first, without a mark.
    Utf16LeBare,
    /// UTF-16, high byte first, without a mark.
    Utf16BeBare,
    /// A legacy charset, by its name in the [WHATWG Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels) in lower case.
    Legacy(&'static str),
    /// UTF-8 except for some bytes, which were read in this charset. Encoded as UTF-8.
    Mixed(&'static str),
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// They begin with the signature of this file format.
    Format(&'static str),
    /// They have NUL bytes and are not UTF-16.
    Nul,
    /// No charset gives a readable text.
    Noise,
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotText::Format(name) => write!(f, "it begins like a {name} file"),
            NotText::Nul => f.write_str("it holds NUL bytes"),
            NotText::Noise => f.write_str("its bytes make no words in any charset"),
        }
    }
}

impl std::error::Error for NotText {}

/// A character that the file's charset does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmappable {
    /// The first such character.
    pub character: char,
    /// Its byte offset in the text.
    pub offset: usize,
}

impl fmt::Display for Unmappable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file's charset has no character `{}`; save it as UTF-8", self.character)
    }
}

impl std::error::Error for Unmappable {}

/// Why a file cannot be written back after an edit of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReencodeError {
    /// Its unchanged text would not give its bytes: the edit would change other places, too.
    OtherPlaces,
    /// Its charset lacks a new character.
    Unmappable(Unmappable),
}

/// Signatures of file formats, looked for where the bytes are not UTF-8.
const FORMATS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP or WAV"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip (or Office)"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "old Office"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "SQLite"),
];

/// Decodes `bytes` as the text that they most probably are: by byte order mark, as UTF-8, as UTF-16, then in a legacy charset.
///
/// # Errors
/// The bytes are no text, and why.
pub fn decode(bytes: &[u8]) -> Result<(String, Decoding), NotText> {
    if let Some(decoded) = decode_with_mark(bytes) {
        return decoded;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !bytes.contains(&0) => return Ok((text.to_owned(), Decoding::Utf8)),
        _ => {}
    }
    if let Some((_, name)) = FORMATS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(NotText::Format(name));
    }
    if bytes.contains(&0) {
        return bare_utf16(bytes).ok_or(NotText::Nul);
    }
    let decoded = charsets::decode(bytes).ok_or(NotText::Noise)?;
    let decoding = if decoded.is_mixed { Decoding::Mixed } else { Decoding::Legacy };
    Ok((decoded.text, decoding(decoded.charset)))
}

/// Decodes bytes that begin with a byte order mark; `None` where there is no mark or the mark is wrong.
fn decode_with_mark(bytes: &[u8]) -> Option<Result<(String, Decoding), NotText>> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let text = std::str::from_utf8(rest).ok().filter(|_| !rest.contains(&0))?;
        return Some(Ok((text.to_owned(), Decoding::Utf8Bom)));
    }
    let (rest, decoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, Decoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => (rest, Decoding::Utf16Be),
        _ => return None,
    };
    let text = utf16(rest, decoding);
    Some(if is_plausible(&text) { Ok((text, decoding)) } else { Err(NotText::Noise) })
}

/// UTF-16 without a mark is recognised by its NUL bytes: all in the same half of the units, and in at least a tenth of them (blanks,
/// line ends and markup are ASCII).
fn bare_utf16(bytes: &[u8]) -> Option<(String, Decoding)> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in bytes.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    let decoding = match (even, odd) {
        (0, 1..) => Decoding::Utf16LeBare,
        (1.., 0) => Decoding::Utf16BeBare,
        _ => return None,
    };
    let enough = (even + odd) * 10 >= bytes.len() / 2;
    let text = utf16(bytes, decoding);
    (enough && !text.contains('\u{fffd}') && is_plausible(&text)).then_some((text, decoding))
}

fn utf16(bytes: &[u8], decoding: Decoding) -> String {
    let unit: fn([u8; 2]) -> u16 = match decoding {
        Decoding::Utf16Be | Decoding::Utf16BeBare => u16::from_be_bytes,
        _ => u16::from_le_bytes,
    };
    let units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Whether a text has no NUL and few control characters.
fn is_plausible(text: &str) -> bool {
    let odd =
        |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}') || *c == char::REPLACEMENT_CHARACTER;
    !text.contains('\0') && text.chars().filter(odd).count() * 20 <= text.chars().count() + 20
}

impl Decoding {
    /// Encodes `text` in this encoding. Before writing a file back, check that encoding its unchanged text gives the bytes of the file: a
    /// file with invalid sequences does not come out the same.
    ///
    /// # Errors
    /// The text has a character that the charset does not have.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, Unmappable> {
        let after = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        Ok(match self {
            Decoding::Utf8 | Decoding::Mixed(_) => text.as_bytes().to_vec(),
            Decoding::Utf8Bom => after(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            Decoding::Utf16Le => after(b"\xff\xfe", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Decoding::Utf16Be => after(b"\xfe\xff", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Decoding::Utf16LeBare => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Decoding::Utf16BeBare => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Decoding::Legacy(name) => legacy_bytes(name, text)?,
        })
    }

    /// The bytes of a file after an edit: `bytes` are those that it has, `text` is what they were decoded as, `edited` what takes its place.
    ///
    /// # Errors
    /// The file cannot be written back so that only the edited places change.
    pub fn reencode(&self, bytes: &[u8], text: &str, edited: &str) -> Result<Vec<u8>, ReencodeError> {
        if !self.encode(text).is_ok_and(|again| again == bytes) {
            return Err(ReencodeError::OtherPlaces);
        }
        self.encode(edited).map_err(ReencodeError::Unmappable)
    }

    /// The name of the encoding, as messages show it.
    pub fn name(&self) -> &'static str {
        match self {
            Decoding::Utf8 | Decoding::Utf8Bom => "utf-8",
            Decoding::Utf16Le | Decoding::Utf16LeBare => "utf-16le",
            Decoding::Utf16Be | Decoding::Utf16BeBare => "utf-16be",
            Decoding::Legacy(name) | Decoding::Mixed(name) => name,
        }
    }
}

/// Encodes in a legacy charset; an error where the encoder would write a numeric reference instead of a character.
fn legacy_bytes(name: &str, text: &str) -> Result<Vec<u8>, Unmappable> {
    let first = |offset: usize, character: char| Unmappable { character, offset };
    let Some(encoding) = Encoding::for_label(name.as_bytes()) else {
        return text
            .char_indices()
            .find(|(_, c)| !c.is_ascii())
            .map_or_else(|| Ok(text.into()), |(at, c)| Err(first(at, c)));
    };
    let (bytes, _, unmappable) = encoding.encode(text);
    if !unmappable {
        return Ok(bytes.into_owned());
    }
    let mut buffer = [0; 4];
    let lost = |c: &char| !c.is_ascii() && encoding.encode(c.encode_utf8(&mut buffer)).2;
    let (character, offset) = text.chars().find(lost).map_or(('\u{fffd}', 0), |c| (c, text.find(c).unwrap_or(0)));
    Err(first(offset, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unicode_form_is_read_and_written_back() {
        let text = "# Café 🎯\r\nzwei\n";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, decoding) in [
            (text.as_bytes().to_vec(), Decoding::Utf8),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Decoding::Utf8Bom),
            ([b"\xff\xfe", &le[..]].concat(), Decoding::Utf16Le),
            ([b"\xfe\xff", &be[..]].concat(), Decoding::Utf16Be),
            (le, Decoding::Utf16LeBare),
            (be, Decoding::Utf16BeBare),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_owned(), decoding)));
            assert_eq!(decoding.encode(text), Ok(bytes));
        }
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(decode(b"# a\0b"), Err(NotText::Nul));
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(NotText::Format("PNG")));
        assert_eq!(decode(b"\xff\xd8\xff\xe0\0\x10JFIF"), Err(NotText::Format("JPEG")));
        assert!(decode(&noise(4096)).is_err());
        assert!(decode(&noise(4096).into_iter().filter(|byte| *byte != 0).collect::<Vec<u8>>()).is_err());
    }

    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn an_empty_file_and_one_of_blanks_are_text() {
        assert_eq!(decode(b""), Ok((String::new(), Decoding::Utf8)));
        assert_eq!(decode(b"\xef\xbb\xbf"), Ok((String::new(), Decoding::Utf8Bom)));
        assert_eq!(decode(b"\xff\xfe"), Ok((String::new(), Decoding::Utf16Le)));
    }

    #[test]
    fn a_character_the_charset_lacks_is_named() {
        let lost = Decoding::Legacy("windows-1252").encode("aé→").expect_err("no arrow");
        assert_eq!(lost, Unmappable { character: '→', offset: 3 });
        assert_eq!(Decoding::Legacy("windows-1252").encode("aé’"), Ok(b"a\xe9\x92".to_vec()));
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_text_comes_back_as_it_was() {
        crate::properties::hold(300, |u| {
            let bytes: Vec<u8> = u.arbitrary()?;
            // Big5 reads more than it writes, so a charset may refuse; what it does write must be the same text in it.
            match decode(&bytes) {
                Ok((text, Decoding::Legacy(name))) if !text.contains('\u{fffd}') => {
                    let encoding = Encoding::for_label(name.as_bytes()).expect(name);
                    if let Ok(again) = Decoding::Legacy(name).encode(&text) {
                        assert_eq!(encoding.decode_without_bom_handling(&again).0, text);
                    }
                }
                Ok((text, decoding)) if !text.contains('\u{fffd}') => {
                    assert_eq!(decode(&decoding.encode(&text).expect("unicode")).map(|(text, _)| text), Ok(text));
                }
                _ => {}
            }
            let text: String = u.arbitrary()?;
            if !text.contains('\0') && !text.starts_with('\u{feff}') {
                assert_eq!(decode(text.as_bytes()), Ok((text.clone(), Decoding::Utf8)));
            }
            Ok(())
        });
    }
}
