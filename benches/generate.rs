//! Generates a course for the benches, with the same bytes on every machine. In: the number of chapters. Out: a folder.
//! Chapters are like those that people write: prose, code in nine languages, tables, diagrams, questions with answers, checklists,
//! links to other chapters, and here and there a paragraph whose characters an editor damaged. Words and code are made up here.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use words::{ADJECTIVES, CODE, HEADINGS, LANGUAGES, NOUNS, SENTENCES, SUBJECTS, VERBS};

mod words;

/// A small random number generator: the same seed gives the same numbers on every machine (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % most.max(1) as u64) as usize
    }

    /// One of several.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// From `least` to `most`, both included.
    fn within(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// One of several, the first ones far more often, as words in a text are distributed.
    fn favoured<'w>(&mut self, all: &[&'w str]) -> &'w str {
        let most = self.within(1, all.len());
        let most = self.within(1, most);
        all[self.below(most)]
    }
}

/// A course with this number of chapters, in modules of about the square root of it.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    pub chapters: usize,
}

impl Course {
    /// Writes all files below `root`.
    pub fn write(self, root: &Path) -> io::Result<()> {
        self.files().try_for_each(|(path, text)| {
            let place = root.join(path);
            std::fs::create_dir_all(place.parent().unwrap_or(root))?;
            std::fs::write(place, text)
        })
    }

    /// All files, by path.
    pub fn files(self) -> impl Iterator<Item = (String, String)> {
        let modules = (0..self.modules()).map(move |row| (format!("{}/README.md", module(row)), self.overview(row)));
        let chapters = (0..self.chapters).map(move |row| (self.path(row), self.chapter(row)));
        [("README.md".to_owned(), self.home())].into_iter().chain(modules).chain(chapters)
    }

    /// The file of a chapter.
    pub fn path(self, row: usize) -> String {
        format!("{}/{}", module(row / self.per_module()), self.file(row))
    }

    /// The text of a chapter.
    pub fn chapter(self, row: usize) -> String {
        let mut writer = Writer::new(row);
        let text = writer.chapter(self, row);
        if row % 10 == 3 { damage_one_paragraph(&text) } else { text }
    }

    fn per_module(self) -> usize {
        self.chapters.isqrt().max(10)
    }

    fn modules(self) -> usize {
        self.chapters.div_ceil(self.per_module())
    }

    fn file(self, row: usize) -> String {
        format!("{:02}-{}.md", row % self.per_module() + 1, slug(&title(row)))
    }

    fn home(self) -> String {
        let mut text =
            "# ⚓ Harbour Systems\n\n".to_owned() + &Writer::new(usize::MAX).paragraph(4, 6) + "\n\n## 📋 Modules\n\n";
        for row in 0..self.modules() {
            let _ = writeln!(text, "{}. [{}](./{}/README.md)", row + 1, subject(row), module(row));
        }
        text
    }

    fn overview(self, row: usize) -> String {
        let mut writer = Writer::new(usize::MAX - 1 - row);
        let mut text = format!("# 📚 Module {}: {}\n\n{}\n\n", row + 1, subject(row), writer.paragraph(3, 5));
        text += "## 📋 Chapters\n\n| # | Chapter | Time |\n|---|---|---|\n";
        for chapter in row * self.per_module()..self.chapters.min((row + 1) * self.per_module()) {
            let place = chapter % self.per_module() + 1;
            let _ =
                writeln!(text, "| {place} | [{}](./{}) | ~{} h |", title(chapter), self.file(chapter), place % 5 + 1);
        }
        text += "\n## 🎯 Learning Goals\n\n";
        for _ in 0..6 {
            let _ = writeln!(text, "- [ ] {}", writer.sentence());
        }
        text + "\n**← [Course home](../README.md)**\n"
    }
}

fn module(row: usize) -> String {
    format!("module-{:05}-{}", row + 1, slug(subject(row)))
}

fn subject(row: usize) -> &'static str {
    Random(row as u64 ^ 0x6d).of(SUBJECTS)
}

fn title(row: usize) -> String {
    let mut random = Random(row as u64 ^ 0x7469_746c_6500);
    let (name, subject) = (name(&mut random), random.of(SUBJECTS));
    format!(
        "{name}: {subject} {}",
        random.of(&["Basics", "in Practice", "Step by Step", "Patterns", "Drills", "Under Load"])
    )
}

/// A made-up product.
fn name(random: &mut Random) -> String {
    format!("{}{}", capital(random.of(NOUNS)), capital(random.of(NOUNS)))
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// UTF-8 read as windows-1254, and what that charset has no character for dropped: what some editors do.
pub fn damage(text: &str) -> String {
    let (wrong, _) = encoding_rs::WINDOWS_1254.decode_without_bom_handling(text.as_bytes());
    wrong.chars().filter(|c| !('\u{80}'..='\u{9f}').contains(c)).collect()
}

/// The first paragraph that has anything to damage.
fn damage_one_paragraph(text: &str) -> String {
    let is_damaged = |paragraph: &&str| paragraph.len() > 200 && !paragraph.is_ascii() && !paragraph.contains("```");
    match text.split("\n\n").skip(8).find(is_damaged) {
        Some(paragraph) => text.replacen(paragraph, &damage(paragraph), 1),
        None => text.to_owned(),
    }
}

/// Writes one text, with a random part of the vocabulary.
struct Writer {
    random: Random,
    nouns: Vec<&'static str>,
    verbs: Vec<&'static str>,
    adjectives: Vec<&'static str>,
    names: Vec<String>,
    /// The values of the slots in a piece of code, the same in all of it.
    fixed: HashMap<&'static str, String>,
}

impl Writer {
    fn new(seed: usize) -> Self {
        let mut random = Random((seed as u64).wrapping_mul(0x5851_f42d_4c95_7f2d));
        let mut some = |all: &[&'static str], count: usize| (0..count).map(|_| random.of(all)).collect::<Vec<_>>();
        let (nouns, verbs, adjectives) = (some(NOUNS, 90), some(VERBS, 50), some(ADJECTIVES, 36));
        let names = (0..14).map(|_| name(&mut random)).collect();
        Writer { random, nouns, verbs, adjectives, names, fixed: HashMap::new() }
    }

    /// A template with its slots filled: `«noun»`.
    fn fill(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, (slot, after))) =
            rest.split_once('«').and_then(|(before, rest)| Some((before, rest.split_once('»')?)))
        {
            out += before;
            out += &self.slot(slot);
            rest = after;
        }
        out + rest
    }

    fn slot(&mut self, slot: &str) -> String {
        match slot {
            "noun" => self.random.favoured(&self.nouns).to_owned(),
            "nouns" => self.random.favoured(&self.nouns).to_owned() + "s",
            "verb" => self.random.favoured(&self.verbs).to_owned(),
            "adj" => self.random.favoured(&self.adjectives).to_owned(),
            "Name" => self.name(),
            "n" => self.random.within(2, 900).to_string(),
            "thing" => self.thing(),
            "sentence" => self.sentence().replace(['"', '`', '*'], ""),
            "A" => self.fixed.get("a").map(|noun| noun.to_uppercase()).unwrap_or_default(),
            "Noun" => self.fixed.get("c").map(|noun| capital(noun)).unwrap_or_default(),
            "Verb" => self.fixed.get("v").map(|verb| capital(verb)).unwrap_or_default(),
            fixed => self.fixed.get(fixed).cloned().unwrap_or_default(),
        }
    }

    /// The subject or object of a sentence: a product, or a noun with or without an adjective.
    fn thing(&mut self) -> String {
        match self.random.below(5) {
            0 => self.fill("«adj» «noun»"),
            1 => self.fill("«noun»"),
            2 => self.fill("«noun» «noun»"),
            3 => self.fill("«adj» «nouns»"),
            _ => self.name(),
        }
    }

    fn name(&mut self) -> String {
        self.names[self.random.below(self.names.len())].clone()
    }

    fn sentence(&mut self) -> String {
        let template = self.random.of(SENTENCES);
        self.fill(template)
    }

    fn paragraph(&mut self, least: usize, most: usize) -> String {
        let sentences: Vec<String> = (0..self.random.within(least, most)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn heading(&mut self) -> String {
        capital(&self.fill("«adj» ")) + &capital(&self.fill("«noun»"))
    }

    fn items(&mut self, least: usize, most: usize, mark: &[&str]) -> String {
        let count = self.random.within(least, most);
        let mut item = || {
            let mark = self.random.of(mark);
            let thing = capital(&self.thing());
            self.fill(&format!("- {mark}**{thing}** - «verb» the «thing», «thing» and «nouns»\n"))
        };
        (0..count).map(|_| item()).collect()
    }

    fn chapter(&mut self, course: Course, row: usize) -> String {
        let wanted = 9_000 + self.random.below(6_600) + self.random.below(6_600);
        let mut text = format!("# {} {}\n\n", self.random.of(MARKS), title(row));
        text += &self.opening();
        let headings = self.headings();
        let ending = self.ending(course, row);
        let sections = self.sections(course, row, &headings, wanted.saturating_sub(text.len() + ending.len() + 500));
        text += "## 📋 Table of Contents\n\n";
        for (mark, heading) in headings.iter().take(sections.len()) {
            let _ = writeln!(text, "- [{mark} {heading}](#-{})", slug(heading));
        }
        text + "\n---\n\n" + &sections.concat() + &ending
    }

    fn opening(&mut self) -> String {
        let template = "> **\"«sentence»\"**\n\n## 🎯 Chapter Overview\n\n**Study Time:** ~«hours» hours  \n\
                        **Difficulty:** «level»  \n**Importance:** «stars» («thing»)\n\n";
        self.fixed = HashMap::from([
            ("hours", self.random.within(1, 6).to_string()),
            ("level", self.random.of(&["Beginner", "Intermediate", "Advanced"]).to_owned()),
            ("stars", "⭐".repeat(self.random.within(2, 5))),
        ]);
        self.fill(template) + &self.paragraph(3, 5) + "\n\n---\n\n"
    }

    /// The headings of the sections, each different.
    fn headings(&mut self) -> Vec<(&'static str, &'static str)> {
        let first = self.random.below(HEADINGS.len());
        let marks = self.random.below(MARKS.len());
        let row = |place: usize| (MARKS[(marks + place) % MARKS.len()], HEADINGS[(first + place) % HEADINGS.len()]);
        (0..8).map(row).collect()
    }

    /// Sections until the chapter has the wanted length.
    fn sections(&mut self, course: Course, row: usize, headings: &[(&str, &str)], wanted: usize) -> Vec<String> {
        let mut sections = Vec::new();
        let mut rest = wanted;
        for (place, (mark, heading)) in headings.iter().enumerate() {
            let share = rest / (headings.len() - place);
            let mut text = format!("## {mark} {heading}\n\n{}\n\n", self.paragraph(2, 4));
            loop {
                text += &self.part();
                if text.len() >= share {
                    break;
                }
            }
            if self.random.below(3) == 0 {
                let module = row / course.per_module() * course.per_module();
                let other = (module + self.random.below(course.per_module())).min(course.chapters - 1);
                let (title, file) = (title(other), course.file(other));
                let _ = write!(text, "See also [{title}](./{file}) and the [module overview](./README.md).\n\n");
            }
            rest = rest.saturating_sub(text.len());
            sections.push(text + "---\n\n");
            if rest < 500 {
                break;
            }
        }
        sections
    }

    /// One piece of a section, under its own heading.
    fn part(&mut self) -> String {
        let (heading, name) = (self.heading(), self.name());
        let head = format!("### {}**{heading} ({name})**\n\n", self.random.of(SMALL_MARKS));
        let body = match self.random.below(10) {
            0..=2 => self.paragraph(1, 3) + "\n\n" + &self.code() + &self.paragraph(1, 2),
            3 | 4 => (0..self.random.within(2, 3)).map(|_| self.small_part()).collect(),
            5 => self.paragraph(1, 2) + "\n\n" + &self.table(),
            6 => self.diagram() + &self.paragraph(1, 2),
            7 => self.rules() + &self.items(3, 6, SMALL_MARKS),
            8 => self.belief(),
            _ => self.paragraph(2, 4) + "\n\n" + &self.items(4, 7, SMALL_MARKS),
        };
        head + body.trim_end() + "\n\n"
    }

    fn small_part(&mut self) -> String {
        format!("#### {}**{}**\n\n{}\n", self.random.of(SMALL_MARKS), self.heading(), self.items(3, 6, &[""]))
    }

    fn belief(&mut self) -> String {
        let text = "**What people think:** \"«sentence»\"\n\n**What is the case:** ".to_owned() + &self.paragraph(2, 3);
        let list = "\n\n> «sentence»\n\n1. «sentence»\n2. «sentence»\n   - «thing»\n   - «thing»\n3. «sentence»";
        self.fill(&(text + list))
    }

    fn table(&mut self) -> String {
        let columns = self.random.within(3, 5);
        let row = |writer: &mut Self, cell: &dyn Fn(&mut Self, usize) -> String| {
            let cells: Vec<String> = (0..columns).map(|column| cell(writer, column)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let head = row(self, &|writer, _| format!("**{}**", writer.heading()));
        let rule = row(self, &|writer, _| writer.random.of(&["---", ":---:", "---:", "---"]).to_owned());
        let body = (0..self.random.within(4, 9)).map(|_| {
            row(self, &|writer, column| match (column, writer.random.below(6)) {
                (0, _) => format!("**{}**", capital(&writer.thing())),
                (_, 0) => "✅ Yes".to_owned(),
                (_, 1) => "❌ No".to_owned(),
                (_, 2) => writer.fill("«n» ms"),
                (_, 3) => writer.name(),
                _ => writer.fill("«noun»"),
            })
        });
        let body: String = body.collect();
        head + &rule + &body
    }

    /// Boxes drawn with lines, as in a terminal.
    fn diagram(&mut self) -> String {
        let width = self.random.within(44, 60);
        let mut text = format!("```\n┌{}┐\n", "─".repeat(width));
        let mut line = |said: &str| {
            let _ = writeln!(text, "│ {said:<0$.0$}│", width - 1);
        };
        line(&self.thing().to_uppercase());
        for _ in 0..self.random.within(5, 9) {
            line(&self.fill("«adj» «noun» → «noun», «noun» | «noun»"));
        }
        text + &format!("└{}┘\n```\n\n", "─".repeat(width))
    }

    fn rules(&mut self) -> String {
        let mut lines = |mark: &str| -> String {
            let line = |_| self.fill(&format!("{mark} «verb» the «thing» before the «noun»\n"));
            (0..4).map(line).collect()
        };
        format!("```\nAlways:\n{}\nNever:\n{}```\n\n", lines("✅"), lines("❌"))
    }

    fn code(&mut self) -> String {
        let language = self.random.of(LANGUAGES);
        let templates: Vec<&str> = CODE.iter().filter(|(of, _)| *of == language).map(|(_, text)| *text).collect();
        let template = self.random.of(&templates);
        for slot in ["a", "b", "c"] {
            let noun = self.fill("«noun»");
            self.fixed.insert(slot, noun);
        }
        for slot in ["v", "w"] {
            let verb = self.fill("«verb»");
            self.fixed.insert(slot, verb);
        }
        let (name, number) = (self.name(), self.random.within(10, 5000).to_string());
        self.fixed.extend([("t", name.to_lowercase()), ("T", name), ("k", number)]);
        format!("```{language}\n{}\n```\n\n", self.fill(template.trim_matches('\n')))
    }

    fn ending(&mut self, course: Course, row: usize) -> String {
        let mut text = "## 📝 Practice Questions\n\n".to_owned();
        for number in 1..=self.random.within(2, 4) {
            text += &self.question(number);
        }
        text += "---\n\n## ✅ Chapter Checklist\n\nBefore you go on, you can:\n\n";
        for _ in 0..self.random.within(4, 7) {
            let mark = if self.random.below(5) == 0 { "x" } else { " " };
            text += &self.fill(&format!("- [{mark}] «verb» the «thing» for the «thing»\n"));
        }
        if row + 1 < course.chapters {
            let same = !(row + 1).is_multiple_of(course.per_module());
            let folder = if same { ".".to_owned() } else { format!("../{}", module((row + 1) / course.per_module())) };
            let _ = write!(
                text,
                "\n---\n\n## 🧭 What's Next?\n\n{}\n\n**Next Chapter:** [{}]({folder}/{})\n",
                self.sentence(),
                title(row + 1),
                course.file(row + 1)
            );
        }
        text + "\n---\n\n**← [Back to the module](./README.md)**\n"
    }

    fn question(&mut self, number: usize) -> String {
        let mut choices: Vec<String> = Vec::new();
        while choices.len() < 4 {
            let choice = capital(&self.fill("«verb» the «thing»"));
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        let right = self.random.below(4);
        let mut text = format!("### Question {number}\n\n{} ", self.paragraph(1, 2));
        text += &self.fill("Which «noun» do you «verb» first?\n\n");
        for (letter, choice) in ["A", "B", "C", "D"].iter().zip(&choices) {
            let _ = writeln!(text, "{letter}) {choice}");
        }
        let (letter, choice) = (["A", "B", "C", "D"][right], &choices[right]);
        let _ =
            write!(text, "\n<details>\n<summary>💡 Show the answer</summary>\n\n**Answer: {letter}) {choice}**\n\n");
        let _ = write!(text, "**Explanation:** {}\n\n**Key Point:** {}\n", self.paragraph(2, 3), self.sentence());
        text + "</details>\n\n"
    }
}

/// Signs before the headings of sections; none of two code points, so that ids are plain.
const MARKS: &[&str] = &["🎯", "📋", "🏠", "📊", "📝", "✅", "🧠", "🔐", "🚀", "🧪", "💰", "🌐", "🧩", "⚓", "🧭"];

/// Signs before smaller headings and items.
const SMALL_MARKS: &[&str] =
    &["🔄 ", "📈 ", "💻 ", "🔧 ", "👤 ", "🔑 ", "🔗 ", "📱 ", "🏢 ", "🤝 ", "📐 ", "🛒 ", "🔒 ", "⚡ ", "🚪 ", "🔥 "];
