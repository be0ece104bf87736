//! The functions of the table of outputs that make what a site needs to be read without a network, and what programs read of it: the worker and its
//! list, the manifest of the app, `llms.txt`.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::offline_site::OfflineSite;
use super::output::{KeptOffline, MakeResult, Subject};
use super::output_context::{OutputContext, html};
use crate::course::ResolvedLink;
use crate::export::markdown::{ListedChapter, ListedModule, chapter_markdown, llms_txt};
use crate::export::offline::{AppIcon, AppManifest, OfflineFile, OfflineList, version_of};
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::render::context::Direction;
use crate::render::page::HOME;
use crate::site::{FileContent, WrittenFile};

/// The page that stands for those that a browser has not kept.
pub(super) const OFFLINE_PAGE: &str = "assets/syllabus-offline.html";
/// The list of the files that a browser may keep.
pub(super) const OFFLINE_LIST: &str = "assets/syllabus-offline.json";
/// The icon of a course without a logo.
pub(super) const ICON: &str = "assets/syllabus-icon.svg";
/// `llms.txt`
const LLMS: &str = "llms.txt";

/// What a browser needs to know of an icon: the ending of its file, and its media type.
const ICON_TYPES: &[(&str, &str)] = &[
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
];

impl OutputContext<'_> {
    /// The site, where readers may keep it.
    pub fn offline_subjects(&self) -> Vec<Subject> {
        self.update.settings.is_offline.then_some(Subject::Site).into_iter().collect()
    }

    /// Takes the files of the site as they are written now, and when each is kept, for the outputs that come last.
    pub fn set_written(&self, written: Vec<WrittenFile>, kept: &[(SitePath, KeptOffline)]) {
        let mut written: HashMap<SitePath, WrittenFile> =
            written.into_iter().map(|file| (file.path.clone(), file)).collect();
        let mut files: Vec<(OfflineFile, KeptOffline)> = kept
            .iter()
            .filter_map(|(path, kept)| {
                let WrittenFile { path, size, hash } = written.remove(path)?;
                Some((OfflineFile { path, size, hash }, *kept))
            })
            .collect();
        files.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        let indexes: HashMap<SitePath, usize> =
            files.iter().enumerate().map(|(index, (file, _))| (file.path.clone(), index)).collect();
        let is_core =
            |(index, (_, kept)): (usize, &(OfflineFile, KeptOffline))| (*kept == KeptOffline::Always).then_some(index);
        let list = OfflineList {
            core: files.iter().enumerate().filter_map(is_core).collect(),
            modules: self.offline_modules(&indexes),
            files: files.into_iter().map(|(file, _)| file).collect(),
        };
        let list = list.to_json();
        // A second call would be of the same site.
        let _ = self.offline.set(OfflineSite { version: version_of(&list), list });
    }

    /// The files of each module, those of the modules in it too, by the module's page.
    fn offline_modules(&self, indexes: &HashMap<SitePath, usize>) -> BTreeMap<SitePath, Vec<usize>> {
        let course = self.course();
        let mut modules: BTreeMap<SitePath, Vec<usize>> = BTreeMap::new();
        let mut add = |module: Option<ModuleIdx>, path: &SitePath| {
            let Some(index) = indexes.get(path) else { return };
            let mut above = module;
            while let Some(module) = above.and_then(|module| course.modules.get(module)) {
                if module.page.as_str() != HOME {
                    modules.entry(module.page.clone()).or_default().push(*index);
                }
                above = module.parent;
            }
        };
        for (module, placed) in course.modules.iter_enumerated() {
            add(Some(module), &placed.page);
        }
        for (at, chapter) in course.chapters.iter_enumerated() {
            self.chapter_paths(&Subject::Chapter(at)).iter().for_each(|path| add(chapter.module, path));
            for link in course.links(chapter.file).into_iter().flatten() {
                if let ResolvedLink::File { path, .. } = link {
                    add(chapter.module, &self.update.source_tree().pages.copy_of(path));
                }
            }
        }
        for files in modules.values_mut() {
            files.sort_unstable();
            files.dedup();
        }
        modules
    }

    /// The list of the files that a browser may keep; `None` before all others are written.
    pub fn offline_list(&self) -> Option<FileContent> {
        Some(FileContent::Bytes(self.offline.get()?.list.clone().into_bytes()))
    }

    /// `sw.js`: the theme's worker, and what it needs to know of this site. It changes with each change of the site, and by nothing else do
    /// browsers notice one.
    pub fn worker(&self) -> Option<FileContent> {
        let OfflineSite { version, .. } = self.offline.get()?;
        let site = serde_json::json!({ "version": version, "list": OFFLINE_LIST, "page": OFFLINE_PAGE });
        let script = self.theme().worker_script();
        Some(FileContent::Bytes(format!("\"use strict\";\nconst site = {site};\n{script}").into_bytes()))
    }

    /// The page that stands for those that were not kept.
    pub fn offline_page(&self) -> MakeResult {
        self.renderer().offline(&SitePath::new(OFFLINE_PAGE)).map(|page| Some(html(page)))
    }

    /// `manifest.webmanifest`
    pub fn app_manifest(&self) -> FileContent {
        let site = &self.update.site;
        let dir = if site.dir == Direction::Rtl { "rtl" } else { "ltr" };
        let manifest = AppManifest {
            name: &site.title,
            description: self.update.settings.description.as_deref(),
            lang: &site.language,
            dir,
            icons: vec![self.logo_icon().unwrap_or_else(|| AppIcon {
                src: ICON.to_owned(),
                sizes: "any".to_owned(),
                media_type: "image/svg+xml",
            })],
        };
        FileContent::Bytes(manifest.to_json().into_bytes())
    }

    /// The course's logo as an icon.
    fn logo_icon(&self) -> Option<AppIcon> {
        let logo = self.theme().logo()?;
        let ending = Path::new(&logo.path).extension()?.to_str()?;
        let (_, media_type) = ICON_TYPES.iter().find(|(known, _)| *known == ending)?;
        let sizes = match imagesize::blob_size(&logo.bytes) {
            Ok(size) if ending != "svg" => format!("{}x{}", size.width, size.height),
            _ => "any".to_owned(),
        };
        Some(AppIcon { src: logo.path.clone(), sizes, media_type })
    }

    /// The icon of a course without a logo: the emoji of its title, or a book.
    pub fn icon(&self) -> MakeResult {
        let icon = self.theme().render_icon(&self.update.site)?;
        Ok(Some(FileContent::Bytes(icon.into_bytes())))
    }

    /// Where a chapter is published as markdown: at its own path, so that its author's links to other chapters hold.
    pub fn markdown_path(&self, chapter: ChapterIdx) -> Option<SitePath> {
        let chapter = self.course().chapters.get(chapter).filter(|_| self.update.settings.has_markdown)?;
        Some(SitePath::new(chapter.source.as_str()))
    }

    /// A chapter as markdown, without its answers.
    pub fn markdown(&self, at: ChapterIdx) -> Option<FileContent> {
        let chapter = self.update.chapter(at)?;
        let placed = self.course().chapters.get(at)?;
        let title = self.course().title_of(placed.file, &chapter.summary.outline);
        Some(FileContent::Bytes(chapter_markdown(&chapter, title).into_bytes()))
    }

    /// `llms.txt`, unless the course has a file of that name.
    pub fn llms_path(&self) -> Vec<SitePath> {
        let is_authors = self.update.source_tree().inventory.file(&crate::path::SourcePath::new(LLMS)).is_some();
        let is_wanted = self.update.settings.has_markdown && !is_authors;
        is_wanted.then(|| SitePath::new(LLMS)).into_iter().collect()
    }

    /// `llms.txt`: what the course is, and its chapters as markdown.
    pub fn llms(&self) -> FileContent {
        let course = self.course();
        let summary = self.update.settings.description.as_deref().or_else(|| {
            let readme = course.chapters.get(course.overview?)?;
            self.index().outline(readme)?.excerpt.as_deref()
        });
        let listed = |at: &ChapterIdx| {
            let chapter = course.chapters.get(*at)?;
            let outline = self.index().outline(chapter)?;
            let path = relative(&SitePath::new(LLMS), &self.markdown_path(*at)?);
            Some(ListedChapter {
                title: course.title_of(chapter.file, outline).to_owned(),
                address: format!("{}{path}", self.base_url().unwrap_or("")),
                note: outline.excerpt.clone().unwrap_or_default(),
            })
        };
        let without_module = ListedModule {
            title: self.theme().words().text("chapter_list").to_owned(),
            chapters: course.overview.iter().chain(self.index().root_chapters()).filter_map(listed).collect(),
        };
        let modules = course.modules.iter().map(|module| ListedModule {
            title: module.title.clone(),
            chapters: module.overview.iter().chain(&module.chapters).filter_map(listed).collect(),
        });
        let modules: Vec<ListedModule> = [without_module].into_iter().chain(modules).collect();
        FileContent::Bytes(llms_txt(&course.title, summary, &modules).into_bytes())
    }
}
