//! The table of all diagnostic codes. `explain CODE` prints a row; a new diagnostic is a new row and a variant.

use serde::{Deserialize, Serialize};

use super::severity::Severity;

/// One row for each code.
#[derive(Debug)]
pub struct CodeRow {
    /// The code.
    pub code: Code,
    /// `area/name`, as shown and as `explain` takes it.
    pub id: &'static str,
    /// The severity it usually has.
    pub severity: Severity,
    /// One sentence: what it means.
    pub summary: &'static str,
    /// Why it matters and how syllabus behaves until it is fixed.
    pub detail: &'static str,
    /// Markdown that causes it.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Whether `syllabus check --fix` does it, where that leaves no doubt.
    pub has_fix: bool,
}

impl CodeRow {
    /// What is said behind the remedy where `check --fix` does it; begins with a blank.
    pub fn fix_sentence(&self) -> &'static str {
        if self.has_fix { " `syllabus check --fix` does it where that leaves no doubt." } else { "" }
    }
}

/// Whether the word `fixed` stands in a row.
macro_rules! has_fix {
    (fixed) => {
        true
    };
    () => {
        false
    };
}

macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident $($fixed:ident)? { $summary:literal $detail:literal $example:literal $remedy:literal })*) => {
        /// Every kind of diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $summary] $variant,)* }

        /// All codes, in the order of the table.
        pub static CODES: &[CodeRow] = &[$(CodeRow {
            code: Code::$variant, id: $id, severity: Severity::$severity,
            summary: $summary, detail: $detail, example: $example, remedy: $remedy, has_fix: has_fix!($($fixed)?),
        },)*];
    };
}

codes! {
    // source
    NotText "source/not-text" Error {
        "a chapter's file is not text"
        "The file ends in `.md` but holds bytes that are no text in any charset (NUL bytes, a picture). It becomes no page; the rest of the course is built."
        "A PNG file saved as `chapter.md`."
        "Rename the file to what it is, or delete it."
    }
    Unreadable "source/unreadable" Error {
        "a file of the course cannot be read"
        "The file or folder exists but could not be opened. Its last good page stays as it is."
        "chmod 000 chapter.md"
        "Give read permission, or take the file out of the course."
    }
    LegacyCharset "source/legacy-charset" Warning {
        "a file is not UTF-8 and was read in a legacy charset"
        "The bytes are not valid UTF-8, so they were decoded as the charset that fits best. GitHub shows such files with replacement characters."
        "A file saved by an old editor as windows-1252."
        "Save the file as UTF-8."
    }
    TwoSources "source/two-sources" Error {
        "two files would become the same page"
        "Only one of them can have the url; the other is not built."
        "`a.md` beside `a.markdown`."
        "Rename one of the two."
    }
    NoChapters "source/no-chapters" Error {
        "there is no chapter to build"
        "No markdown file was found below the source folder, or all of them are ignored or drafts."
        "An empty folder."
        "Name the folder that holds the chapters: `syllabus build FOLDER`."
    }
    NotRead "source/not-read" Warning {
        "files that other tools make chapters of are not read"
        "Only `.md` and `.markdown` become pages. Files such as `.mdx`, `.rst`, `.adoc` or `.ipynb` in the course's folder have no page; chapters can link to them as to any file. It is a note where all of them are notebooks, which may be material."
        "`unit1/introduction.mdx` beside `README.md`"
        "Rename what is plain markdown to `.md`, convert the rest, or name the files in `[build] ignore`."
    }
    OutsideLink "source/outside" Warning {
        "a symbolic link leads out of the course"
        "What lies outside the course's folder is never published."
        "`ln -s /etc/hosts notes.md`"
        "Copy the file into the course."
    }
    OddName "source/odd-name" Warning {
        "a file or folder has a name that is not text"
        "The name is not valid UTF-8, so it has no address on the web. It is left out; a chapter so named is an error."
        "A file named in an old charset by an old archive program."
        "Rename it."
    }
    FrontMatter "source/front-matter" Note {
        "a front matter is no valid YAML and was read line by line"
        "`key: value` lines are understood even where YAML would refuse them, such as a title with a colon."
        "---\ntitle: Loops: for and while\n---"
        "Put the value in quotes: `title: \"Loops: for and while\"`."
    }
    FrontMatterWithoutEffect "source/no-effect-yet" Warning {
        "a value of a front matter has no effect"
        "syllabus knows what the key is for, and cannot use its value. A chapter whose `release` is no day is published at once."
        "---\nrelease: soon\n---"
        "Write the day as `release: 2027-01-31`, or remove the key."
    }
    NotReleased "source/not-released" Note {
        "a chapter is left out until its day has come"
        "Its front matter has a `release` that is later than the day of the build. Links to it stay as text until then; a build on that day or later has it."
        "---\nrelease: 2099-01-01\n---"
        "Nothing. To see the course as it will be, build it with `--now DATE`."
    }
    UnknownKey "config/unknown-key" Warning {
        "a key that syllabus does not know"
        "It has no effect."
        "[bulid]\noutput = \"site\""
        "Correct the name, or remove the line."
    }
    BadConfig "config/invalid" Error {
        "the configuration cannot be used"
        "Nothing is written: the last good site stays."
        "[build]\noutput = 3"
        "Correct the value at the place shown."
    }
    Template "theme/template" Error {
        "a template cannot be used"
        "Nothing is written: the last good site stays."
        "{% if x %} without its {% endif %}"
        "Correct the template at the place shown."
    }
    ThemeContract "theme/contract" Warning {
        "a theme was made for another version of the contract"
        "docs/reference/theme.md tells what themes may rely on, and has a number. The theme is used all the same: what it relies on may be gone or mean something else."
        "`contract = 2` in a `theme.toml`, where syllabus has contract 1"
        "Compare the theme with the default one (`syllabus theme diff`), correct it, and set the number; or use the version of syllabus that it was made for."
    }
    ThemeEmpty "theme/empty" Warning {
        "a theme has no file that changes anything"
        "A theme is a folder with `theme.toml`, `templates/`, `css/`, `js/`, `i18n/` or `assets/` in it. This one has none of them, so the site looks as without it."
        "syllabus build --theme .. where the theme is `../my-theme`"
        "Name the folder that holds the theme's files, or make one: `syllabus theme new DIR`."
    }
    UnknownTemplate "theme/unknown-template" Warning {
        "no page uses a template of the theme"
        "Templates are found by their names. This one has a name that no page asks for, and no other template extends it, includes it or calls a component of it."
        "`templates/chaptr.html`"
        "Correct the name; `syllabus theme list` shows all of them. Else remove the file."
    }
    UnusedThemeFile "theme/unused-file" Warning {
        "a style sheet, a script or another file of the theme is used by nothing"
        "Style sheets and scripts have an effect only where `theme.toml` lists them, or where they replace one of the default theme."
        "`css/mine.css`, and no `theme.toml`"
        "List it: `more_styles = [\"css/mine.css\"]` or `more_scripts = [\"js/mine.js\"]` in `theme.toml`; what is to be published as it is belongs into `assets/`."
    }
    UnknownToken "theme/unknown-token" Warning {
        "a theme sets a token that nothing reads"
        "The name is like that of a token of the default theme, and no style sheet, template or script reads it as it is written."
        ":root { --acent: teal }"
        "Correct the name; docs/reference/theme.md lists all tokens."
    }
    UnknownWord "theme/unknown-word" Warning {
        "a theme translates a word that the interface does not have"
        "No template and no script shows a word of this name."
        "serach = \"Suche\" in `i18n/de.toml`"
        "Correct the key; `i18n/en.toml` of the default theme has all of them."
    }
    UnknownWordLanguage "theme/unknown-language" Warning {
        "a file of words is named by no language"
        "Words are found by the language of a course as it is written in BCP 47, in lower case and with hyphens: `de`, `pt-br`, `zh-hant`. A file of another name is never read."
        "`i18n/german.toml`, `i18n/pt_BR.toml`"
        "Rename it."
    }
    NoWords "theme/no-words" Note {
        "the theme has no words in the language of the course"
        "What the author wrote is shown as it is. The words of the interface (*Next chapter*, *Show answer*) are those of another language."
        "language = \"nl\" in `[course]`"
        "Put the words into `i18n/LANGUAGE.toml` of a theme: `syllabus theme new DIR`; those it leaves out stay English."
    }
    NoLetters "theme/no-letters" Note {
        "the chosen font has no letters of the language of the course"
        "The serif that a site can bring along has Latin letters only. Pages look as they do without it, and the font is not published."
        "font = \"serif\" in `[theme]`, language = \"ru\" in `[course]`"
        "Remove `font`, or declare a font of your own in a style sheet that `[theme] css` names."
    }
    // repair
    Damaged "repair/damaged" Warning {
        "a file holds damaged characters that are repaired for sure"
        "Text in UTF-8 was read in another charset and saved again. Nothing was lost, so the build shows what stood there; other programs show the damage. Only `syllabus repair` reports it."
        "CafÃ©"
        "`syllabus repair --write`"
    }
    UnsureRepair "repair/unsure" Warning {
        "damaged characters were repaired by the most probable choice, not a certain one"
        "Bytes were lost, so several originals fit what is left. The best by the documented ranking was taken; the alternatives are named. Where `[repair] min_confidence` asks for more, nothing was changed."
        "ğŸ“ Real-World Scenarios"
        "Look at the choice; write the right character into the file, or `syllabus repair --write --all` to keep it."
    }
    Irrecoverable "repair/irrecoverable" Warning {
        "characters are lost and cannot be told from what is left"
        "The file holds replacement characters (U+FFFD) or question marks where something else stood. Nothing is guessed."
        "## \u{FFFD}\u{FFFD} Objectives"
        "Write the right character into the file."
    }
    // links
    BrokenLink "link/broken" Warning {
        "a link's target does not exist"
        "The link stays as text with its mark; nothing on the site leads to a page that is not there."
        "[IAM](./iam-fundamentals.md) where there is no such file"
        "Correct the path, or write the chapter."
    }
    BrokenAnchor "link/broken-anchor" Warning {
        "a link names a heading that its page does not have"
        "Heading ids follow GitHub's rule. The link leads to the page, not to the place."
        "[Setup](#setup) where the heading is `## 🎯 Setup`, whose id is `-setup`"
        "Take the id that the message names."
    }
    HealedAnchor "link/healed-anchor" Note fixed {
        "an anchor differs from a heading's id in a way that leaves no doubt, and was healed"
        "Exactly one heading has this id but for dashes, variation selectors or letter case."
        "[Setup](#setup) where the only near heading has the id `-setup`"
        "Write the id that the message names, so that the link works on GitHub too."
    }
    RedirectToNothing "link/redirect-to-nothing" Warning {
        "a former address leads to a page that does not exist"
        "`[publish] redirects` or a front matter names a former address whose new one is no page of the site. Or former addresses lead to each other in a circle. Visitors of the former address get the page for what is not found."
        "[publish]\nredirects = { \"old.html\" = \"gone.md\" }"
        "Name a chapter, a page or a whole web address, or remove the row."
    }
    RedirectFromPage "link/redirect-from-page" Warning {
        "a former address cannot lead on"
        "There is a page of the site at that address, which stays; or the site has a file where the address needs a folder, or the other way round; or another row leads the address elsewhere; or it is no address of a page, and a server would not send its visitors on."
        "redirect_from: setup.html where there is a chapter `setup.md`"
        "Remove the row, or name the former address as `old/setup.html`, `old/setup.md` or `old/`."
    }
    LostAddress "link/lost-address" Warning {
        "an address of the published site would lead nowhere"
        "`check --live` compares the published site with the course as it is now. A page or a section that is published has no place in it, and nothing leads its visitors on."
        "`setup.md` was renamed `install.md`"
        "Lead the address on: `\"setup.html\" = \"install.md\"` in `[publish.redirects]`. `check --live` prints the rows."
    }
    MissingImage "link/missing-image" Warning {
        "an image does not exist"
        "The page shows the image's alternative text in its place."
        "![diagram](images/diagram.png) where there is no such file"
        "Add the file or correct the path; letter case matters."
    }
    WrongCase "link/wrong-case" Warning fixed {
        "a path differs from the file's name in letter case"
        "It works on a Mac or on Windows, and is broken on GitHub Pages. The page uses the file's real name."
        "![x](Images/a.png) where the folder is `images`"
        "Write the path as the file is named."
    }
    HealedPath "link/healed-path" Note fixed {
        "a path differs from a file's in a way that leaves no doubt, and was healed"
        "It names the page that another tool would make of a chapter, has backslashes between its folders, or spells its letters with other characters."
        "[Setup](guide/setup.html) where the chapter is `guide/setup.md`"
        "Write the path that the message names, so that the link works on GitHub too."
    }
    UnknownRepository "link/repository" Note {
        "a link leads to a place of the repository whose address is not known"
        "`../../issues` leads from a file on GitHub to the repository's issues. On the site it can lead there only if the repository is known; else it stays as text."
        "[Report a mistake](../../issues)"
        "Set `[publish] repository = \"owner/name\"` in `syllabus.toml`."
    }
    FolderWithoutPage "link/no-page" Note {
        "a link leads to a folder that has no page"
        "GitHub would list the folder's files; the site has no such list, so the link stays as text."
        "[samples](samples/) where the folder holds no markdown"
        "Link to a file in the folder, or add a README.md to it."
    }
    PrivateFile "link/private" Warning {
        "a link leads to a file that may hold keys or passwords"
        "Files such as `.env`, `id_rsa` or `deploy.pem` are never published, whatever links to them, so the link stays as text."
        "[my settings](.env)"
        "Link to an example instead, such as `.env.example`, and keep the file itself out of the repository."
    }
    GoneLink "link/gone" Warning {
        "a link to another site leads nowhere"
        "Its server says that there is nothing (404 or 410), or there is no host of the name. Only `check --external` asks."
        "[the paper](https://a-university.edu/~ada/notes.pdf), years after Ada has left"
        "Correct the address, or link to a copy that an archive of the web has kept."
    }
    MovedLink "link/moved" Note {
        "a link to another site is led on to another address for good"
        "It works as long as the old server leads on. Only `check --external` tells."
        "[Rust](http://www.rust-lang.org/), which answers that it is `https://rust-lang.org/` now"
        "Write the address that the help names."
    }
    UnknownLink "link/unknown" Note {
        "nobody can tell whether a link to another site leads somewhere"
        "The server refuses programs or strangers (401, 403, 999), has no time, or cannot be reached from here. That is no mistake of the link. It is said once of all addresses with `https` where the program was built without TLS. Only `check --external` tells."
        "[a profile](https://www.linkedin.com/in/ada), which answers no programs"
        "Open it in a browser."
    }
    NextMissing "order/next-missing" Warning {
        "a chapter's own link to the next chapter leads nowhere"
        "The page still leads on to the next chapter in reading order."
        "**Next Chapter:** [IAM](./iam-fundamentals.md) where there is no such file"
        "Correct the path, or write the chapter."
    }
    NextDiffers "order/next-differs" Note {
        "a chapter's own link to the next chapter differs from the reading order"
        "The overview's list of links, a front matter weight or another chapter's link puts another chapter next. The author's link is kept; the link that the page adds below the chapter follows the reading order."
        "The README lists `1. [IAM](iam.md) 2. [S3](s3.md) 3. [EC2](ec2.md)`, and `iam.md` says `Next: [EC2](ec2.md)`"
        "List the chapters in the overview in the order you mean, or change the link."
    }
    MissingInIndex "order/index-missing" Warning {
        "a table of contents names a file that does not exist"
        "`SUMMARY.md`, `_sidebar.md` and the `nav` of `mkdocs.yml` are read as the author's own order. What they name and is not there is left out; all else keeps its place."
        "- [Loops](loops.md) in a `SUMMARY.md` where there is no such file"
        "Correct the path, write the chapter, or leave the link empty as mdBook does for a chapter to come: `[Loops]()`."
    }
    // course
    TranslationsLeftOut "course/translations" Note {
        "translations of the course are left out"
        "Folders such as `translations/es`, or `es/` beside the same course in another language, and files such as `README.es.md` are no chapters. A course that lies in such folders only is the one in the language of its README, else the English one, else the fullest."
        "`README.md`, `translations/es/README.md`"
        "Build a translation as a course of its own: `syllabus build translations/es`."
    }
    DuplicateTitle "course/duplicate-title" Note {
        "two chapters of a module have the same title"
        "Readers cannot tell them apart in the navigation."
        "`a.md` and `b.md` both begin with `# Introduction`"
        "Give one of them another title."
    }
    NoHistory "course/no-history" Note {
        "git does not tell the history of the course"
        "The course lies in a git repository, and git is not there or will not read it. Pages say neither when nor by whom they were changed, and former addresses of moved chapters lead nowhere; all else is as ever."
        "A build in a container, whose user is not the one that owns the files"
        "Install git, or do what the message says; `[publish] history = \"none\"` does without."
    }
    // markdown
    MissingAlt "markdown/missing-alt" Note {
        "an image has no alternative text"
        "Readers with a screen reader learn nothing of it."
        "![](diagram.png)"
        "Say in the brackets what the picture shows; for mere decoration write `alt=\"\"` in HTML."
    }
    SkippedLevel "markdown/skipped-level" Note {
        "a heading is more than one level below the one before"
        "Screen readers announce levels; a gap sounds like a missing section."
        "# Title\n### Details"
        "Use the next level."
    }
    TitledAlert "markdown/titled-alert" Note {
        "an alert with words after its mark is a plain quote on GitHub"
        "GitHub takes `> [!NOTE]` only alone on its line, at the top level. It is shown as GitHub shows it."
        "> [!NOTE] Read this first"
        "Put the words on the next line of the quote."
    }
    LostTag "markdown/lost-tag" Warning {
        "something in angle brackets is taken for HTML and vanishes"
        "GitHub removes unknown elements and keeps only their content, so `<name>` in a sentence disappears."
        "cp <file> /tmp"
        "Put it in backticks: `` `<file>` ``."
    }
    TooDeep "markdown/too-deep" Warning {
        "lists, quotes or HTML elements lie too deep in one another"
        "Beyond a hundred levels the text stays and the elements around it are dropped: browsers and GitHub don't show such depths either. Most often the same closing tag is missing many times."
        "a hundred times `<details>`, and never a `</details>`"
        "Close what is still open."
    }
    Unclosed "markdown/unclosed" Warning {
        "a comment or a block of code is never closed"
        "All that follows is hidden in the comment, or shown as code: to the end of the file, or of the list or quote around it. GitHub shows it so, too."
        "<!-- note to self"
        "Close it: a comment with `-->`, code with a line of the same signs."
    }
    LostCells "markdown/lost-cells" Warning {
        "a row of a table has more cells than its head"
        "The cells beyond the last column are not shown, as on GitHub. Most often a `|` in code is taken for a border."
        "| Command | Meaning |\n|---|---|\n| `ls | wc` | count files |"
        "Write `\\|` for a sign that is no border, or give the head another column."
    }
    OddBlank "markdown/odd-blank" Warning fixed {
        "the blank between the sign of a heading and its words is none"
        "A no-break, ideographic or invisible blank makes no heading on GitHub. Here it is read as the heading that was meant."
        "#\u{a0}Title, typed with the Alt key still down"
        "Delete the blank and type it again."
    }
    ForeignDirective "markdown/foreign" Note {
        "a directive of another tool is shown as text"
        "Admonitions, tabs, shortcodes and imports of MkDocs, Docusaurus, Hugo or Jekyll are text on GitHub, and here. It is said once in each file."
        "!!! note"
        "Write `> [!NOTE]` for a note and `<details>` for what unfolds; leave the others out."
    }
    // check
    AllowMalformed "check/allow-malformed" Warning {
        "something is allowed in a form that cannot be used"
        "A comment or `[[check.allow]]` allows a diagnostic by its code and with a reason. This one has no reason, no code, one that there is not, or that of an error, which cannot be allowed. Nothing is allowed by it."
        "<!-- syllabus: allow link/broken -->"
        "Name the code and say why, before the block that it is about: `<!-- syllabus: allow link/broken: moves in May -->`."
    }
    AllowUnused "check/allow-unused" Note {
        "something is allowed that is not there"
        "The block behind the comment, or the files that `[[check.allow]]` names, have no diagnostic of this code. It may be mended by now."
        "<!-- syllabus: allow link/broken: moves in May -->\n\nA block without links."
        "Remove the comment or the entry."
    }
    // quiz
    QuestionWithoutKey "quiz/no-key" Note {
        "a question has choices but no answer that could be read"
        "It is shown with its choices and not graded."
        "### Question 1\nA) x\nB) y"
        "Add `**Answer: B**`, or mark the right choice with `[x]`."
    }
    AnswerWithoutChoice "quiz/answer-without-choice" Warning {
        "an answer names a choice that the question does not have"
        "The question is shown, not graded."
        "A) x\nB) y\n**Answer: E**"
        "Add the choice, or correct the letter."
    }
    AnswersDisagree "quiz/answers-disagree" Warning {
        "the answer of a question does not agree with its ticked choices, or with the key"
        "The question is shown, not graded."
        "- [x] one\n- [ ] two\n\n**Answer:** two"
        "Correct the one or the other."
    }
    MissingChoice "quiz/missing-choice" Warning {
        "an explanation speaks of a choice that the question does not have"
        "The explanation is shown as it is; what it says of single choices is not shown beside them."
        "A) x\nB) y\n\n**Answer: B**. Option C is too slow."
        "Correct the letter, or add the choice."
    }
    NotWithheld "quiz/not-withheld" Warning {
        "a course that withholds its answers publishes something that seems to hold some"
        "With `[quiz] answers = \"withheld\"` no answer that was understood is in the site. What has a title or a name like an answer key and was not understood stays as it is written, because nothing says what of it is to go."
        "`solutions.md` without numbered answers, `[all answers](answers.pdf)`"
        "Leave the file out of the course (`[build] ignore`), or write its answers as syllabus understands them."
    }
    SameQuestion "quiz/same-question" Note {
        "two questions of the course ask the same and have other choices or another answer"
        "Each counts by itself: what a student knows of one says nothing of the other. Where stem and choices are the same they are one question, which is no mistake."
        "`Who?` with the choices Ann and Ben in one chapter, and with Ann and Cleo in another"
        "Let the stems say what differs, or make them one question."
    }
    SameKey "quiz/same-key" Note {
        "the right choice of all questions of a chapter has the same letter"
        "A student who notices needs to know nothing more. Only `check --hints` tells."
        "ten questions with `**Answer: B**`"
        "Give the right choices other places."
    }
    LongestChoice "quiz/longest-choice" Note {
        "the right choice of all questions of a chapter is by far the longest"
        "A student who notices needs to know nothing more. Only `check --hints` tells."
        "A) yes\nB) no\nC) yes, as long as the file is open and nobody else writes to it"
        "Make wrong choices as long and as exact as the right ones."
    }
    CatchAll "quiz/catch-all" Note {
        "a choice is about the other choices"
        "`All of the above` is right as soon as two others are, and wrong as soon as one is not: it tests counting. Shuffled, it is not even below them. Only `check --hints` tells."
        "D) All of the above"
        "Ask for all that are right, or write a choice that stands for itself."
    }
    NegativeStem "quiz/negative-stem" Note {
        "a question turns on a `not` that is easily overlooked"
        "Students who know the answer choose the wrong one. Only `check --hints` tells."
        "Which of these is not a region?"
        "Set the word off (`**NOT**`), or ask for what is so."
    }
    NoExplanation "quiz/no-explanation" Note {
        "a question says what is right, and not why"
        "After a wrong choice a student learns which one was right and nothing else. Only `check --hints` tells."
        "A) x\nB) y\n\n**Answer: B**"
        "Add a sentence below the answer."
    }
    TooManyQuestions "quiz/too-many" Warning {
        "a chapter has more questions than one page can hold"
        "The first five thousand become questions; the others stay on the page as they are written."
        "six thousand questions in one file"
        "Split the chapter."
    }
    DuplicateChoice "quiz/duplicate-choice" Warning {
        "two choices of a question have the same label or the same text"
        "The answer may be ambiguous."
        "A) x\nA) y"
        "Make the choices differ."
    }
}

impl Code {
    /// Its row of the table.
    pub fn row(self) -> &'static CodeRow {
        // The macro writes variants and rows in the same order.
        &CODES[self as usize]
    }

    /// `area/name`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The code with this id.
    pub fn find(id: &str) -> Option<Code> {
        CODES.iter().find(|row| row.id == id).map(|row| row.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_finds_its_own_row() {
        for row in CODES {
            assert_eq!(row.code.row().id, row.id);
            assert_eq!(Code::find(row.id), Some(row.code));
        }
    }
}
