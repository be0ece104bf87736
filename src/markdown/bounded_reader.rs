//! A reader that keeps the HTML tokenizer from overflowing the stack. html5gum 0.8 calls itself once more for each attribute in double
//! quotes, so a tag with some ten thousand of them would overflow it. An error of the reader ends all those calls, and the tokenizer
//! then continues from the state it had reached: so the reader returns an error every now and then.

use std::fmt;

use html5gum::{Readable, Reader, StringReader};

/// How many quote signs are read between two pauses: some hundred nested calls.
const MAX_QUOTES_PER_READ: u32 = 64;

/// Reads a string, with pauses.
pub(super) struct BoundedReader<'a> {
    string: StringReader<'a>,
    quotes: u32,
    /// The last byte read was a quote sign. Only then is a pause safe: the tokenizer has processed all that it has read.
    after_quote: bool,
}

/// The error of a pause. Nothing is wrong: the tokenizer continues when it is called again.
#[derive(Debug)]
pub(super) struct ReaderPause;

impl<'a> BoundedReader<'a> {
    /// Reads `html` from its beginning.
    pub fn new(html: &'a str) -> Self {
        BoundedReader { string: html.to_reader(), quotes: 0, after_quote: false }
    }

    fn pause_if_due(&mut self) -> Result<(), ReaderPause> {
        if self.after_quote && self.quotes >= MAX_QUOTES_PER_READ {
            self.quotes = 0;
            return Err(ReaderPause);
        }
        Ok(())
    }

    fn count_quote(&mut self, last: Option<u8>) {
        self.after_quote = last == Some(b'"');
        self.quotes += u32::from(self.after_quote);
    }
}

impl Reader for BoundedReader<'_> {
    type Error = ReaderPause;

    fn read_byte(&mut self) -> Result<Option<u8>, ReaderPause> {
        self.pause_if_due()?;
        let byte = self.string.read_byte().unwrap_or(None);
        self.count_quote(byte);
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, ReaderPause> {
        Ok(self.string.try_read_string(text, case_sensitive).unwrap_or(false))
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, ReaderPause> {
        self.pause_if_due()?;
        let read = self.string.read_until(needle, buffer).unwrap_or(None);
        self.after_quote = read.is_some_and(|read| read.ends_with(b"\""));
        self.quotes += u32::from(self.after_quote);
        Ok(read)
    }
}

impl fmt::Display for ReaderPause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pause")
    }
}

impl std::error::Error for ReaderPause {}

#[cfg(test)]
mod tests {
    use html5gum::{Token, Tokenizer};

    use super::*;

    fn tokens<R: Reader>(tokenizer: Tokenizer<R>) -> Vec<Token> {
        tokenizer.filter_map(Result::ok).collect()
    }

    #[test]
    fn pauses_change_nothing() {
        crate::properties::hold(300, |u| {
            let parts = [
                "<a ",
                "\"",
                "=\"",
                "x",
                "'",
                "&quot;",
                "&amp",
                "<!--",
                "-->",
                ">",
                "</a>",
                "\r\n",
                "<!DOCTYPE ",
                "PUBLIC",
            ];
            let mut html = String::new();
            for _ in 0..u.arbitrary_len::<u8>()? {
                html.push_str(u.choose(&parts)?);
            }
            let mut reader = BoundedReader::new(&html);
            reader.quotes = MAX_QUOTES_PER_READ - 1;
            assert_eq!(tokens(Tokenizer::new(reader)), tokens(Tokenizer::new(&html)), "{html:?}");
            Ok(())
        });
    }

    #[test]
    fn a_tag_of_very_many_attributes_is_one_tag() {
        let attributes: String = (0..30_000).map(|number| format!(" a{number}=\"x\"")).collect();
        let html = format!("<a{attributes}>y</a>");
        assert_eq!(tokens(Tokenizer::new(BoundedReader::new(&html))).len(), 3);
    }
}
