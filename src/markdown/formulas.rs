//! Formulas of a text: `$…$`, `` $`…`$ ``, `$$…$$`, `\(…\)`, `\[…\]` and `\begin{…}…\end{…}`. In: the text of a chapter. Out: their places, a span
//! for each line. Formulas are not drawn yet; whoever knows their places can keep their source as it is written.
//!
//! A `$` opens a formula if no blank follows it, and closes one if no blank stands before it and no digit after it: "$5 and $10" is none.
//! Source: GitHub's documentation of mathematical expressions, and pandoc's rule, which GitHub's follows. `\(…\)` and `\[…\]` are no formulas
//! on GitHub, and the same signs escape brackets: they count only where what is between them can be nothing else.

use std::collections::HashMap;
use std::ops::Range;

use super::elements::element_spec;
use super::source_lines::{LineKind, SourceLine, source_lines};
use crate::span::Span;

/// How many lines a formula in lines of its own may have.
const MAX_LINES: usize = 200;

/// The formulas of `text` from byte `start` on, in order: a span for each line of each formula, without the signs of quotes and lists around
/// it. A blank line within a formula belongs to the span of the line after it.
pub fn formulas(text: &str, start: usize) -> Vec<Span> {
    let body = text.get(start..).unwrap_or("");
    let is_possible = body.contains('$') || ["\\(", "\\[", "\\begin{"].iter().any(|sign| body.contains(sign));
    if !is_possible {
        return Vec::new();
    }
    let lines = source_lines(text, start);
    let mut search = FormulaSearch { text, found: Vec::new() };
    let mut at = 0;
    while at < lines.len() {
        at = search.formula_of_lines(&lines, at).unwrap_or_else(|| search.block(&lines, at));
    }
    search.certain()
}

/// What encloses a formula, where it must be told from escaped brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormulaSign {
    Dollar,
    Round,
    Square,
}

/// A formula that was found.
struct FoundFormula {
    /// A span for each of its lines.
    parts: Vec<Span>,
    sign: FormulaSign,
    /// Whether it can be nothing else. Others count where the text has certain ones with the same sign.
    is_certain: bool,
}

struct FormulaSearch<'t> {
    text: &'t str,
    found: Vec<FoundFormula>,
}

/// The text of one block in one piece: its lines without what stands before their own text.
struct JoinedBlock {
    text: String,
    /// For each line, its first byte in `text` and in the source.
    starts: Vec<(usize, usize)>,
    is_table: bool,
    /// Where the last end tag of HTML begins in `text`.
    last_end_tag: Option<usize>,
}

impl FormulaSearch<'_> {
    /// The spans of the formulas that count.
    fn certain(self) -> Vec<Span> {
        let has = |sign: FormulaSign| self.found.iter().any(|formula| formula.sign == sign && formula.is_certain);
        let (round, square) = (has(FormulaSign::Round), has(FormulaSign::Square));
        let counts = |formula: &&FoundFormula| match formula.sign {
            _ if formula.is_certain => true,
            FormulaSign::Round => round,
            FormulaSign::Square => square,
            FormulaSign::Dollar => false,
        };
        self.found.iter().filter(counts).flat_map(|formula| formula.parts.iter().copied()).collect()
    }

    fn own(&self, line: &SourceLine) -> &str {
        self.text.get(line.content..line.end).unwrap_or("").trim_end()
    }

    /// A formula that begins a line and ends at the end of a later one: signs at the beginning of its lines make no list and no heading.
    /// Returns the line after it.
    fn formula_of_lines(&mut self, lines: &[SourceLine], first: usize) -> Option<usize> {
        let head = lines.get(first).filter(|line| !matches!(line.kind, LineKind::Skipped | LineKind::Blank))?;
        let own = self.own(head);
        let (opening, closing, sign) = opening_of_lines(own)?;
        let is_alone = own.len() == opening.len();
        if own.get(opening.len()..)?.contains(&*closing) {
            return None;
        }
        let mut last = None;
        for (at, line) in lines.iter().enumerate().skip(first + 1).take(MAX_LINES) {
            let own = self.own(line);
            match line.kind {
                LineKind::Skipped => break,
                LineKind::Blank if !is_alone || head.quotes > 0 => break,
                LineKind::BlockStart if own.starts_with('#') => break,
                // Another one begins: this one has no end. So each line is looked at a few times at most.
                _ if opening != closing && own.starts_with(&*opening) => break,
                _ if own.ends_with(&*closing) => {
                    last = Some(at);
                    break;
                }
                _ if own.contains(&*closing) => break,
                _ => {}
            }
        }
        let last = last?;
        let inner = lines.get(first..=last)?;
        let mut parts: Vec<Span> = Vec::new();
        let mut start = None;
        for (nth, line) in inner.iter().enumerate() {
            // Signs of items are none within a formula.
            let from = if nth == 0 { line.content } else { line.behind_quotes(self.text) };
            let from = start.take().unwrap_or(from);
            if line.kind == LineKind::Blank && nth > 0 {
                start = Some(from.min(line.start));
            } else {
                parts.push(Span::new(from, line.end));
            }
        }
        let content: String = inner.iter().map(|line| self.own(line)).collect::<Vec<_>>().join(" ");
        let content = content.strip_prefix(&*opening)?.strip_suffix(&*closing)?;
        let is_certain = sign == FormulaSign::Dollar || likeness(content) == Likeness::Certain;
        if content.trim().is_empty() || (!is_certain && likeness(content) == Likeness::None) {
            return None;
        }
        self.found.push(FoundFormula { parts, sign, is_certain });
        Some(last + 1)
    }

    /// Finds the formulas in the block of lines that begins at `first`. Returns the line after it.
    fn block(&mut self, lines: &[SourceLine], first: usize) -> usize {
        let Some(head) = lines.get(first) else { return first + 1 };
        if matches!(head.kind, LineKind::Blank | LineKind::Skipped) {
            return first + 1;
        }
        let continues = |line: &&SourceLine| {
            line.kind == LineKind::Text && head.kind != LineKind::TableRow && line.quotes == head.quotes
        };
        let rest = lines.get(first + 1..).unwrap_or(&[]);
        // A formula in lines of its own ends the block.
        let more =
            rest.iter().take_while(continues).take_while(|line| opening_of_lines(self.own(line)).is_none()).count();
        let block = lines.get(first..=first + more).unwrap_or(&[]);
        let from = head.content;
        let end = block.last().map_or(from, |line| line.end);
        let whole = self.text.get(from..end).unwrap_or("");
        if whole.contains('$') || whole.contains("\\(") || whole.contains("\\[") {
            let joined = JoinedBlock::new(self.text, block, head.kind == LineKind::TableRow);
            self.found.extend(joined.formulas());
        }
        first + more + 1
    }
}

/// How a line opens a formula of several lines: the sign, the sign that closes it, and which it is.
fn opening_of_lines(own: &str) -> Option<(String, String, FormulaSign)> {
    if own.starts_with("$$") && !own.starts_with("$$$") {
        return Some(("$$".to_owned(), "$$".to_owned(), FormulaSign::Dollar));
    }
    for (open, close) in [("\\\\[", "\\\\]"), ("\\[", "\\]")] {
        if own.starts_with(open) {
            return Some((open.to_owned(), close.to_owned(), FormulaSign::Square));
        }
    }
    let name = own.strip_prefix("\\begin{")?.split_once('}')?.0;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'*');
    is_name.then(|| (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"), FormulaSign::Dollar))
}

impl JoinedBlock {
    fn new(text: &str, lines: &[SourceLine], is_table: bool) -> Self {
        let (text_of_lines, starts) = (String::new(), Vec::with_capacity(lines.len()));
        let mut joined = JoinedBlock { text: text_of_lines, starts, is_table, last_end_tag: None };
        for line in lines {
            if !joined.text.is_empty() {
                joined.text.push('\n');
            }
            joined.starts.push((joined.text.len(), line.content));
            joined.text.push_str(text.get(line.content..line.end).unwrap_or(""));
        }
        let is_end_tag = |at: &usize| joined.text.as_bytes().get(at + 1) == Some(&b'/');
        joined.last_end_tag = joined.text.rmatch_indices('<').map(|(at, _)| at).find(is_end_tag);
        joined
    }

    /// The spans in the source of bytes of the block, one for each line.
    fn places(&self, start: usize, end: usize) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut at = start;
        while at < end {
            let line = self.starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let Some((from, source)) = self.starts.get(line) else { break };
            let next = self.starts.get(line + 1).map_or(usize::MAX, |(start, _)| *start);
            let stop = end.min(next.saturating_sub(1));
            if stop > at {
                parts.push(Span::new(source + (at - from), source + (stop - from)));
            }
            at = stop.max(at) + 1;
        }
        parts
    }

    fn formulas(&self) -> Vec<FoundFormula> {
        let bytes = self.text.as_bytes();
        let last_code = self.last_backticks();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let formula = match byte {
                b'$' => self.dollar(at),
                b'\\' => self.backslash(at),
                _ => Err(self.skip(at, &last_code)),
            };
            at = match formula {
                Ok((end, sign, is_certain)) => {
                    found.push(FoundFormula { parts: self.places(at, end), sign, is_certain });
                    end
                }
                Err(next) => next.max(at + 1),
            };
        }
        found
    }

    /// For each length of a run of backticks the beginning of the last such run.
    fn last_backticks(&self) -> HashMap<usize, usize> {
        let mut last = HashMap::new();
        let mut at = 0;
        while let Some(next) = self.text.get(at..).and_then(|rest| rest.find('`')) {
            let length = run_length(self.text.as_bytes(), at + next, b'`');
            last.insert(length, at + next);
            at += next + length;
        }
        last
    }

    /// The byte after what begins at `at` and holds no formula: code, a tag, a link's target, a URL.
    fn skip(&self, at: usize, last_code: &HashMap<usize, usize>) -> usize {
        let bytes = self.text.as_bytes();
        let rest = self.text.get(at..).unwrap_or("");
        match bytes.get(at) {
            Some(b'`') => {
                let length = run_length(bytes, at, b'`');
                let mut close = at + length;
                if last_code.get(&length).is_none_or(|last| *last < close) {
                    return close;
                }
                while let Some(next) = self.text.get(close..).and_then(|rest| rest.find('`')) {
                    let other = run_length(bytes, close + next, b'`');
                    close += next + other;
                    if other == length {
                        break;
                    }
                }
                close
            }
            Some(b'<') if matches!(bytes.get(at + 1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!')) => {
                match rest[1..].find(['<', '>', '\n']) {
                    Some(end) if rest.as_bytes().get(end + 1) == Some(&b'>') => at + end + 2,
                    _ => at + 1,
                }
            }
            Some(b']') if rest.starts_with("](") => {
                at + rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len())
            }
            Some(b':') if rest.starts_with("://") => {
                at + rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len())
            }
            _ => at + 1,
        }
    }

    /// The formula that the `$` at `at` opens: its end.
    ///
    /// # Errors
    /// It opens none: where to go on.
    fn dollar(&self, at: usize) -> Result<(usize, FormulaSign, bool), usize> {
        let bytes = self.text.as_bytes();
        let opening = run_length(bytes, at, b'$');
        let from = at + opening;
        if opening > 2 || bytes.get(from).is_none() {
            return Err(from);
        }
        if opening == 1 && bytes.get(from) == Some(&b'`') {
            let inner = self.text.get(from + 1..).unwrap_or("");
            let close = inner.find(['`', '\n']).filter(|close| *close > 0 && inner[*close..].starts_with("`$"));
            return close.map_or(Err(from), |close| Ok((from + 1 + close + 2, FormulaSign::Dollar, true)));
        }
        let close = self.next_dollar(from).ok_or(from)?;
        let content = self.text.get(from..close).unwrap_or("");
        let after = close + opening;
        let is_formula = run_length(bytes, close, b'$') == opening
            && !content.trim().is_empty()
            && !(self.is_table && content.replace("\\|", "").contains('|'))
            && (opening == 2 || (self.fits_dollars(from..close) && !bytes.get(after).is_some_and(u8::is_ascii_digit)));
        if is_formula { Ok((after, FormulaSign::Dollar, true)) } else { Err(from) }
    }

    /// Whether what stands between two single `$` may be a formula.
    fn fits_dollars(&self, place: Range<usize>) -> bool {
        let after = place.end;
        let content = self.text.get(place).unwrap_or("");
        let is_closed = |edge: Option<char>| edge.is_some_and(|c| !c.is_whitespace());
        let has_edges = is_closed(content.chars().next()) && is_closed(content.chars().next_back());
        let is_price = content.starts_with(|c: char| c.is_ascii_digit());
        // Markup and code between two prices: what they enclose is a sentence. A set of few letters may look like a tag: `$r<x>$`.
        let may_hold_tag = || has_command(content) || (word_count(content) <= 1 && !is_price);
        let is_tag = || match tag_likeness(content) {
            TagLikeness::None => false,
            TagLikeness::Unknown => !may_hold_tag(),
            TagLikeness::Letter => !may_hold_tag() || self.last_end_tag.is_some_and(|end_tag| end_tag > after),
            TagLikeness::Element => true,
        };
        let is_marked = content.contains("**") || content.contains("](") || content.contains('`') || is_tag();
        has_edges
            && !is_marked
            && (has_formula_sign(content, is_price) || word_count(content) <= usize::from(!is_price))
    }

    /// The next `$` from `from` on that no backslash escapes.
    fn next_dollar(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'$' => return Some(at),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        None
    }

    /// The formula that the backslash at `at` opens: its end.
    ///
    /// # Errors
    /// It opens none: where to go on.
    fn backslash(&self, at: usize) -> Result<(usize, FormulaSign, bool), usize> {
        const SIGNS: [(&str, &str, FormulaSign); 4] = [
            ("\\\\(", "\\\\)", FormulaSign::Round),
            ("\\\\[", "\\\\]", FormulaSign::Square),
            ("\\(", "\\)", FormulaSign::Round),
            ("\\[", "\\]", FormulaSign::Square),
        ];
        let rest = self.text.get(at..).unwrap_or("");
        let Some((open, close, sign)) = SIGNS.iter().find(|(open, ..)| rest.starts_with(open)) else {
            // The character after a backslash is escaped; it may have several bytes.
            return Err(at + 1 + rest.chars().nth(1).map_or(0, char::len_utf8));
        };
        let inner = &rest[open.len()..];
        // Formulas of this kind do not nest, so that each byte is looked at once.
        let limit = inner.find(open).unwrap_or(inner.len());
        let end = inner.get(..limit).and_then(|inner| inner.find(close)).ok_or(at + open.len())?;
        let content = inner.get(..end).unwrap_or("");
        let is_link = self.text.get(..at).is_some_and(|before| before.ends_with(']'))
            || inner
                .get(end + close.len()..)
                .is_some_and(|after| after.starts_with(['(', '[']) || after.starts_with("\\("));
        let likeness = if is_link { Likeness::None } else { likeness(content) };
        match likeness {
            Likeness::None => Err(at + open.len()),
            // `\[x\]` is a box that somebody escaped.
            Likeness::Possible if *sign == FormulaSign::Square => Err(at + open.len()),
            found => Ok((at + open.len() + end + close.len(), *sign, found == Likeness::Certain)),
        }
    }
}

fn run_length(bytes: &[u8], at: usize, sign: u8) -> usize {
    bytes.get(at..).unwrap_or(&[]).iter().take_while(|byte| **byte == sign).count()
}

/// Signs that formulas have and prices have not. A `_` may begin emphasis, too, where the text begins with a price.
fn has_formula_sign(content: &str, is_price: bool) -> bool {
    content.contains(['\\', '^', '{', '}', '=', '<', '>']) || (!is_price && content.contains('_'))
}

/// The words of a text with more than one letter, the names of TeX's commands left out.
fn word_count(content: &str) -> usize {
    let is_long = |word: &&str| word.chars().nth(1).is_some();
    let words = |part: &str| part.split(|c: char| !c.is_alphabetic()).filter(is_long).count();
    let mut parts = content.split('\\');
    let first = parts.next().map_or(0, words);
    first + parts.map(|part| words(part.trim_start_matches(|c: char| c.is_ascii_alphabetic()))).sum::<usize>()
}

/// Whether a text holds a command of TeX: `\in`.
fn has_command(content: &str) -> bool {
    content.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphabetic())
}

/// What in a text looks like a tag of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum TagLikeness {
    /// Nothing.
    None,
    /// A name of no element: `<x>`.
    Unknown,
    /// A letter that is an element, too: `<a>`, `<b>`.
    Letter,
    /// An end tag, attributes, or the name of an element.
    Element,
}

/// The likest of all that look like tags.
fn tag_likeness(content: &str) -> TagLikeness {
    let likeness = |part: &str| {
        let name = part.strip_prefix('/').unwrap_or(part);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, rest) = name.split_at_checked(length).unwrap_or(("", ""));
        if name.is_empty() || !(rest.starts_with(['>', '/']) || rest.starts_with(' ') && rest.contains("=\"")) {
            return TagLikeness::None;
        }
        let is_start = !part.starts_with('/') && rest.starts_with('>');
        match element_spec(&name.to_ascii_lowercase()) {
            None if is_start => TagLikeness::Unknown,
            Some(_) if is_start && length == 1 => TagLikeness::Letter,
            _ => TagLikeness::Element,
        }
    };
    content.split('<').skip(1).map(likeness).max().unwrap_or(TagLikeness::None)
}

/// How certainly a text is a formula and not a remark in escaped brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    None,
    Possible,
    Certain,
}

fn likeness(content: &str) -> Likeness {
    let content = content.trim();
    let looks_like_tag = match tag_likeness(content) {
        TagLikeness::None => false,
        TagLikeness::Unknown => word_count(content) > 1,
        TagLikeness::Letter | TagLikeness::Element => true,
    };
    let is_remark = content.is_empty() || content.starts_with(['!', '#', '/', '.', '@']) || content.contains("://");
    if is_remark || content.contains(['`', '"']) || looks_like_tag {
        return Likeness::None;
    }
    let bytes = content.as_bytes();
    let command =
        bytes.windows(2).any(|pair| pair[0] == b'\\' && (pair[1].is_ascii_alphabetic() || b"{},;!".contains(&pair[1])));
    let script = bytes
        .windows(2)
        .any(|pair| pair[0] == b'^' || (pair[0] == b'_' && (pair[1].is_ascii_digit() || pair[1] == b'{')));
    let has_words = content.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 1);
    if command || script {
        return Likeness::Certain;
    }
    match (has_words, content.contains(['=', '+', '<', '>', '*', '_'])) {
        (true, _) => Likeness::None,
        (false, true) => Likeness::Certain,
        (false, false) if content.is_ascii() => Likeness::Possible,
        _ => Likeness::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        formulas(text, 0).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn dollars_enclose_formulas_by_githubs_rule() {
        for (text, formula) in [
            ("a $x$ b", "$x$"),
            ("设$x_1$为", "$x_1$"),
            ("the $n$th, $k$-means", "$n$|$k$"),
            ("$a*b*c$ and **$y$**", "$a*b*c$|$y$"),
            ("costs \\$5, $a\\$b$", "$a\\$b$"),
            ("$$a$$ b $$ c $$", "$$a$$|$$ c $$"),
            ("$`\\sqrt{x}`$", "$`\\sqrt{x}`$"),
            ("$a\nb$", "$a|b$"),
            ("> $a\n> b$", "$a|b$"),
            ("| $x$ | $\\|x\\|$ |\n|-|-|", "$x$|$\\|x\\|$"),
            ("- $x$\n- $y$", "$x$|$y$"),
            ("# The $x^2$ case", "$x^2$"),
            ("The class $r<x>$ and $A/r = \\{r<x>|x\\in A\\}$.", "$r<x>$|$A/r = \\{r<x>|x\\in A\\}$"),
            ("$\\{f<x> \\mid f \\text{ is a map}\\}$", "$\\{f<x> \\mid f \\text{ is a map}\\}$"),
            ("$[a]_r = r<a>$, $<b>$, $\\mathbb{Z}<X>$", "$[a]_r = r<a>$|$<b>$|$\\mathbb{Z}<X>$"),
        ] {
            assert_eq!(found(text).join("|"), formula, "{text:?}");
        }
    }

    #[test]
    fn prices_variables_and_code_are_no_formulas() {
        for text in [
            "$5 and $10",
            "$5/$10",
            "US$5 to US$10",
            "from $5 to 10$ a month",
            "**$5** or **$x**",
            "$10 [a](b) 5$",
            "Set $HOME and $PATH",
            "$ x $",
            "$$",
            "$$$ a $$$",
            "`$a$ b` and $5",
            "```\n$x$\n```",
            "~~~~\n~~~\n$x$\n~~~~",
            "[a]: http://b.c/$x$",
            "[a](b$c$d) <e f=\"$g$\"> http://h.i/?j=$k&l=$m",
            "- costs $5\n- or 6$",
            "a $5\n\nb 6$",
            "|a|b|\n|-|-|\n|$HOME|$PATH|",
            "a `b $c` d$",
            "<code>$@</code> and <code>$#</code>, <b>$</b>",
            "costs $5 <b>now</b> and $6",
            "$x<b>$y</b> and $5<br>or $6",
            "<td>$a</td><td>$b</td>",
            "cd $HOME/<user>/bin:$PATH",
            "$5<x>or 6$",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn brackets_enclose_formulas_only_where_they_can_be_nothing_else() {
        for (text, formula) in [
            ("so \\(a*b*c\\) is", "\\(a*b*c\\)"),
            ("\\[ x = \\frac{1}{2} \\]", "\\[ x = \\frac{1}{2} \\]"),
            ("let \\(x\\) be in \\(\\mathbb{R}\\)", "\\(x\\)|\\(\\mathbb{R}\\)"),
            ("\\\\(a_1*b\\\\)", "\\\\(a_1*b\\\\)"),
            ("let \\(x\\) be", ""),
            ("- [ ] \\(x)", ""),
            ("\\[!NOTE\\] and \\[1\\] and \\[text\\]\\(http://a.b/c_1\\)", ""),
            ("f\\(key=value\\) \\[type=text\\]", ""),
        ] {
            assert_eq!(found(text).join("|"), formula, "{text:?}");
        }
    }

    #[test]
    fn formulas_in_lines_of_their_own_hold_any_line() {
        for (text, formula) in [
            ("$$\na\n= b\n+ c\n$$\nd", "$$|a|= b|+ c|$$"),
            ("a\n$$\nb\n\nc\n$$", "$$|b|\nc|$$"),
            ("> $$\n> - a\n> $$", "$$|- a|$$"),
            ("- $$\n  a\n  $$\n- b", "$$|a|$$"),
            ("$$ a \\\\\n- b $$", "$$ a \\\\|- b $$"),
            ("\\[\n- x^2\n\\]", "\\[|- x^2|\\]"),
            ("\\begin{align*}\na &= b \\\\\n\\end{align*}", "\\begin{align*}|a &= b \\\\|\\end{align*}"),
            ("$$\n\n# Heading\n\n$$", ""),
            ("kill $$\n\nand $$", ""),
        ] {
            assert_eq!(found(text).join("|"), formula, "{text:?}");
        }
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for part in [
            "$",
            "$$ ",
            "$a ",
            "\\(",
            "\\[x",
            "`",
            "``$`",
            "<a ",
            "](",
            "://",
            "$$\n",
            "$<a ",
            "\\begin{a}\n",
            "> $$\n",
        ] {
            formulas(&part.repeat(100_000), 0);
        }
    }
}
