//! Random inputs: parts of the sample course, of configurations and front matters, changed by a seeded generator (the same on every
//! machine). `SYLLABUS_MUTATIONS` sets their number, `SYLLABUS_MUTATION_SEED` the first seed.
//!
//! Used in two places: `src/foreign_input_test.rs` gives them to every parser, `mutate.rs` here checks the pages made from them.

use std::fs;
use std::path::Path;

/// No text is longer, in bytes: what is found is to be read by a person.
const LONGEST: usize = 1_500;

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

/// How many texts are asked for, 2,000 unless the environment says so.
pub fn many() -> u64 {
    number("SYLLABUS_MUTATIONS", 2_000)
}

/// A number from the environment.
pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Files of the sample course and of the specification, front matters, configurations.
pub fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["chapters", "tests/spec"] {
        let all = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().flatten();
        let markdown = all.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"));
        files.extend(markdown.filter_map(|entry| fs::read_to_string(entry.path()).ok()));
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
pub fn mutated(corpus: &[String], seed: u64) -> String {
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
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
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
