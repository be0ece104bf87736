//! The values that the templates of pages about the whole course see: its contents, the search, practice, and what is shown in place of a page that
//! is not there.

use serde::Serialize;

use super::context::{PageHead, PageLink, SiteContext};

/// `contents.html`, for the course or one module of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsPage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The way to `index.html`.
    pub home: &'a str,
    /// The way to the contents of the whole course; none on that page.
    pub all: Option<String>,
    /// The title of the module; none for the whole course.
    pub title: Option<String>,
    /// Modules with all that is in them.
    pub modules: Vec<ContentsModule>,
    /// Chapters in no module.
    pub chapters: Vec<ContentsChapter>,
    /// The contents of single modules, of a course too large for one page.
    pub parts: Vec<PageLink>,
    /// The way to `print.html`.
    pub print: String,
}

/// A module in the contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsModule {
    /// Its title.
    pub title: String,
    /// Its overview.
    pub href: String,
    /// Its number among its neighbours, from 1.
    pub number: Option<usize>,
    /// Its chapters.
    pub chapters: Vec<ContentsChapter>,
    /// The modules in it.
    pub modules: Vec<ContentsModule>,
}

/// A chapter in the contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsChapter {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The time that its author gives for it.
    pub study_time: Option<String>,
    /// How many questions it has.
    pub questions: usize,
    /// Its headings.
    pub sections: Vec<ContentsSection>,
}

/// A section in the contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContentsSection {
    /// 1 to 6.
    pub level: u8,
    /// Its heading.
    pub title: String,
    /// Its place.
    pub href: String,
}

/// `search.html`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchPageContext<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The way to `index.html`.
    pub home: &'a str,
    /// The way to `contents.html`.
    pub contents: String,
}

/// What `social-picture.html` draws: the picture of a course that has none, 1200 wide and 630 high.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SocialPicture {
    /// The colour of paper, as `#rrggbb`.
    pub paper: String,
    /// The course's colour.
    pub accent: String,
    /// Tiles, seven beside each other, row by row.
    pub tiles: Vec<SocialTile>,
    /// The course's logo, if it is a drawing without words, as an address with all of it.
    pub logo: Option<String>,
}

/// A tile of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SocialTile {
    /// From 0.
    pub column: usize,
    /// From 0.
    pub row: usize,
    /// What is drawn on it: 0 to 5.
    pub form: u8,
    /// By how many degrees that is turned: 0, 90, 180 or 270.
    pub turn: u32,
    /// Its colour.
    pub ground: String,
    /// The colour of what is drawn on it.
    pub colour: String,
}

/// `offline.html`: what a browser shows in place of a page that it has not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfflinePage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The way to `index.html`.
    pub home: String,
}

/// `redirect.html`: what stands at a former address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedirectPage<'a> {
    /// The site.
    pub site: &'a SiteContext,
    /// Where the page is now, as seen from here.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its full address, where that is known.
    pub canonical: Option<String>,
}

/// `practice.html`: questions of the course or of a module, which a script draws from what was wrong, what is due and what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PracticePage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The way to `index.html`.
    pub home: String,
    /// The title of the module; none for the whole course.
    pub title: Option<&'a str>,
    /// The way to the page of the whole course; none on that page.
    pub all: Option<String>,
    /// The same for the modules right below.
    pub parts: Vec<PracticeQuiz>,
    /// The quiz pages of the chapters.
    pub quizzes: Vec<PracticeQuiz>,
    /// The numbers of the banks with the questions, with a blank between them.
    pub banks: String,
}

/// A link to questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PracticeQuiz {
    /// Relative to the page.
    pub href: String,
    /// The title of the chapter or of the module.
    pub title: String,
    /// How many questions there are.
    pub questions: usize,
}

/// A link of the page for addresses that do not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotFoundLink {
    /// Right wherever the page is served, if the site's address is known; else right at the site's root.
    pub href: String,
    /// From the site's root: a script makes the link from it once it has found the root.
    pub to: String,
    /// Its text.
    pub title: String,
}

/// `not-found.html`. The only page whose links may begin with the site's base path, as it is served at any address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotFoundPage<'a> {
    /// `<head>`.
    pub head: PageHead<'a>,
    /// The site.
    pub site: &'a SiteContext,
    /// The whole style, as the page can load none.
    pub style: String,
    /// A file of every site of this theme, from the root: where it is, the root is.
    pub known: &'a str,
    /// The home page.
    pub home: String,
    /// The first modules; where there are none, the first chapters.
    pub places: Vec<NotFoundLink>,
    /// Whether they are modules.
    pub has_modules: bool,
}
