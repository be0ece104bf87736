//! Diagnostics that the author allows, by a comment before a block or in the configuration: they are counted and not told. In: all diagnostics of a
//! course, its comments and the rules of the configuration. Out: those that are told, with notes on comments that cannot be used or allow
//! nothing. An error is always told.

use std::collections::{BTreeMap, BTreeSet};

use crate::chapter::AllowComment;
use crate::config::{allow_fault, nearest};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;
use crate::source::PathPattern;
use crate::span::Span;

/// What such a comment looks like.
const FORM: &str = "write `<!-- syllabus: allow link/broken: moves in May -->`: the code, and why";

/// Told only where somebody asks for them: that they are not there means nothing.
const ON_REQUEST: [Code; 7] = [
    Code::SameQuestion,
    Code::SameKey,
    Code::LongestChoice,
    Code::CatchAll,
    Code::NegativeStem,
    Code::NoExplanation,
    Code::Damaged,
];

/// `[[check.allow]]`: a diagnostic that is not told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllowRule {
    /// Its code.
    pub code: Code,
    /// The only files for which it is not told, as a path or pattern from the course's folder; `None`: all, and the course as a whole.
    pub file: Option<String>,
    /// Why.
    pub reason: String,
}

/// The diagnostics of a course without those that are allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SiftedDiagnostics {
    /// Those that are told.
    pub told: Vec<Diagnostic>,
    /// How many are allowed.
    pub allowed: usize,
    /// The rules that allow nothing, by their index.
    pub unused_rules: Vec<usize>,
}

/// A comment that allows a code, ready to be compared with diagnostics.
struct BlockRule {
    place: Span,
    block: Span,
    is_used: bool,
}

/// The comments of one file that allow one code, by the places of their blocks, and those whose block is at hand.
#[derive(Default)]
struct BlockRules {
    rules: Vec<BlockRule>,
    next: usize,
    open: Vec<usize>,
}

impl BlockRules {
    /// Whether a diagnostic at byte `at` is allowed; places must be asked for in order.
    fn allow(&mut self, at: u32) -> bool {
        while self.rules.get(self.next).is_some_and(|rule| rule.block.start <= at) {
            self.open.push(self.next);
            self.next += 1;
        }
        // Blocks lie in each other or apart.
        while let Some(rule) = self.open.last().and_then(|open| self.rules.get_mut(*open)) {
            if at < rule.block.end {
                rule.is_used = true;
                return true;
            }
            self.open.pop();
        }
        false
    }
}

/// Takes from `diagnostics`, which are sorted by file and place, those that the comments of the files or the rules allow.
pub(super) fn sift<'c>(
    diagnostics: Vec<Diagnostic>,
    comments: impl IntoIterator<Item = (&'c SourcePath, &'c [AllowComment])>,
    rules: &[AllowRule],
) -> SiftedDiagnostics {
    let mut sifted = SiftedDiagnostics::default();
    let mut blocks: BTreeMap<SourcePath, BTreeMap<Code, BlockRules>> = BTreeMap::new();
    for (path, comments) in comments {
        for comment in comments {
            match read(comment) {
                CommentMeaning::Other => {}
                CommentMeaning::Faulty(fault) => sifted.told.push(fault.in_file(path)),
                CommentMeaning::Allows(code) => {
                    let block = comment.block.unwrap_or(Span { start: comment.span.end, end: comment.span.end });
                    let rule = BlockRule { place: comment.span, block, is_used: false };
                    blocks.entry(path.clone()).or_default().entry(code).or_default().rules.push(rule);
                }
            }
        }
    }
    let patterns: Vec<Option<PathPattern>> = rules.iter().map(|rule| PathPattern::new(rule.file.as_deref()?)).collect();
    let mut is_used: BTreeSet<usize> = BTreeSet::new();
    for diagnostic in diagnostics {
        let place = diagnostic.source.as_ref().zip(diagnostic.span).filter(|_| diagnostic.severity < Severity::Error);
        let block = place.and_then(|(path, span)| Some((blocks.get_mut(path)?.get_mut(&diagnostic.code)?, span)));
        let mut is_allowed = block.is_some_and(|(block, span)| block.allow(span.start));
        for (at, (rule, pattern)) in rules.iter().zip(&patterns).enumerate() {
            if rule.allows(pattern.as_ref(), &diagnostic) {
                is_allowed = true;
                is_used.insert(at);
            }
        }
        match is_allowed {
            true => sifted.allowed += 1,
            false => sifted.told.push(diagnostic),
        }
    }
    for (path, block) in &blocks {
        for (code, block) in block.iter().filter(|(code, _)| !ON_REQUEST.contains(code)) {
            let unused = block.rules.iter().filter(|rule| !rule.is_used);
            sifted.told.extend(unused.map(|rule| unused_comment(*code, rule.place).in_file(path)));
        }
    }
    let unused =
        rules.iter().enumerate().filter(|(at, rule)| !is_used.contains(at) && !ON_REQUEST.contains(&rule.code));
    sifted.unused_rules = unused.map(|(at, _)| at).collect();
    sifted
}

impl AllowRule {
    /// Whether a diagnostic is allowed; `pattern` is that of the rule's file.
    fn allows(&self, pattern: Option<&PathPattern>, diagnostic: &Diagnostic) -> bool {
        let is_of_file = match (&self.file, &diagnostic.source) {
            (None, _) => true,
            (Some(_), Some(path)) => pattern.is_some_and(|pattern| pattern.matches(path)),
            (Some(_), None) => false,
        };
        self.code == diagnostic.code && diagnostic.severity < Severity::Error && is_of_file
    }

    /// Whether it allows a diagnostic of a file that is no part of the course.
    pub fn allows_beside(&self, diagnostic: &Diagnostic) -> bool {
        self.file.is_none() && self.allows(None, diagnostic)
    }
}

/// What a comment says.
enum CommentMeaning {
    /// It allows a code.
    Allows(Code),
    /// It means to, and cannot.
    Faulty(Diagnostic),
    /// Something else.
    Other,
}

fn read(comment: &AllowComment) -> CommentMeaning {
    let (word, rest) = comment.words.split_once(char::is_whitespace).unwrap_or((&comment.words, ""));
    let faulty = |message: String, help: String| {
        CommentMeaning::Faulty(Diagnostic::new(Code::AllowMalformed, comment.span, message).help(help))
    };
    if !word.eq_ignore_ascii_case("allow") {
        return match nearest(word, ["allow"]) {
            Some(near) => faulty(format!("the comment says `{word}`"), format!("did you mean `{near}`? {FORM}")),
            None => CommentMeaning::Other,
        };
    }
    let rest = rest.trim();
    let (code, reason) = match rest.find([':', ' ', '\t', '\n']) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    if code.is_empty() {
        return faulty("the comment names no code".to_owned(), FORM.to_owned());
    }
    if let Some(fault) = allow_fault(code) {
        return faulty(fault.message, fault.help);
    }
    let reason = reason.trim().strip_prefix(':').map_or("", str::trim);
    match Code::find(code).filter(|_| !reason.is_empty()) {
        Some(code) => CommentMeaning::Allows(code),
        None => faulty(format!("`{code}` is allowed without a reason"), FORM.to_owned()),
    }
}

fn unused_comment(code: Code, place: Span) -> Diagnostic {
    let message = format!("the block behind the comment has no `{}`", code.id());
    Diagnostic::new(Code::AllowUnused, place, message)
        .help("remove the comment, or put it before the block it is about")
}

/// The note on a rule of the configuration that allows nothing.
pub fn unused_rule(rule: &AllowRule, place: Span) -> Diagnostic {
    let of_file = rule.file.as_ref().map(|file| format!(" of `{file}`")).unwrap_or_default();
    let message = format!("there is no `{}`{of_file} to allow: `{}`", rule.code.id(), rule.reason);
    Diagnostic::new(Code::AllowUnused, place, message).help("remove it, or correct `file`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "0123456789 0123456789 0123456789";

    fn comment(words: &str, at: usize, block: Option<(usize, usize)>) -> AllowComment {
        let block = block.map(|(start, end)| Span::new(start, end));
        AllowComment { words: words.to_owned(), span: Span::new(at, at + 1), block }
    }

    fn told(at: usize) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, Span::new(at, at + 1), "m").in_file(&SourcePath::new("a.md"))
    }

    /// Code, place and help of what is told, and how many are allowed.
    fn sifted(diagnostics: &[Diagnostic], comments: &[AllowComment], rules: &[AllowRule]) -> (Vec<String>, usize) {
        let path = SourcePath::new("a.md");
        let sifted = sift(diagnostics.to_vec(), [(&path, comments)], rules);
        let shown = |one: &Diagnostic| {
            let place = one.span.map(|span| span.start.to_string()).unwrap_or_default();
            let about = if one.code == Code::BrokenLink { String::new() } else { format!(" {}", one.message) };
            format!("{}:{place}{about}", one.code.id())
        };
        (sifted.told.iter().map(shown).collect(), sifted.allowed)
    }

    #[test]
    fn a_comment_allows_its_code_in_its_block() {
        assert_eq!(TEXT.len(), 32);
        let allow = "allow link/broken: moves in May";
        let all = [told(2), told(12), told(25), told(26)];
        let two = [comment(allow, 0, Some((1, 10))), comment("ALLOW link/broken :\n x", 20, Some((22, 26)))];
        assert_eq!(sifted(&all, &two, &[]), (vec!["link/broken:12".to_owned(), "link/broken:26".to_owned()], 2));
        // A block in a block.
        let nested = [comment(allow, 0, Some((1, 30))), comment(allow, 11, Some((12, 14)))];
        assert_eq!(sifted(&all, &nested, &[]), (Vec::new(), 4));
        let unused = [comment("allow link/wrong-case: x", 0, Some((1, 10))), comment(allow, 31, None)];
        let (mut told, allowed) = sifted(&all[..1], &unused, &[]);
        told.sort();
        assert_eq!(allowed, 0);
        assert_eq!(
            told,
            [
                "check/allow-unused:0 the block behind the comment has no `link/wrong-case`",
                "check/allow-unused:31 the block behind the comment has no `link/broken`",
                "link/broken:2",
            ]
        );
        // Only `--hints` looks for these.
        assert_eq!(sifted(&[], &[comment("allow quiz/catch-all: meant so", 0, Some((1, 9)))], &[]), (Vec::new(), 0));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_allows_nothing() {
        for (words, message) in [
            ("allow", "the comment names no code"),
            ("allow link/broken", "`link/broken` is allowed without a reason"),
            ("allow link/broken:", "`link/broken` is allowed without a reason"),
            ("allow link/broken moves in May", "`link/broken` is allowed without a reason"),
            ("allow link/brokn: x", "there is no diagnostic `link/brokn`"),
            ("allow source/unreadable: x", "`source/unreadable` is an error, which cannot be allowed"),
            ("alow link/broken: x", "the comment says `alow`"),
        ] {
            let (told, allowed) = sifted(&[told(2)], &[comment(words, 0, Some((1, 10)))], &[]);
            assert_eq!(
                (told, allowed),
                (vec![format!("check/allow-malformed:0 {message}"), "link/broken:2".to_owned()], 0)
            );
        }
        for words in ["not a quiz", "week 3", ""] {
            assert_eq!(sifted(&[], &[comment(words, 0, Some((1, 10)))], &[]), (Vec::new(), 0));
        }
    }

    #[test]
    fn a_rule_allows_its_code_in_its_files_and_never_an_error() {
        let rule = |file: Option<&str>| AllowRule {
            code: Code::BrokenLink,
            file: file.map(str::to_owned),
            reason: "x".to_owned(),
        };
        let whole = Diagnostic::of_file(Code::BrokenLink, "m");
        let error = told(3).severity(Severity::Error);
        let all = [told(2), error, whole];
        let count = |rules: &[AllowRule]| sifted(&all, &[], rules).1;
        assert_eq!(
            [count(&[]), count(&[rule(None)]), count(&[rule(Some("*.md"))]), count(&[rule(Some("b.md"))])],
            [0, 2, 1, 0]
        );
        let unused = |rules: &[AllowRule]| sift(all.to_vec(), [], rules).unused_rules;
        assert_eq!(unused(&[rule(None), rule(Some("b.md")), rule(Some("a.md"))]), [1]);
    }
}
