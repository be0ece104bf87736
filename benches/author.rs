//! A simulated author: makes edits of every kind to a course and its theme, in an order that a seed determines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::generate::Random;

/// A simulated author of one course.
pub struct Author {
    pub course: PathBuf,
    pub theme: PathBuf,
    pub random: Random,
    /// How often each kind of edit was made.
    pub done: BTreeMap<&'static str, usize>,
    /// The number of files at the beginning; their number stays between half and one and a half of it.
    files: usize,
}

/// A kind of edit.
struct EditKind {
    name: &'static str,
    /// How often it is made, relative to the sum of all.
    weight: usize,
    edit: fn(&mut Author, &Path),
}

const KINDS: &[EditKind] = &[
    EditKind { name: "words", weight: 30, edit: |author, file| author.append(file, "\n\nwords «n»\n") },
    EditKind { name: "words taken out", weight: 6, edit: Author::shorten },
    EditKind { name: "heading", weight: 5, edit: |author, file| author.append(file, "\n\n## Part «n»\n\nof it\n") },
    EditKind { name: "question", weight: 5, edit: |author, file| author.append(file, QUESTION) },
    EditKind { name: "task", weight: 3, edit: |author, file| author.append(file, "\n\n- [ ] task «n»\n") },
    EditKind {
        name: "code",
        weight: 3,
        edit: |author, file| author.append(file, "\n\n```rust\nlet x = «n»; // «n»\n```\n"),
    },
    EditKind { name: "link", weight: 7, edit: Author::link },
    EditKind { name: "title", weight: 6, edit: |author, file| author.prepend(file, "# Title «n»\n\n") },
    EditKind { name: "front matter", weight: 5, edit: Author::front_matter },
    EditKind { name: "save by rename", weight: 6, edit: Author::save_by_rename },
    EditKind { name: "delete and write again", weight: 5, edit: Author::delete_and_write_again },
    EditKind { name: "create", weight: 5, edit: Author::create },
    EditKind { name: "create for the same page", weight: 2, edit: Author::create_twin },
    EditKind { name: "remove", weight: 5, edit: Author::remove },
    EditKind { name: "rename", weight: 5, edit: Author::rename },
    EditKind { name: "move folder", weight: 3, edit: Author::move_folder },
    EditKind { name: "picture", weight: 5, edit: Author::picture },
    EditKind { name: "spoil", weight: 2, edit: |_, file| write(file, b"a\0b\xff") },
    EditKind { name: "ignore", weight: 5, edit: Author::ignore },
    EditKind { name: "configuration", weight: 5, edit: Author::configure },
    EditKind {
        name: "faulty configuration",
        weight: 2,
        edit: |author, _| write(&author.config(), FAULTY_CONFIG.as_bytes()),
    },
    EditKind { name: "style", weight: 3, edit: Author::style },
    EditKind { name: "template", weight: 4, edit: Author::template },
    EditKind { name: "faulty template", weight: 1, edit: |author, _| author.put_template(FAULTY_TEMPLATE) },
];

const QUESTION: &str = "\n\n### Question «n»\n\nWhich?\n\nA) this\nB) that\n\n**Answer: A**\n";
const FAULTY_CONFIG: &str = "[course]\ntitle = 3\n";
const FAULTY_TEMPLATE: &str = "<p>\n{{ nowhere }";

/// Contents of the configuration, one of which is chosen.
const SETTINGS: &[&str] = &[
    "[course]\ntitle = \"Course «n»\"\n",
    "[course]\nlanguage = \"de\"\n",
    "[publish]\nbase_url = \"https://example.org/«n»/\"\n",
    "[repair]\nenabled = false\n",
    "[build]\nignore = [\"new-*\"]\n",
    "[theme]\nhue = 120\n",
    "",
];

/// Contents of a `.gitignore`. None ignores most of the course, as edits of ignored files test nothing.
const RULES: &[&str] =
    &["new-*.md\n", "renamed-7*\n!renamed-77*\n", "moved-1[0-3]/\n", "*.svg\n", "# none\n", "module-00002*/\n"];

impl Author {
    /// An author of the course in this folder.
    pub fn new(course: PathBuf, theme: PathBuf, seed: u64) -> Self {
        let files = chapters(&course).len();
        Author { course, theme, random: Random(seed), done: BTreeMap::new(), files }
    }

    /// Makes one edit; returns its kind and its file.
    pub fn edit(&mut self) -> (&'static str, PathBuf) {
        // With a faulty configuration or template nothing is built, so it must not stay for long.
        if self.random.below(3) == 0 {
            self.mend_settings();
        }
        let files = chapters(&self.course);
        let file = files[self.random.below(files.len())].clone();
        let mut at = self.random.below(KINDS.iter().map(|kind| kind.weight).sum());
        let chosen = KINDS.iter().find(|kind| {
            let is_it = at < kind.weight;
            at = at.saturating_sub(kind.weight);
            is_it
        });
        let kind = chosen.unwrap_or(&KINDS[0]);
        (kind.edit)(self, &file);
        *self.done.entry(kind.name).or_default() += 1;
        (kind.name, file)
    }

    /// Appends a unique word to a chapter; returns file and word.
    pub fn add_word(&mut self) -> (PathBuf, String) {
        let files = chapters(&self.course);
        let file = files[self.random.below(files.len())].clone();
        let word = format!("word{}x", self.random.below(usize::MAX));
        self.append(&file, &format!("\n\n{word}\n"));
        *self.done.entry("words that are waited for").or_default() += 1;
        (file, word)
    }

    /// Corrects everything that cannot be built. Its last good pages would stay, and a clean build does not have them.
    pub fn mend(&self) {
        for file in chapters(&self.course) {
            if std::fs::read(&file).is_ok_and(|bytes| bytes.contains(&0)) {
                write(&file, b"# Mended\n");
            }
        }
        // For the case that everything else is ignored: without chapters the last site stays.
        let always = self.course.join("always.md");
        if !always.exists() {
            write(&always, b"# Always there\n");
        }
        self.mend_settings();
    }

    fn mend_settings(&self) {
        if read(&self.config()) == FAULTY_CONFIG {
            write(&self.config(), b"");
        }
        let template = self.template_file();
        if read(&template) == FAULTY_TEMPLATE {
            remove(&template);
        }
    }

    fn config(&self) -> PathBuf {
        self.course.join("syllabus.toml")
    }

    fn number(&mut self) -> String {
        self.random.below(1000).to_string()
    }

    fn append(&mut self, file: &Path, text: &str) {
        let text = read(file) + &text.replace("«n»", &self.number());
        write(file, text.as_bytes());
    }

    fn prepend(&mut self, file: &Path, text: &str) {
        let text = text.replace("«n»", &self.number()) + &read(file);
        write(file, text.as_bytes());
    }

    /// Removes the first or the second half of the lines.
    fn shorten(&mut self, file: &Path) {
        let text = read(file);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (first, second) = lines.split_at(lines.len() / 2);
        let rest = if self.random.below(2) == 0 { first } else { second };
        write(file, rest.concat().as_bytes());
    }

    /// Appends a link to another file, to a heading of one, or to nothing.
    fn link(&mut self, file: &Path) {
        let files = chapters(&self.course);
        let other = self.random.below(files.len());
        let up = "../".repeat(inner(&self.course, file).matches('/').count());
        let target = inner(&self.course, &files[other]);
        let text = match self.random.below(4) {
            0 => format!("\n\n[heading]({up}{target}#part-{})\n", self.random.below(20)),
            1 => format!("\n\nNext: [gone]({up}new-{}.md)\n", self.random.below(20)),
            2 => format!("\n\n**Next Chapter:** [next]({up}{target})\n"),
            _ => format!("\n\n[other]({up}{target})\n"),
        };
        self.append(file, &text);
    }

    /// Adds, changes, removes or breaks the front matter.
    fn front_matter(&mut self, file: &Path) {
        let text = read(file);
        let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map(|(_, body)| body);
        let block = match self.random.below(4) {
            0 => "---\ntitle: Named «n»\n---\n",
            1 => "---\nweight: «n»\ntitle: Weighed\n---\n",
            2 => "---\ntitle: a: b\n---\n",
            _ => "",
        };
        let block = block.replace("«n»", &self.number());
        write(file, (block + body.unwrap_or(&text)).as_bytes());
    }

    fn save_by_rename(&mut self, file: &Path) {
        let text = read(file) + "\nsaved\n";
        let beside = file.with_extension("md~");
        write(&beside, text.as_bytes());
        rename(&beside, file);
    }

    fn delete_and_write_again(&mut self, file: &Path) {
        let text = read(file);
        remove(file);
        std::thread::sleep(std::time::Duration::from_millis(self.random.below(20) as u64));
        write(file, (text + "\nagain\n").as_bytes());
    }

    fn create(&mut self, near: &Path) {
        if chapters(&self.course).len() < self.files * 3 / 2 {
            let name = format!("new-{}.md", self.random.below(20));
            write(&near.with_file_name(name), b"# New\n\n- [ ] read\n");
        }
    }

    /// Creates another file with the same page address.
    fn create_twin(&mut self, near: &Path) {
        let is_overview = near.file_stem().is_some_and(|stem| stem == "README");
        let twin = if is_overview { near.with_file_name("index.md") } else { near.with_extension("markdown") };
        write(&twin, b"# Twin\n");
    }

    fn remove(&mut self, file: &Path) {
        if chapters(&self.course).len() > self.files / 2 {
            remove(file);
        }
    }

    fn rename(&mut self, file: &Path) {
        let name = format!("renamed-{}.md", self.number());
        rename(file, &file.with_file_name(name));
    }

    fn move_folder(&mut self, file: &Path) {
        let Some(folder) = file.parent().filter(|folder| *folder != self.course) else { return };
        let moved = folder.with_file_name(format!("moved-{}", self.random.below(20)));
        if !moved.exists() {
            rename(folder, &moved);
        }
    }

    /// Shows, changes or removes a picture.
    fn picture(&mut self, file: &Path) {
        let picture = file.with_file_name("picture.svg");
        match self.random.below(3) {
            0 => self.append(file, "\n\n![picture](picture.svg)\n"),
            1 if picture.exists() => remove(&picture),
            _ => {
                let width = self.number();
                write(&picture, format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\"/>").as_bytes());
            }
        }
    }

    /// Writes or removes a `.gitignore` at the root or beside the file.
    fn ignore(&mut self, file: &Path) {
        let folder = if self.random.below(3) == 0 { file.parent().unwrap_or(&self.course) } else { &self.course };
        let rules = folder.join(".gitignore");
        match self.random.below(3) {
            0 if rules.exists() => remove(&rules),
            _ => write(&rules, self.random.of(RULES).as_bytes()),
        }
    }

    fn configure(&mut self, _: &Path) {
        let settings = self.random.of(SETTINGS).replace("«n»", &self.number());
        match settings.as_str() {
            "" if self.config().exists() => remove(&self.config()),
            settings => write(&self.config(), settings.as_bytes()),
        }
    }

    fn style(&mut self, _: &Path) {
        let built_in = read(&built_in("css/base.css"));
        let style = self.theme.join("css/base.css");
        write(&style, format!("{built_in}\n.own {{ width: {}px }}\n", self.number()).as_bytes());
    }

    /// Overrides the template of chapters, or removes the override.
    fn template(&mut self, _: &Path) {
        let template = self.template_file();
        if template.exists() && self.random.below(2) == 0 {
            return remove(&template);
        }
        let text = read(&built_in("templates/chapter.html")).replacen("<main", "<!-- own «n» --><main", 1);
        let text = text.replace("«n»", &self.number());
        self.put_template(&text);
    }

    fn put_template(&mut self, text: &str) {
        write(&self.template_file(), text.as_bytes());
    }

    fn template_file(&self) -> PathBuf {
        self.theme.join("templates/chapter.html")
    }
}

/// The markdown files below a folder, sorted by name.
pub fn chapters(root: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_markdown = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
    files.map(walkdir::DirEntry::into_path).filter(is_markdown).collect()
}

/// A path relative to a folder, with `/` as separator.
pub fn inner(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn built_in(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(path)
}

/// The text of a file; lossy where it is not UTF-8, and empty where it cannot be read.
fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned()
}

fn write(path: &Path, bytes: &[u8]) {
    let folder = path.parent().expect("a file lies in a folder");
    std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes)).expect("a file can be written");
}

fn rename(from: &Path, to: &Path) {
    std::fs::rename(from, to).expect("a file or folder can be renamed");
}

fn remove(path: &Path) {
    std::fs::remove_file(path).expect("a file can be removed");
}
