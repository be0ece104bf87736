//! Text as HTML. One rule for content and for attributes in double quotes: `&`, `<`, `>` and `"` are escaped.

/// How many bytes are checked together.
const CHUNK: usize = 32;

/// Appends `text`, escaped.
pub fn escape_into(out: &mut String, text: &str) {
    let mut done = 0;
    for (chunk_number, chunk) in text.as_bytes().chunks(CHUNK).enumerate() {
        if !chunk.iter().fold(false, |found, byte| found | entity(*byte).is_some()) {
            continue;
        }
        for (at, byte) in chunk.iter().enumerate() {
            let Some(entity) = entity(*byte) else { continue };
            let at = chunk_number * CHUNK + at;
            out.push_str(&text[done..at]);
            out.push_str(entity);
            done = at + 1;
        }
    }
    out.push_str(&text[done..]);
}

fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    }
}

/// `text`, escaped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}
