//! The elements of HTML: one table of the properties that an element has everywhere. In: a lower-case name. Out: its row. Reads no
//! markup and no documents; used by `html` and `nesting`, and by the rooms `html` and `quiz`.
//!
//! Sources: which tags are kept, shown or dropped: html-pipeline's sanitization filter (v2 and v3), `<picture>` from GitHub's documentation,
//! GFM section 6.11; `video` and `audio` are kept too, as a lesson that is a film would be lost without them. What an element closes: HTML, section 13.1.2.4 "Optional tags".

/// An element of HTML. The fields after `tags` are meant for elements whose tags are kept; no others get into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementSpec {
    /// Lower-case name.
    pub name: &'static str,
    /// How its tags are treated.
    pub tags: TagHandling,
    /// How it is laid out in a text.
    pub layout: ElementLayout,
    /// Whether it has neither content nor an end tag.
    pub is_void: bool,
    /// 1 to 6 for `h1` to `h6`.
    pub heading_level: Option<u8>,
    /// One of these elements must be open around it, else its tags are dropped. Empty if it is allowed anywhere.
    pub ancestors: &'static [&'static str],
    /// Which open elements its start tag closes.
    pub implied_end: Option<&'static ImpliedEnd>,
    /// Its attributes that hold a link. They are checked for safety and resolved; others are copied.
    pub links: &'static [&'static str],
}

/// How the tags of an element are treated. The content between them is always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagHandling {
    /// They are kept, with the attributes that are allowed.
    Kept,
    /// They are shown as text (the tag filter of GFM 6.11).
    Shown,
    /// They are removed without a diagnostic: authors of HTML know that GitHub does so.
    Dropped,
}

/// How an element is laid out in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementLayout {
    /// Within a line of text.
    Inline,
    /// Within a paragraph, where it ends a line: `br`.
    LineBreak,
    /// Between paragraphs: its start tag ends an open `p`.
    Block,
    /// Part of a block, with lines of its own: an item, a summary, a caption of a figure.
    BlockPart,
    /// Part of a table.
    TablePart,
}

impl ElementLayout {
    /// Whether text before and after it is on different lines.
    pub fn breaks_line(self) -> bool {
        self != ElementLayout::Inline
    }

    /// Whether it is a part of a line or of a paragraph.
    pub fn is_inline(self) -> bool {
        matches!(self, ElementLayout::Inline | ElementLayout::LineBreak)
    }

    /// Whether it is allowed between paragraphs but not inside of one. Parts of a table do not count, as they need a table around them.
    pub fn is_block(self) -> bool {
        matches!(self, ElementLayout::Block | ElementLayout::BlockPart)
    }
}

/// Elements that end, without an end tag, where another begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImpliedEnd {
    /// The outermost open element of these names ends, and with it all within.
    pub closes: &'static [&'static str],
    /// Elements around an open element of these names are not closed.
    pub scope: &'static [&'static str],
}

/// What the start of an [`ElementLayout::Block`] element or of a markdown block closes.
pub static PARAGRAPH_END: ImpliedEnd =
    ImpliedEnd { closes: &["p"], scope: &["div", "td", "th", "li", "blockquote", "details", "summary", "dd"] };

static ANCHOR: ImpliedEnd = ImpliedEnd { closes: &["a"], scope: &[] };
static CELL: ImpliedEnd = ImpliedEnd { closes: &["td", "th"], scope: &["tr", "table"] };
static DESCRIPTION: ImpliedEnd = ImpliedEnd { closes: &["dt", "dd"], scope: &["dl"] };
static HEADING: ImpliedEnd = ImpliedEnd { closes: &["h1", "h2", "h3", "h4", "h5", "h6"], scope: &[] };
static LIST_ITEM: ImpliedEnd = ImpliedEnd { closes: &["li"], scope: &["ul", "ol"] };
static ROW: ImpliedEnd = ImpliedEnd { closes: &["td", "th", "tr"], scope: &["thead", "tbody", "tfoot", "table"] };
static ROW_GROUP: ImpliedEnd = ImpliedEnd { closes: &["td", "th", "tr", "thead", "tbody", "tfoot"], scope: &["table"] };
static RUBY_TEXT: ImpliedEnd = ImpliedEnd { closes: &["rt", "rp"], scope: &["ruby"] };

/// The row of an element by its lower-case name; none for a name that HTML does not define.
pub fn element_spec(name: &str) -> Option<&'static ElementSpec> {
    ELEMENTS.binary_search_by(|row| row.name.cmp(name)).ok().and_then(|row| ELEMENTS.get(row))
}

/// Whether an element plays a film or a sound. Browsers that can play it show nothing of what lies in it.
pub fn is_player(name: &str) -> bool {
    matches!(name, "video" | "audio")
}

/// Which element plays the file at a path or URL, by its ending; none for pictures and all else.
pub fn player_of(path: &str) -> Option<&'static str> {
    const FILMS: [&str; 5] = ["mp4", "m4v", "mov", "webm", "ogv"];
    const SOUNDS: [&str; 7] = ["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"];
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, ending) = path.rsplit_once('.')?;
    let is_one_of = |endings: &[&str]| endings.iter().any(|known| known.eq_ignore_ascii_case(ending));
    if is_one_of(&FILMS) {
        return Some("video");
    }
    is_one_of(&SOUNDS).then_some("audio")
}

/// Sorted by name.
static ELEMENTS: &[ElementSpec] = &[
    inline("a").closing(&ANCHOR).links(&["href"]),
    inline("abbr"),
    dropped("acronym"),
    dropped("address"),
    dropped("applet"),
    dropped("area"),
    dropped("article"),
    dropped("aside"),
    inline("audio").links(&["src"]),
    inline("b"),
    dropped("base"),
    inline("bdo"),
    dropped("big"),
    dropped("blink"),
    block("blockquote"),
    dropped("body"),
    kept("br", ElementLayout::LineBreak).void(),
    dropped("button"),
    dropped("canvas"),
    table_part("caption"),
    dropped("center"),
    dropped("circle"),
    inline("cite"),
    inline("code"),
    dropped("col"),
    dropped("colgroup"),
    dropped("data"),
    dropped("datalist"),
    block_part("dd").closing(&DESCRIPTION),
    inline("del"),
    block("details"),
    inline("dfn"),
    dropped("dialog"),
    dropped("dir"),
    block("div"),
    block("dl"),
    block_part("dt").closing(&DESCRIPTION),
    inline("em"),
    dropped("embed"),
    dropped("fieldset"),
    block_part("figcaption"),
    block("figure"),
    dropped("font"),
    dropped("footer"),
    dropped("form"),
    dropped("frame"),
    dropped("frameset"),
    dropped("g"),
    heading("h1", 1),
    heading("h2", 2),
    heading("h3", 3),
    heading("h4", 4),
    heading("h5", 5),
    heading("h6", 6),
    dropped("head"),
    dropped("header"),
    dropped("hgroup"),
    block("hr").void(),
    dropped("html"),
    inline("i"),
    shown("iframe"),
    inline("img").void().links(&["src", "srcset"]),
    dropped("input"),
    inline("ins"),
    inline("kbd"),
    dropped("label"),
    dropped("legend"),
    block_part("li").within(&["ul", "ol"]).closing(&LIST_ITEM),
    dropped("link"),
    dropped("main"),
    dropped("map"),
    inline("mark"),
    dropped("marquee"),
    dropped("math"),
    dropped("menu"),
    dropped("meta"),
    dropped("meter"),
    dropped("nav"),
    dropped("nobr"),
    shown("noembed"),
    shown("noframes"),
    dropped("noscript"),
    dropped("object"),
    block("ol"),
    dropped("optgroup"),
    dropped("option"),
    dropped("output"),
    block("p"),
    dropped("param"),
    dropped("path"),
    inline("picture"),
    shown("plaintext"),
    block("pre"),
    dropped("progress"),
    inline("q"),
    dropped("rect"),
    inline("rp").closing(&RUBY_TEXT),
    inline("rt").closing(&RUBY_TEXT),
    inline("ruby"),
    inline("s"),
    inline("samp"),
    shown("script"),
    dropped("search"),
    dropped("section"),
    dropped("select"),
    dropped("slot"),
    inline("small"),
    inline("source").void().within(&["picture", "video", "audio"]).links(&["src", "srcset"]),
    inline("span"),
    inline("strike"),
    inline("strong"),
    shown("style"),
    inline("sub"),
    block_part("summary").within(&["details"]),
    inline("sup"),
    dropped("svg"),
    block("table"),
    table_part("tbody").closing(&ROW_GROUP),
    table_part("td").closing(&CELL),
    dropped("template"),
    shown("textarea"),
    table_part("tfoot").closing(&ROW_GROUP),
    table_part("th").closing(&CELL),
    table_part("thead").closing(&ROW_GROUP),
    inline("time"),
    shown("title"),
    table_part("tr").closing(&ROW),
    inline("track").void().within(&["video", "audio"]).links(&["src"]),
    inline("tt"),
    dropped("u"),
    block("ul"),
    inline("var"),
    inline("video").links(&["src", "poster"]),
    inline("wbr").void(),
    shown("xmp"),
];

const fn kept(name: &'static str, layout: ElementLayout) -> ElementSpec {
    ElementSpec {
        name,
        tags: TagHandling::Kept,
        layout,
        is_void: false,
        heading_level: None,
        ancestors: &[],
        implied_end: None,
        links: &[],
    }
}

const fn inline(name: &'static str) -> ElementSpec {
    kept(name, ElementLayout::Inline)
}

const fn block(name: &'static str) -> ElementSpec {
    kept(name, ElementLayout::Block)
}

const fn block_part(name: &'static str) -> ElementSpec {
    kept(name, ElementLayout::BlockPart)
}

const fn table_part(name: &'static str) -> ElementSpec {
    kept(name, ElementLayout::TablePart).within(&["table"])
}

const fn heading(name: &'static str, level: u8) -> ElementSpec {
    ElementSpec { heading_level: Some(level), ..block(name).closing(&HEADING) }
}

const fn shown(name: &'static str) -> ElementSpec {
    ElementSpec { tags: TagHandling::Shown, ..inline(name) }
}

const fn dropped(name: &'static str) -> ElementSpec {
    ElementSpec { tags: TagHandling::Dropped, ..inline(name) }
}

impl ElementSpec {
    const fn void(self) -> Self {
        ElementSpec { is_void: true, ..self }
    }

    const fn within(self, ancestors: &'static [&'static str]) -> Self {
        ElementSpec { ancestors, ..self }
    }

    const fn closing(self, implied_end: &'static ImpliedEnd) -> Self {
        ElementSpec { implied_end: Some(implied_end), ..self }
    }

    const fn links(self, links: &'static [&'static str]) -> Self {
        ElementSpec { links, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of all rows that `is` holds for, in the order of the table.
    fn names(is: impl Fn(&ElementSpec) -> bool) -> String {
        let names: Vec<&str> = ELEMENTS.iter().filter(|row| is(row)).map(|row| row.name).collect();
        names.join(" ")
    }

    fn kept_names(is: impl Fn(&ElementSpec) -> bool) -> String {
        names(|row| row.tags == TagHandling::Kept && is(row))
    }

    #[test]
    fn rows_are_sorted_and_each_is_found_by_its_name() {
        assert!(ELEMENTS.is_sorted_by(|a, b| a.name < b.name));
        for row in ELEMENTS {
            assert_eq!(element_spec(row.name), Some(row));
            assert!(row.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{}", row.name);
        }
        assert_eq!(element_spec("blinc"), None);
        assert_eq!(element_spec(""), None);
    }

    #[test]
    fn rows_name_only_kept_elements() {
        let is_kept = |name: &&str| element_spec(name).is_some_and(|row| row.tags == TagHandling::Kept);
        for row in ELEMENTS {
            let implied = row.implied_end.map_or(&[][..], |end| end.closes);
            let scope = row.implied_end.map_or(&[][..], |end| end.scope);
            for name in row.ancestors.iter().chain(implied).chain(scope) {
                assert!(is_kept(name), "{}: {name}", row.name);
            }
        }
        assert!(PARAGRAPH_END.closes.iter().chain(PARAGRAPH_END.scope).all(is_kept));
    }

    #[test]
    fn githubs_sanitiser_decides_which_tags_stay_but_films_and_sounds_do() {
        assert_eq!(
            kept_names(|_| true),
            "a abbr audio b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure \
             h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source \
             span strike strong sub summary sup table tbody td tfoot th thead time tr track tt ul var video wbr"
        );
        assert_eq!(
            names(|row| row.tags == TagHandling::Shown),
            "iframe noembed noframes plaintext script style textarea title xmp"
        );
        assert_eq!(
            names(|row| row.tags == TagHandling::Dropped),
            "acronym address applet area article aside base big blink body button canvas center circle \
             col colgroup data datalist dialog dir embed fieldset font footer form frame frameset g head \
             header hgroup html input label legend link main map marquee math menu meta meter nav nobr \
             noscript object optgroup option output param path progress rect search section select slot svg \
             template u"
        );
    }

    #[test]
    fn each_layout_has_its_elements() {
        assert_eq!(
            kept_names(|row| !row.layout.breaks_line()),
            "a abbr audio b bdo cite code del dfn em i img ins kbd mark picture q rp rt ruby s samp small source \
             span strike strong sub sup time track tt var video wbr"
        );
        assert_eq!(
            kept_names(|row| row.layout == ElementLayout::Block),
            "blockquote details div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul"
        );
        assert_eq!(
            kept_names(|row| row.layout.is_block()),
            "blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary \
             table ul"
        );
        assert_eq!(kept_names(|row| row.layout == ElementLayout::TablePart), "caption tbody td tfoot th thead tr");
        assert_eq!(kept_names(|row| row.layout == ElementLayout::LineBreak), "br");
        let layouts = ELEMENTS.iter().map(|row| row.layout);
        assert!(
            layouts
                .clone()
                .all(|layout| layout.is_inline() != (layout.is_block() || layout == ElementLayout::TablePart))
        );
    }

    #[test]
    fn few_elements_are_special() {
        assert_eq!(names(|row| row.is_void), "br hr img source track wbr");
        assert_eq!(names(|row| row.heading_level.is_some()), "h1 h2 h3 h4 h5 h6");
        assert_eq!(names(|row| !row.links.is_empty()), "a audio img source track video");
        assert_eq!(
            names(|row| !row.ancestors.is_empty()),
            "caption li source summary tbody td tfoot th thead tr track"
        );
        assert_eq!(
            names(|row| row.implied_end.is_some()),
            "a dd dt h1 h2 h3 h4 h5 h6 li rp rt tbody td tfoot th thead tr"
        );
        for level in 1..=6 {
            let name = format!("h{level}");
            assert_eq!(element_spec(&name).and_then(|row| row.heading_level), Some(level));
        }
    }
}
