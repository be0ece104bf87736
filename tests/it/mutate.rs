//! Every reader of foreign input against texts that nobody would write: pieces of the sample course, of configurations and front matters,
//! changed at random (the same changes on every machine). Nothing panics, everything nests, all places lie in the text, nothing takes long.
//! `SYLLABUS_MUTATIONS` says how many; `SYLLABUS_MUTATION_SEED` where to begin.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use syllabus::chapter::{Chapter, ChapterSettings, understand};
use syllabus::markdown::{Document, EventKind, Fragment, RawHtml};
use syllabus::path::SourcePath;
use syllabus::pipeline::{BuildSettings, Changes, Pipeline, SourceRoot};
use syllabus::report::Progress;
use syllabus::site::FileContent;
use syllabus::source::{self, Memory, Source, World, front_matter};
use syllabus::span::Span;
use syllabus::{config, repair};

use crate::html;

/// How many texts by default.
const MANY: u64 = 2_000;
/// No text is longer, in bytes: what is found is to be read by a person.
const LONGEST: usize = 1_500;
/// What one text may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many texts make a course whose pages are made.
const COURSE: usize = 40;

/// What means something to one of the readers.
static TOKENS: &[&str] = &[
    "\n",
    "\n\n",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "- [x] ",
    "# ",
    "### Question 1\n",
    "A) ",
    "B. ",
    "**A)** ",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```\n",
    "```js\n",
    "~~~",
    "$",
    "$$",
    "[",
    "]",
    "![",
    "](",
    ")",
    "[^1]",
    "[^1]: ",
    "[x]: y\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<p>",
    "</p>",
    "<li>",
    "<table><tr><td>",
    "</table>",
    "<h2>",
    "</h2>",
    "<br>",
    "<a href=\"",
    "<a id=\"x\">",
    "\"",
    "'",
    "=",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "&",
    "&amp;",
    "&#0;",
    "&#x10ffff;",
    "| a | b |\n",
    "|-|-|\n",
    "---\n",
    "===\n",
    "+++\n",
    "**Answer: B**\n",
    "**Answer:** A, C",
    "Answer Key\n",
    "True or False: ",
    "> [!NOTE]\n",
    "[Next](b.md)",
    "**Study Time:** 5 min\n",
    "## Learning Objectives\n",
    "## Quiz\n",
    "## Answers\n",
    "1-B 2-C",
    "http://a.b/",
    "www.a.b",
    "a@b.c",
    ":tada:",
    "\\",
    "\u{0}",
    "\u{feff}",
    "\u{fffd}",
    "\u{202e}",
    "\u{200d}",
    "\r",
    "\r\n",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "é",
    "Ã©",
    "â€œ",
    "â€\u{9d}",
    "ğŸ“",
    "ðŸŽ¯",
    "Ã\u{83}Â©",
    "â”Œâ”€",
    "┌──┐",
    "？",
    "漢",
    "ا",
    "👩‍💻",
    "e\u{301}",
    "title: ",
    "[course]\n",
    "id = ",
    "'''",
    "{a: ",
    "[[",
    "&x ",
    "*x",
    "<<: ",
    "- -",
    ": ",
    "!!binary ",
    "|\n",
    "1e999",
    "\u{10ffff}",
];

#[test]
fn whatever_is_written_the_readers_stand() {
    let number =
        |name: &str, default: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let (many, seed) = (number("SYLLABUS_MUTATIONS", MANY), number("SYLLABUS_MUTATION_SEED", 1));
    let corpus = corpus();
    let slowest = (seed..seed + many)
        .into_par_iter()
        .map(|seed| {
            let text = mutated(&corpus, seed);
            let start = Instant::now();
            if let Err(fault) = catch_unwind(AssertUnwindSafe(|| check(&text, seed))) {
                panic!("seed {seed}: {}\n{text:?}", said(&*fault));
            }
            let took = start.elapsed();
            assert!(took < PATIENCE, "seed {seed} took {took:?}\n{text:?}");
            (took, seed)
        })
        .max();
    println!("{many} texts; the slowest: {slowest:?}");
}

#[test]
fn whatever_is_written_its_pages_nest_and_nothing_runs() {
    let many = std::env::var("SYLLABUS_MUTATIONS").ok().and_then(|value| value.parse().ok()).unwrap_or(MANY);
    let corpus = corpus();
    for course in 0..(many / 1_000).max(1) {
        let text = |row: usize| mutated(&corpus, (1 << 40) | (course * COURSE as u64 + row as u64));
        check_pages((0..COURSE).map(|row| (format!("course/{row}.md"), text(row))).collect(), course);
    }
}

fn check_pages(files: Memory, course: u64) {
    let world = Arc::new(files);
    let settings = BuildSettings { repair: Some(repair::RepairSettings::default()), ..BuildSettings::default() };
    let mut pipeline =
        Pipeline::new(Arc::clone(&world) as Arc<dyn World>, SourceRoot::Folder("course".into()), settings, None);
    let update = pipeline.update(&Changes::All, &Progress::new(false)).expect("a course");
    let maker = update.site_builder();
    let items = maker.outputs().into_iter().flatten();
    let files = items.flat_map(|item| maker.paths(&item).into_iter().map(move |path| (item.clone(), path)));
    for (item, path) in files {
        let seen = maker.inputs(&item).expect("the theme is whole");
        let Some(entry) = maker.make(&item, &seen, path).expect("the theme is whole") else { continue };
        let (path, FileContent::Bytes(bytes)) = (entry.path, entry.content) else { continue };
        if path.as_str().ends_with(".html") {
            let page = String::from_utf8(bytes).expect("text");
            let mut tangles = html::tangles(&page);
            // A block that an author opens in the middle of a line ends the paragraph in browsers, and harms nothing.
            tangles.retain(|tangle| !tangle.ends_with("inside <p>"));
            let source = format!("course/{path}").replace(".quiz.html", ".md").replace(".html", ".md");
            let text =
                || world.read(Path::new(&source), u64::MAX).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            assert!(tangles.is_empty(), "course {course}, {path}: {tangles:?}\n{:?}", text());
            let faults = html::what_runs(&page);
            assert!(faults.is_empty(), "course {course}, {path}: {faults:?}\n{:?}", text());
        }
    }
}

/// Files of the sample course and of the specification, front matters, configurations.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["chapters", "tests/spec"] {
        let mut paths = Vec::new();
        crate::course_test::list(&root.join(folder), "", &mut paths);
        let markdown = paths.into_iter().filter(|path| path.ends_with(".md"));
        files.extend(markdown.filter_map(|path| fs::read_to_string(root.join(folder).join(path)).ok()));
    }
    assert!(files.len() > 5, "the sample course is there");
    let own = [
        "---\ntitle: Loops: for and while\nid: loops\ndraft: true\nweight: 1.5\ntags: [a, b]\n---\n# Loops\n",
        "---\n\"title\": |\n  two\n  lines\nauthor: {name: x, links: [y, {z: &a b}, *a]}\n...\n\ntext\n",
        "[course]\ntitle = \"T\"\nid = \"x\"\nlanguage = 'pt-BR'\n[build]\nignore = [\"a/**\", \"*.tmp\"]\n[theme]\nhue = 200\n",
        "[[repair.override]]\nfile = \"a.md\"\nbefore = \"x\"\nafter = \"y\"\n[repair]\ncharsets = [\"cp1252\"]\nmin_confidence = 0.5\n",
        "### Question 1\nWhat?\n\nA) one\nB) two\n\n<details>\n<summary>Answer</summary>\n\n**Answer: B) two**\n\nBecause.\n</details>\n",
        "## Quiz\n\n1. x?\n   - [ ] a\n   - [x] b\n2. True or False: y\n\n## Answers\n\n1. b\n2. True\n",
    ];
    files.extend(own.map(str::to_owned));
    files
}

/// The text of a seed.
fn mutated(corpus: &[String], seed: u64) -> String {
    let mut random = Random(seed);
    let mut text = random.piece(corpus, LONGEST / 2);
    for _ in 0..1 + random.below(12) {
        mutate(&mut text, &mut random, corpus);
        let end = text.floor_char_boundary(LONGEST);
        text.truncate(end);
    }
    text
}

fn mutate(text: &mut String, random: &mut Random, corpus: &[String]) {
    let (from, to) = random.range(text);
    match random.below(8) {
        0 => text.replace_range(from..to, ""),
        1 => {
            let piece = text[from..to].to_owned();
            text.insert_str(to, &piece);
        }
        2 | 3 => text.insert_str(from, random.token()),
        4 => text.replace_range(from..to, random.token()),
        5 => text.insert_str(from, &random.token().repeat(1 + random.below(60))),
        6 => text.insert_str(from, &random.piece(corpus, 200)),
        _ => text.insert(from, char::from_u32(random.below(0x3000) as u32).unwrap_or('x')),
    }
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn token(&mut self) -> &'static str {
        TOKENS[self.below(TOKENS.len())]
    }

    /// Two places of the text, in order, seldom far apart.
    fn range(&mut self, text: &str) -> (usize, usize) {
        let from = text.floor_char_boundary(self.below(text.len() + 1));
        let most = if self.below(4) == 0 { text.len() } else { 30 };
        (from, text.floor_char_boundary((from + self.below(most)).min(text.len())).max(from))
    }

    fn piece(&mut self, corpus: &[String], most: usize) -> String {
        let file = &corpus[self.below(corpus.len())];
        let from = if self.below(3) == 0 { 0 } else { file.floor_char_boundary(self.below(file.len())) };
        let to = file.floor_char_boundary((from + self.below(most)).min(file.len())).max(from);
        file[from..to].to_owned()
    }
}

fn check(text: &str, seed: u64) {
    check_decoding(text, seed);
    check_config(text);
    check_repair(text);
    let source = Source::from_bytes(SourcePath::new("a/b.md"), text.as_bytes());
    // A text with a NUL is no text.
    if let Ok(source) = &source {
        let repair = Some(repair::RepairSettings::default());
        for settings in [
            ChapterSettings::default(),
            ChapterSettings { repair, ..ChapterSettings::default() },
            ChapterSettings { raw_html: RawHtml::Text, ..ChapterSettings::default() },
        ] {
            check_chapter(&understand(source, &settings));
        }
    }
}

/// Bytes changed here and there are text or not; what is text again becomes the same bytes.
fn check_decoding(text: &str, seed: u64) {
    let mut random = Random(!seed);
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = random.below(256) as u8;
        }
    }
    if let Ok((text, decoding)) = source::decode(&bytes) {
        drop(decoding.encode(&text));
    }
}

fn check_config(text: &str) {
    let (_, notices) = config::parse(text);
    for notice in notices {
        notice.span.into_iter().for_each(|span| check_span(text, span));
    }
    if let Some(block) = front_matter::split(text) {
        assert!(text.is_char_boundary(block.body_start));
        front_matter::parse(text, &block).1.iter().filter_map(|note| note.span).for_each(|span| check_span(text, span));
    }
}

fn check_repair(text: &str) {
    let repaired = repair::repair(text, &repair::RepairSettings::default());
    let mut end = 0;
    for repair in &repaired.repairs {
        check_span(text, repair.span);
        assert!(repair.span.start >= end, "repairs in order");
        assert_eq!(repair.span.of(text), repair.before);
        end = repair.span.end;
    }
    repaired.lost.iter().for_each(|span| check_span(text, *span));
    if repaired.repairs.is_empty() {
        assert_eq!(repaired.text, text, "without a repair nothing changes");
    }
}

fn check_chapter(chapter: &Chapter) {
    let document = &chapter.document;
    check_nesting(document);
    document.links.iter().for_each(|link| check_span(&document.text, link.span));
    document.headings.iter().for_each(|heading| check_span(&document.text, heading.span));
    for question in &chapter.quiz.questions {
        question.choices.iter().flat_map(|choice| &choice.text).for_each(|part| check_fragment(document, part));
        question.explanation().iter().for_each(|part| check_fragment(document, part));
        question.choices.iter().for_each(|choice| drop(choice.words(document)));
    }
    for diagnostic in &chapter.summary.diagnostics {
        diagnostic.span.into_iter().for_each(|span| check_span(&chapter.text, span));
        diagnostic.notes.iter().for_each(|note| check_span(&chapter.text, note.span));
    }
    let ids: Vec<&str> = document.headings.iter().map(|heading| &*heading.id).collect();
    let mut once: Vec<&str> =
        ids.iter().chain(&document.anchors.iter().map(String::as_str).collect::<Vec<_>>()).copied().collect();
    let all = once.len();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), all, "each id once: {ids:?} {:?}", document.anchors);
}

fn check_nesting(document: &Document) {
    let mut open = Vec::new();
    for (id, event) in document.events.iter().enumerate() {
        check_span(&document.text, event.span);
        match event.kind {
            EventKind::Open(tag) => open.push((id, tag)),
            EventKind::Close(tag) => assert_eq!(open.pop(), Some((event.partner as usize, tag)), "containers nest"),
            _ => assert_eq!(event.partner as usize, id),
        }
    }
    assert!(open.is_empty(), "what opens closes");
}

fn check_fragment(document: &Document, fragment: &Fragment) {
    check_span(&document.text, fragment.span);
    assert!(fragment.events.start <= fragment.events.end && fragment.events.end as usize <= document.events.len());
}

#[track_caller]
fn check_span(text: &str, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= text.len(), "{span:?} lies in a text of {} bytes", text.len());
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{span:?} lies between characters");
}

fn said(fault: &(dyn std::any::Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().cloned();
    text.or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
