//! A small course as contexts, to render the default theme with. Used by tests only.

use std::fs;
use std::io;
use std::path::Path;

use crate::render::context::{
    Amount, ChapterCard, ChapterPage, ChapterPosition, CourseContents, Direction, FactKind, FactLine, FileFacts,
    HomePage, Html, ModuleCard, ModulePlace, NavChapter, NavModule, NavOther, PageContent, PageKind, PageLink,
    PageNeighbours, PrintAnswers, QuestionChoice, QuestionContext, QuestionHeading, QuestionKindContext, QuizLink,
    QuizPage, QuizSettings, SiteContext, TocEntry, nav_for,
};
use crate::render::theme::Theme;
use crate::render::whole_context::{NotFoundLink, NotFoundPage, OfflinePage};

const BODY: &str = include_str!("sample.html");
const TITLES: [&str; 5] = [
    "Pages and the buffer pool",
    "Heap files",
    "B-trees, patiently",
    "Log-structured merge trees",
    "Write-ahead logging",
];

fn html(text: &str) -> Html {
    Html(text.to_owned())
}

pub(super) fn site() -> SiteContext {
    SiteContext {
        print_answers: PrintAnswers::default(),
        title: "Databases, from the disk up".to_owned(),
        language: "en".to_owned(),
        dir: Direction::Ltr,
        version: "0.1.0".to_owned(),
        course_key: "databases".to_owned(),
        is_offline: false,
        picture: None,
        course_key_before: None,
        quiz: QuizSettings::default(),
        emoji: None,
        contents: "contents.html".to_owned(),
        practice: "practice.html".to_owned(),
        print: "print.html".to_owned(),
    }
}

fn link(href: &str, title: &str, detail: &str) -> PageLink {
    PageLink { detail: Some(detail.to_owned()).filter(|text| !text.is_empty()), ..PageLink::new(href, title) }
}

fn fact(key: FactKind, label: &str, value: &str, stars: Option<u8>) -> FactLine {
    FactLine { key, label: label.to_owned(), value: html(value), stars }
}

fn nav() -> NavModule {
    let chapter = |(at, title): (usize, &&str)| NavChapter {
        href: if at == 2 { "chapter.html".to_owned() } else { "bare.html".to_owned() },
        title: (*title).to_owned(),
        key: format!("c{at}"),
        id: format!("storage/{at}"),
        questions: [0, 4, 6, 0, 12][at],
    };
    let other = |(number, title): (usize, &str)| NavOther {
        href: "overview.html".to_owned(),
        title: title.to_owned(),
        number: Some(number),
    };
    NavModule {
        title: "Storage engines".to_owned(),
        href: "overview.html".to_owned(),
        key: "m2".to_owned(),
        number: Some(2),
        chapters: TITLES.iter().enumerate().map(chapter).collect(),
        below: Vec::new(),
        others: [(1, "What a database promises"), (3, "Queries"), (4, "Transactions")].map(other).to_vec(),
        all: PageLink::new("index.html", "All modules"),
        all_script: Some("assets/modules.js".to_owned()),
    }
}

fn question(number: usize, kind: QuestionKindContext, stem: &str, choices: &[&str], answer: &str) -> QuestionContext {
    let id = format!("q{number}");
    let choice = |(at, text): (usize, &&str)| QuestionChoice {
        label: char::from(b'A' + at as u8).to_string(),
        html: html(text),
        id: format!("{id}-{at}"),
        ..QuestionChoice::default()
    };
    QuestionContext {
        id: id.clone(),
        number,
        of: 4,
        kind,
        stem: html(stem),
        choices: choices.iter().enumerate().map(choice).collect(),
        answer: answer.to_owned(),
        ..QuestionContext::default()
    }
}

/// A question of each kind.
pub(super) fn questions() -> Vec<QuestionContext> {
    let first = [
        "The root grows by one level",
        "The key goes into an overflow page",
        "The leaf splits in two and its middle key moves up",
        "The tree is rebuilt in the background, while <code>vacuum()</code> holds a lock on a rather long sentence",
    ];
    let second = [
        "Leaves are linked to their neighbours",
        "Keys are hashed before they are stored",
        "Every node keeps a copy of the row count",
        "Keys in a leaf are in order",
    ];
    vec![
        QuestionContext {
            explanation: html(
                "<p>A split is local: half of the keys move to a new leaf, and only if the parent is full too does the split travel on. The root grows last, and rarely.</p>",
            ),
            ..question(
                1,
                QuestionKindContext::Single,
                "<p>A leaf is full and one more key arrives. What happens first?</p>",
                &first,
                "C",
            )
        },
        QuestionContext {
            heading: Some(QuestionHeading {
                html: html("Question 2: range scans"),
                id: "question-2".to_owned(),
                level: 3,
            }),
            hint: "Choose two".to_owned(),
            explanation: html(
                "<p>Order lets you stop early, links let you go on.</p><ul><li><strong>A</strong>: no climb back to the root.</li><li><strong>D</strong>: the next key is beside this one.</li></ul>",
            ),
            ..question(
                2,
                QuestionKindContext::Multiple,
                "<p>Which two make a range scan over an index cheap?</p><div class=\"code\" data-lang=\"sql\"><pre><code><span class=\"k\">SELECT</span> * <span class=\"k\">FROM</span> orders <span class=\"k\">WHERE</span> day <span class=\"k\">BETWEEN</span> <span class=\"s\">'2024-01-01'</span> <span class=\"k\">AND</span> <span class=\"s\">'2024-01-31'</span>;</code></pre></div>",
                &second,
                "A D",
            )
        },
        QuestionContext {
            heading: Some(QuestionHeading {
                html: html("A B-tree of height three can hold eight million rows."),
                id: "height".to_owned(),
                level: 3,
            }),
            answer_text: html("True"),
            ..question(3, QuestionKindContext::TrueFalse, "", &["True", "False"], "A")
        },
        QuestionContext {
            summary: html("💡 One way to see it"),
            explanation: html(
                "<p>Because every miss costs a seek, and a seek costs what a hundred thousand comparisons cost.</p>",
            ),
            ..question(
                4,
                QuestionKindContext::Open,
                "<p>Why are nodes as large as a page, and not larger?</p>",
                &[],
                "",
            )
        },
    ]
}

/// What the page of a chapter or of an overview borrows, and its content.
#[derive(Default)]
pub(super) struct SampleChapter {
    title: String,
    description: String,
    pub site: SiteContext,
    nav: Html,
    neighbours: PageNeighbours,
    place: ModulePlace,
    pub content: PageContent,
    quiz: Option<QuizLink>,
    checklist_count: usize,
}

impl SampleChapter {
    pub fn page(&self, theme: &Theme) -> ChapterPage<'_> {
        ChapterPage {
            head: theme.head(self.title.as_str(), &self.description, ""),
            site: &self.site,
            nav: self.nav.clone(),
            neighbours: &self.neighbours,
            place: &self.place,
            content: self.content.clone(),
            quiz: self.quiz.clone(),
            chapter_id: "storage/b-trees",
            source: "storage/b-trees.md",
            checklist_count: self.checklist_count,
            reading_minutes: 0,
            history: FileFacts::default(),
            moved_sections: &[],
        }
    }
}

/// A chapter with everything.
pub(super) fn chapter(theme: &Theme) -> SampleChapter {
    let nav = theme.render_nav(&nav()).expect("the navigation renders");
    let asked = questions();
    let inline = |at: usize| theme.render_question(&asked[at]).expect("a question renders").0;
    SampleChapter {
        title: "B-trees, patiently · Databases".to_owned(),
        description: "Almost every index is this one structure.".to_owned(),
        site: site(),
        nav: nav_for(&nav.0, "c2"),
        neighbours: PageNeighbours {
            home: "index.html".to_owned(),
            crumbs: vec![PageLink::new("overview.html", "Storage engines")],
            previous: Some(link("bare.html", "Heap files", "")),
            next: Some(link("bare.html", "Log-structured merge trees", "~3 hours")),
        },
        place: ModulePlace {
            position: Some(ChapterPosition { number: 3, count: 5 }),
            up: Some(PageLink::new("overview.html", "Storage engines")),
            kind: PageKind::Chapter,
            children: Vec::new(),
            amount: Amount::default(),
            practice: None,
        },
        content: PageContent {
            title_html: html("🌳 B-trees, patiently"),
            title_id: "-b-trees-patiently".to_owned(),
            facts: vec![
                fact(FactKind::StudyTime, "Study time", "~2 hours", None),
                fact(FactKind::Difficulty, "Difficulty", "Intermediate", None),
                fact(FactKind::Importance, "Importance", "", Some(4)),
                fact(FactKind::Prerequisites, "Prerequisites", "<a href=\"bare.html\">Heap files</a>", None),
            ],
            body: Html(
                BODY.replace("<!--Q1-->", &inline(0)).replace("<!--Q2-->", &inline(1)).replace("<!--Q4-->", &inline(3)),
            ),
            contents: toc(BODY),
        },
        quiz: Some(QuizLink { href: "quiz.html".to_owned(), count: 4 }),
        checklist_count: 4,
    }
}

/// The headings of a body, which must have an id and no markup in them.
fn toc(body: &str) -> Vec<TocEntry> {
    let entry = |part: &str| {
        let (level, rest) = part.split_once(" id=\"")?;
        let (id, rest) = rest.split_once("\">")?;
        let (title, _) = rest.split_once("</h")?;
        Some(TocEntry { id: id.to_owned(), title: title.to_owned(), level: level.parse().ok()? })
    };
    body.split("<h").filter_map(entry).collect()
}

/// A chapter with nothing but text.
fn bare(theme: &Theme) -> SampleChapter {
    let rich = chapter(theme);
    SampleChapter {
        title: "Heap files · Databases".to_owned(),
        description: String::new(),
        content: PageContent {
            title_html: html("Heap files"),
            title_id: "heap-files".to_owned(),
            body: html(
                "<p>A heap file is a list of pages without any order. A row goes where there is room, and its address is the page and the slot within it.</p><p>That is all there is to it, and it is why a table without an index has to be read from one end to the other.</p>",
            ),
            ..PageContent::default()
        },
        neighbours: PageNeighbours {
            next: Some(link("chapter.html", "B-trees, patiently", "")),
            previous: None,
            ..rich.neighbours
        },
        place: ModulePlace { position: None, ..rich.place },
        quiz: None,
        ..rich
    }
}

fn cards() -> Vec<ChapterCard> {
    let card = |(at, title): (usize, &&str)| ChapterCard {
        href: "chapter.html".to_owned(),
        title: (*title).to_owned(),
        study_time: Some("~2 hours".to_owned()).filter(|_| at != 1),
        chapters: 0,
        questions: [0, 4, 6, 1, 12][at],
    };
    TITLES.iter().enumerate().map(card).collect()
}

fn overview(theme: &Theme) -> SampleChapter {
    let nav = theme.render_nav(&nav()).expect("the navigation renders");
    let bare = bare(theme);
    SampleChapter {
        title: "Storage engines · Databases".to_owned(),
        nav: nav_for(&nav.0, "m2"),
        content: PageContent {
            title_html: html("Storage engines"),
            title_id: "storage-engines".to_owned(),
            body: html("<p>Pages, trees, logs, and why each exists.</p>"),
            ..PageContent::default()
        },
        neighbours: PageNeighbours {
            crumbs: Vec::new(),
            next: Some(link("chapter.html", "Pages and the buffer pool", "~2 hours")),
            ..bare.neighbours
        },
        place: ModulePlace { kind: PageKind::Overview, children: cards(), ..bare.place },
        ..bare
    }
}

pub(super) fn quiz<'a>(theme: &Theme, of: &'a SampleChapter) -> QuizPage<'a> {
    QuizPage {
        head: theme.head("Practice: B-trees · Databases", "", ""),
        site: &of.site,
        nav: of.nav.clone(),
        neighbours: &of.neighbours,
        chapter: PageLink::new("chapter.html", "B-trees, patiently"),
        chapter_id: "storage/b-trees",
        questions: questions(),
    }
}

fn module(number: usize, title: &str, lead: &str, chapters: usize) -> ModuleCard {
    ModuleCard {
        href: "overview.html".to_owned(),
        title: title.to_owned(),
        number,
        amount: Amount::new(chapters, 6 * number, 50),
        study_time: Some("~5 h".to_owned()),
        lead: lead.to_owned(),
        chapters: cards().into_iter().take(chapters).collect(),
        more: 0,
    }
}

pub(super) fn contents() -> CourseContents {
    CourseContents {
        modules: vec![
            module(1, "What a database promises", "Durability, order, truth: the words and their price.", 4),
            module(2, "Storage engines", "Pages, trees, logs, and why each exists.", 7),
            module(3, "Queries", "From text to plan to rows.", 2),
            module(4, "Transactions", "What two people may do at once.", 3),
        ],
        chapters: Vec::new(),
        amount: Amount::new(14, 60, 50),
        start: Some(link("chapter.html", "Pages and the buffer pool", "What a database promises")),
    }
}

pub(super) fn home<'a>(theme: &Theme, site: &'a SiteContext, course: &'a CourseContents) -> HomePage<'a> {
    HomePage {
        head: theme.head("Databases, from the disk up", "", ""),
        site,
        home: "index.html",
        content: PageContent {
            title_html: html("Databases, from the disk up"),
            facts: vec![
                fact(FactKind::Other, "Chapters", "18", None),
                fact(FactKind::StudyTime, "Study time", "~29 hours", None),
            ],
            body: html(
                "<h2 id=\"who-is-it-for\">Who is it for?</h2><p>Anyone who has written <code>SELECT</code> and wondered. You need to read a little Rust or C; nothing else.</p><h2 id=\"how-to-use-it\">How to use it</h2><ol><li>Read a chapter.</li><li>Answer its questions.</li><li>Break something.</li></ol>",
            ),
            ..PageContent::default()
        },
        introduction: html(
            "<p>How a database keeps its promises, from one page on a disk to a cluster that survives a fire.</p>",
        ),
        course,
        quiz: None,
        chapter_id: "",
        checklist_count: 0,
        print: "print.html".to_owned(),
        authors: "By Ada Lovelace".to_owned(),
        feed: Some("feed.xml"),
        history: file_facts(),
    }
}

fn file_facts() -> FileFacts {
    FileFacts {
        edit_url: Some("https://github.com/ada/databases/edit/main/storage/b-trees.md".to_owned()),
        changed: Some("2027-01-31".to_owned()),
        changed_text: "Last changed on 31 January 2027".to_owned(),
        authors: "By Ada Lovelace".to_owned(),
    }
}

pub(super) fn not_found<'a>(theme: &Theme, site: &'a SiteContext) -> NotFoundPage<'a> {
    NotFoundPage {
        head: theme.head("404", "", ""),
        site,
        style: theme.not_found_style(),
        known: "",
        home: "index.html".to_owned(),
        places: vec![NotFoundLink::default()],
        has_modules: true,
    }
}

pub(super) fn offline<'a>(theme: &Theme, site: &'a SiteContext) -> OfflinePage<'a> {
    OfflinePage { head: theme.head("Offline", "", "../"), site, home: "../index.html".to_owned() }
}

/// Writes all sample pages and the theme's assets.
pub(super) fn write(theme: &Theme, folder: &Path) -> io::Result<()> {
    let page = |name: &str, text: Result<String, _>| -> io::Result<()> {
        fs::write(folder.join(name), text.map_err(|error: super::TemplateError| io::Error::other(error.to_string()))?)
    };
    fs::create_dir_all(folder.join("assets"))?;
    for asset in theme.assets() {
        fs::write(folder.join(&asset.path), &asset.bytes)?;
    }
    let (chapter, site) = (chapter(theme), site());
    page("chapter.html", theme.render_chapter(&chapter.page(theme)))?;
    page("bare.html", theme.render_chapter(&bare(theme).page(theme)))?;
    page("overview.html", theme.render_chapter(&overview(theme).page(theme)))?;
    page("quiz.html", theme.render_quiz(&quiz(theme, &chapter)))?;
    page("index.html", theme.render_home(&home(theme, &site, &contents())))?;
    page("404.html", theme.render_not_found(&not_found(theme, &site)))
}
