//! Translations are no chapters of the course. In: the paths and languages of all chapters. Out: which of them are translations, and the
//! folders and files to name. A path alone is seldom proof (`ml/` may be machine learning, `cs/` computer science): a folder that is named
//! by a language counts where its text is in that language, or where its files are those beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::index::FileIdx;
use crate::path::{folder_of, folders_down_to, name_of};
use crate::words::{language_of_name, language_of_tag};

/// Folders that hold translations, a folder or a file for each language, and whether any short name in them is a language: in `lang` there
/// may be `go`.
const TRANSLATION_FOLDERS: &[(&str, bool)] = &[
    ("translations", true),
    ("translation", true),
    ("translated", true),
    ("translated_docs", true),
    ("_translations", true),
    ("i18n", true),
    ("l10n", true),
    ("locale", true),
    ("locales", true),
    ("lang", false),
    ("langs", false),
    ("language", false),
    ("languages", false),
];

/// A folder of translations without proof in its text must share so many files by name with what it translates.
const MIN_SHARED_FILES: usize = 2;

/// Beside so many translations of a README with a language in their names, any code is one of a language.
const MIN_KNOWN_FILES: usize = 2;

/// A README with fewer than half as many headings only leads to the course.
const MIN_SECTIONS: usize = 8;

/// A chapter, as far as this file looks at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChapterLanguage<'a> {
    pub file: FileIdx,
    pub path: &'a str,
    /// As detected.
    pub language: Option<&'a str>,
    /// How many headings it has.
    pub sections: usize,
    /// Whether it is the page of its folder.
    pub is_overview: bool,
}

/// The chapters that are translations of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Translations {
    files: HashSet<FileIdx>,
    /// The folders that hold nothing else, and the files beside what they translate.
    paths: BTreeSet<String>,
    /// For each language or folder as the author names it, how many files there are.
    pub counts: BTreeMap<String, usize>,
    /// A folder of translations, as an example for a command.
    pub example: Option<String>,
    /// Whether the lengths of texts decided.
    pub depends_on_lengths: bool,
    /// The folder of the course itself, where it lies in folders of languages only; one for each folder that holds such.
    pub main_folders: BTreeSet<String>,
}

impl Translations {
    /// Finds the translations among these chapters. `course_language` is what the configuration says.
    pub fn find(chapters: &[ChapterLanguage<'_>], course_language: Option<&str>) -> Translations {
        let mut found = Translations::default();
        let mut sorted = chapters.to_vec();
        sorted.sort_unstable_by_key(|chapter| chapter.path);
        let chapters = sorted.as_slice();
        let paths: HashSet<String> = chapters.iter().map(|chapter| chapter.path.to_lowercase()).collect();
        let finder = Finder { chapters, paths, course_language: course_language.and_then(language_of_tag) };
        finder.add_folders_by_name(&mut found);
        finder.add_sibling_folders(&mut found);
        finder.add_files(&mut found);
        // A course has a chapter that is no translation.
        if found.files.len() == chapters.len() {
            return Translations { depends_on_lengths: found.depends_on_lengths, ..Translations::default() };
        }
        found.count(chapters);
        found
    }

    /// Whether a chapter is a translation.
    pub fn have(&self, file: FileIdx) -> bool {
        self.files.contains(&file)
    }

    /// The chapters that are translations, in no order.
    pub fn files(&self) -> impl Iterator<Item = FileIdx> + '_ {
        self.files.iter().copied()
    }

    /// Whether a file or folder is one, or lies in one.
    pub fn have_path(&self, path: &str) -> bool {
        !self.paths.is_empty() && folders_down_to(path).any(|part| self.paths.contains(part))
    }

    fn add_folder(&mut self, folder: &str, chapters: &[ChapterLanguage<'_>]) {
        self.files.extend(inside(chapters, folder).iter().map(|chapter| chapter.file));
        self.paths.insert(folder.to_owned());
        self.example.get_or_insert_with(|| folder.to_owned());
    }

    fn count(&mut self, chapters: &[ChapterLanguage<'_>]) {
        for chapter in chapters.iter().filter(|chapter| self.files.contains(&chapter.file)) {
            let folder = folders_down_to(folder_of(chapter.path)).find(|folder| self.paths.contains(*folder));
            let tag_of = |name| tag_of_file(name).or_else(|| tag_of_readme(name));
            let name = folder.map_or_else(|| tag_of(name_of(chapter.path)).map_or("", |(_, tag)| tag), name_of);
            *self.counts.entry(name.to_owned()).or_default() += 1;
        }
    }
}

/// The chapters in a folder; `chapters` are in the order of their paths.
fn inside<'c, 'a>(chapters: &'c [ChapterLanguage<'a>], folder: &str) -> &'c [ChapterLanguage<'a>] {
    if folder.is_empty() {
        return chapters;
    }
    let start = format!("{folder}/");
    let first = chapters.partition_point(|chapter| chapter.path < start.as_str());
    let rest = chapters.get(first..).unwrap_or(&[]);
    let count = rest.partition_point(|chapter| chapter.path.starts_with(&start));
    rest.get(..count).unwrap_or(&[])
}

fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The language that the name of a folder means.
fn language_of_folder(name: &str) -> Option<&'static str> {
    language_of_tag(name).or_else(|| language_of_name(name))
}

/// The name of a file without its tag of a language, and the tag: `README.md` and `es` of `README.es.md`, `README-es.md`, `README_ES.md`.
fn tag_of_file(name: &str) -> Option<(String, &str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    if let Some((bare, tag)) = stem.rsplit_once('.')
        && language_of_tag(tag).is_some()
    {
        return Some((format!("{bare}.{ending}"), tag));
    }
    tag_of_readme(name).filter(|(_, tag)| language_of_tag(tag).or_else(|| language_of_name(tag)).is_some())
}

/// The name of a README without what is behind that word, and what is there.
fn tag_of_readme(name: &str) -> Option<(String, &str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let bare = stem.get(.."readme".len()).filter(|bare| bare.eq_ignore_ascii_case("readme"))?;
    let tag = stem.get(bare.len()..)?.strip_prefix(['-', '_', '.'])?;
    Some((format!("{bare}.{ending}"), tag))
}

/// Whether a tag has the form of a language's: `kh`, `xx-YY`. A code of three letters may be any short word.
fn has_form_of_tag(tag: &str) -> bool {
    let (language, rest) = tag.split_once(['-', '_']).map_or((tag, None), |(language, rest)| (language, Some(rest)));
    let is_letters = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    is_letters(language, &[2]) && rest.is_none_or(|rest| is_letters(rest, &[2, 4]))
}

struct Finder<'a> {
    /// In the order of their paths.
    chapters: &'a [ChapterLanguage<'a>],
    /// Of all chapters, in lower case.
    paths: HashSet<String>,
    course_language: Option<&'static str>,
}

impl<'a> Finder<'a> {
    /// `translations/es`, `i18n/zh-CN`.
    fn add_folders_by_name(&self, found: &mut Translations) {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for chapter in self.chapters {
            let is_translation = |folder: &&str| {
                let holder = name_of(folder_of(folder)).to_ascii_lowercase();
                // Any short name is a language there, also one of a language that is not in the table.
                let is_language = |name: &str, has_any: bool| {
                    let is_code = (2..=3).contains(&name.split(['-', '_']).next().unwrap_or("").len())
                        && name.len() <= 7
                        && name.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
                    (has_any && is_code) || language_of_folder(name).is_some()
                };
                let known = TRANSLATION_FOLDERS.iter().find(|(name, _)| *name == holder);
                known.is_some_and(|(_, has_any)| is_language(name_of(folder), *has_any))
            };
            folders.extend(folders_down_to(folder_of(chapter.path)).find(is_translation));
        }
        // Where there is nothing beside `i18n`, the course itself is one of the folders in it.
        let is_inside = |chapter: &ChapterLanguage<'_>| folders.iter().any(|folder| is_in(chapter.path, folder));
        let is_all = !self
            .chapters
            .iter()
            .any(|chapter| !is_inside(chapter) && !chapter.is_overview && !is_repository_text(chapter.path));
        if is_all {
            return;
        }
        folders.into_iter().for_each(|folder| found.add_folder(folder, self.chapters));
    }

    /// `es/` and `fr/` beside each other, or beside what they translate.
    fn add_sibling_folders(&self, found: &mut Translations) {
        let mut by_parent: BTreeMap<&str, BTreeMap<&str, &'static str>> = BTreeMap::new();
        for chapter in self.chapters.iter().filter(|chapter| !found.have(chapter.file)) {
            for folder in folders_down_to(folder_of(chapter.path)) {
                if let Some(language) = language_of_folder(name_of(folder)) {
                    by_parent.entry(folder_of(folder)).or_default().insert(folder, language);
                }
            }
        }
        for (parent, folders) in by_parent {
            self.add_siblings(parent, &folders, found);
        }
    }

    fn add_siblings(&self, parent: &str, folders: &BTreeMap<&str, &'static str>, found: &mut Translations) {
        if found.have_path(parent) {
            return;
        }
        let inside = |folder: &str| inside(self.chapters, folder);
        let child_of = |path: &'a str| {
            let start = if parent.is_empty() { 0 } else { parent.len() + 1 };
            let end = path.get(start..).and_then(|below| below.find('/')).map(|at| start + at);
            end.and_then(|end| path.get(..end))
        };
        let is_beside = |chapter: &&ChapterLanguage<'a>| {
            !found.have(chapter.file) && !child_of(chapter.path).is_some_and(|child| folders.contains_key(child))
        };
        let beside: Vec<ChapterLanguage<'a>> = inside(parent).iter().filter(is_beside).copied().collect();
        let overview = beside.iter().find(|chapter| chapter.is_overview && folder_of(chapter.path) == parent);
        let beside_language = overview.and_then(|chapter| base(chapter.language)).or_else(|| most_common(&beside));
        // A README in a language of its own, as long as its translations, is the course.
        let is_whole = |overview: &ChapterLanguage<'_>| {
            let longest = folders.keys().flat_map(|folder| inside(folder)).map(|chapter| chapter.sections).max();
            overview.sections * 2 >= longest.unwrap_or(0).max(MIN_SECTIONS)
        };
        let is_of_folder = folders.values().any(|language| Some(*language) == beside_language);
        let own_language = overview.filter(|_| beside_language.is_some() && !is_of_folder);
        found.depends_on_lengths |= own_language.is_some();
        let has_course_beside = own_language.is_some_and(is_whole)
            || beside.iter().any(|chapter| !is_page_of(chapter, parent) && !is_repository_text(chapter.path));
        if has_course_beside {
            for (folder, language) in folders {
                let own = inside(folder);
                let is_same = beside_language == Some(*language);
                if !is_same && self.is_translation(folder, language, own, parent, &beside) {
                    found.add_folder(folder, self.chapters);
                }
            }
            return;
        }
        // The course lies in the folders only: one of them is the course.
        let proven = |(folder, language): &(&&str, &&'static str)| {
            let own = inside(folder);
            let shares = |other: &&str| other != *folder && shares_files(own, folder, other, inside(other));
            is_in_language(own, language) || folders.keys().any(shares)
        };
        let languages: Vec<(&str, &'static str)> =
            folders.iter().filter(proven).map(|(folder, language)| (*folder, *language)).collect();
        if languages.len() < 2 {
            return;
        }
        let in_language =
            |wanted: Option<&str>| languages.iter().find(|(_, language)| Some(*language) == wanted).copied();
        let fullest =
            || languages.iter().max_by_key(|(folder, _)| (inside(folder).len(), std::cmp::Reverse(*folder))).copied();
        let main = in_language(self.course_language)
            .or_else(|| in_language(beside_language.or_else(|| self.readme_language())))
            .or_else(|| in_language(Some("en")))
            .or_else(fullest);
        let Some(main) = main else { return };
        for (folder, _) in languages.iter().filter(|(folder, _)| *folder != main.0) {
            found.add_folder(folder, self.chapters);
        }
        found.main_folders.insert(main.0.to_owned());
    }

    /// The language of the root's README.
    fn readme_language(&self) -> Option<&'a str> {
        let readme = self.chapters.iter().find(|chapter| chapter.is_overview && folder_of(chapter.path).is_empty());
        readme.and_then(|chapter| base(chapter.language))
    }

    /// Whether a folder that is named by a language is a translation of what lies beside it.
    fn is_translation(
        &self,
        folder: &str,
        language: &str,
        own: &[ChapterLanguage<'a>],
        parent: &str,
        beside: &[ChapterLanguage<'a>],
    ) -> bool {
        is_in_language(own, language) || shares_files(own, folder, parent, beside)
    }

    /// `README.es.md` beside `README.md`.
    fn add_files(&self, found: &mut Translations) {
        let mut known_in: HashMap<&str, usize> = HashMap::new();
        for chapter in self.chapters {
            let Some((bare, _)) = tag_of_file(name_of(chapter.path)) else { continue };
            let folder = folder_of(chapter.path);
            let beside = |folder: &str| {
                let path = if folder.is_empty() { bare.clone() } else { format!("{folder}/{bare}") };
                self.paths.contains(&path.to_lowercase())
            };
            let holder = name_of(folder).to_ascii_lowercase();
            let is_held = TRANSLATION_FOLDERS.iter().any(|(name, _)| *name == holder);
            if beside(folder) || (is_held && beside(folder_of(folder))) {
                found.files.insert(chapter.file);
                found.paths.insert(chapter.path.to_owned());
                if tag_of_readme(name_of(chapter.path)).is_some() {
                    *known_in.entry(folder).or_default() += 1;
                }
            }
        }
        // Authors also write codes of countries.
        let is_one_more = |chapter: &&ChapterLanguage<'_>| {
            let has_known = known_in.get(folder_of(chapter.path)).is_some_and(|known| *known >= MIN_KNOWN_FILES);
            let tag = || tag_of_readme(name_of(chapter.path)).map(|(_, tag)| tag);
            has_known && !found.have(chapter.file) && tag().is_some_and(has_form_of_tag)
        };
        let more: Vec<&ChapterLanguage<'_>> = self.chapters.iter().filter(is_one_more).collect();
        for chapter in more {
            found.files.insert(chapter.file);
            found.paths.insert(chapter.path.to_owned());
        }
    }
}

/// Whether most of the files in `folder` have the path, below it, of a file below `other`; those whose name says nothing do not count.
fn shares_files(own: &[ChapterLanguage<'_>], folder: &str, other: &str, others: &[ChapterLanguage<'_>]) -> bool {
    fn below<'p>(path: &'p str, folder: &str) -> &'p str {
        path.get(folder.len()..).unwrap_or("").trim_start_matches('/')
    }
    let names: HashSet<&str> = others.iter().map(|chapter| below(chapter.path, other)).collect();
    let own = own.iter().map(|chapter| below(chapter.path, folder)).filter(|name| !is_page_name(name));
    let (shared, count) =
        own.fold((0, 0), |(shared, count), name| (shared + usize::from(names.contains(name)), count + 1));
    shared >= MIN_SHARED_FILES && shared * 2 >= count
}

/// The language without its region.
fn base(language: Option<&str>) -> Option<&str> {
    language.map(|language| language.split('-').next().unwrap_or(language))
}

/// Whether most of these chapters, as far as their language is known, are in this one.
fn is_in_language(chapters: &[ChapterLanguage<'_>], language: &str) -> bool {
    let known = chapters.iter().filter(|chapter| chapter.language.is_some()).count();
    let own = chapters.iter().filter(|chapter| base(chapter.language) == Some(language)).count();
    own > 0 && own * 2 > known
}

fn most_common<'a>(chapters: &[ChapterLanguage<'a>]) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for language in chapters.iter().filter_map(|chapter| base(chapter.language)) {
        *counts.entry(language).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)))
        .map(|(language, _)| language)
}

/// Whether a path below a folder is the name that each folder's own page has.
fn is_page_name(name: &str) -> bool {
    let stem = name_of(name).split(['.', '-', '_']).next().unwrap_or("");
    ["readme", "index", "summary", "license", "contributing"].iter().any(|known| stem.eq_ignore_ascii_case(known))
}

fn is_page_of(chapter: &ChapterLanguage<'_>, folder: &str) -> bool {
    folder_of(chapter.path) == folder && (chapter.is_overview || is_page_name(chapter.path))
}

/// Whether a file is about the repository, by its name.
fn is_repository_text(path: &str) -> bool {
    super::repository_pages::is_repository_name(name_of(path).rsplit_once('.').map_or(path, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Idx;

    /// The paths that are left out of these: a path, and the language of its text after a blank.
    fn left_out(chapters: &[&str]) -> Vec<String> {
        let chapters: Vec<ChapterLanguage> = chapters
            .iter()
            .enumerate()
            .map(|(file, chapter)| {
                let (path, language) = chapter.split_once(' ').unwrap_or((chapter, ""));
                let is_overview = name_of(path).eq_ignore_ascii_case("readme.md");
                let language = Some(language).filter(|language| !language.is_empty());
                // Only the README in `eo` is long.
                let sections = match language {
                    Some("eo") => 40,
                    _ if is_overview => 1,
                    _ => 10,
                };
                ChapterLanguage { file: FileIdx::new(file), path, language, sections, is_overview }
            })
            .collect();
        let found = Translations::find(&chapters, None);
        let left_out = chapters.iter().filter(|chapter| found.have(chapter.file));
        left_out.map(|chapter| chapter.path.to_owned()).collect()
    }

    #[test]
    fn folders_and_files_of_translations_are_left_out() {
        for (chapters, expected) in [
            (&["README.md en", "a.md", "translations/zh/a.md zh"][..], &["translations/zh/a.md"][..]),
            (&["README.md", "a.md", "i18n/pt-br/x/a.md"], &["i18n/pt-br/x/a.md"]),
            (
                &["README.md", "m/a.md", "m/translations/a.es.md", "m/translations/guide.md"],
                &["m/translations/a.es.md"],
            ),
            (
                &["README.md", "README.zh-cn.md", "README_ja.md", "README-DE.md"],
                &["README.zh-cn.md", "README_ja.md", "README-DE.md"],
            ),
            (&["README.md", "a.md", "a.fr.md", "b.fr.md"], &["a.fr.md"]),
            (
                &["README.md", "translations/README-es.md", "translations/README-fr.md", "translations/README-kh.md"],
                &["translations/README-es.md", "translations/README-fr.md", "translations/README-kh.md"],
            ),
            (
                &["README.md", "README.es.md", "README.ja.md", "README.xx-YY.md", "README.cli.md", "README.v2.md"],
                &["README.es.md", "README.ja.md", "README.xx-YY.md"],
            ),
            (&["README.md", "README-es.md", "README-qa.md"], &["README-es.md"]),
            (&["README.md en", "a.md en", "es/uno.md es", "es/README.md es"], &["es/uno.md", "es/README.md"]),
            (&["README.md", "1-a.md", "2-b.md", "fr/1-a.md", "fr/2-b.md"], &["fr/1-a.md", "fr/2-b.md"]),
            (&["README.md en", "a.md en", "Spanish/a.md es"], &["Spanish/a.md"]),
        ] {
            assert_eq!(left_out(chapters), expected, "{chapters:?}");
        }
    }

    #[test]
    fn short_names_of_subjects_are_no_languages() {
        for chapters in [
            &["README.md en", "intro.md en", "cs/README.md en", "ml/README.md en"][..],
            &["README.md en", "os/1.md en", "it/2.md en", "ml/3.md en"],
            &["README.md en", "cs/README.md en", "ml/README.md en"],
            &["README.md", "lang/rust/a.md", "lang/go/a.md"],
            &["en/a.md en", "en/b.md en"],
            &["README-es.md es"],
        ] {
            assert_eq!(left_out(chapters), [] as [&str; 0], "{chapters:?}");
        }
    }

    #[test]
    fn of_folders_of_languages_only_one_is_the_course() {
        let files = |readme: &'static str| [readme, "en/a.md en", "fr/a.md fr", "fr/b.md fr", "ja/a.md ja"];
        assert_eq!(left_out(&files("README.md fr")), ["en/a.md", "ja/a.md"]);
        assert_eq!(left_out(&files("README.md")), ["fr/a.md", "fr/b.md", "ja/a.md"]);
        assert_eq!(left_out(&["es/a.md es", "fr/a.md fr", "fr/b.md fr"]), ["es/a.md"]);
        assert_eq!(left_out(&["docs/en/a.md en", "docs/fr/a.md fr", "README.md fr", "x/y.md"]), ["docs/en/a.md"]);
        // A README that is long and in no language of the folders is the course.
        assert_eq!(left_out(&["README.md eo", "es/a.md es", "fr/a.md fr"]), ["es/a.md", "fr/a.md"]);
        assert_eq!(left_out(&["README.md it", "es/a.md es", "fr/a.md fr"]), ["fr/a.md"]);
        // All that there is lies in `i18n`.
        assert_eq!(left_out(&["README.md", "i18n/en/a.md en", "i18n/fr/a.md fr"]), ["i18n/fr/a.md"]);
    }
}
