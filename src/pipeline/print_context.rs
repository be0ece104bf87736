//! The functions of the table of outputs that name and make what is printed: the book of the course, and those of its parts.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::output::{MakeResult, PageInputs, Subject};
use super::output_context::{OutputContext, html};
use crate::index::{ChapterIdx, Idx};
use crate::path::{SitePath, encode};
use crate::render::book::{BookChapter, BookEntry, chapter_id};
use crate::render::theme::TemplateError;
use crate::render::whole::{PrintPart, PrintPlan, book_entry, module_id, print_view};
use crate::source::{Hash, SitePage};

/// Where a link leads that names the home page of a course without a README.
const CONTENTS: &str = "syllabus:contents";

impl OutputContext<'_> {
    /// What is printed of the course, and in which parts.
    pub fn plan(&self) -> &PrintPlan {
        self.print.plan.get_or_init(|| PrintPlan::new(self.course()))
    }

    fn part(&self, subject: &Subject) -> Option<&PrintPart> {
        let Subject::PrintPart(number) = subject else { return None };
        self.plan().parts.get(number.checked_sub(1)?)
    }

    /// The printed pages: that of the course, and those of its parts.
    pub fn print_subjects(&self) -> Vec<Subject> {
        let parts = self.plan().parts.iter().map(|part| Subject::PrintPart(part.number));
        parts.chain([Subject::Site]).collect()
    }

    /// In which part each chapter is printed; empty where the course is printed as a whole.
    pub fn parts_of_chapters(&self) -> HashMap<ChapterIdx, usize> {
        self.plan().items.iter().filter_map(|item| Some((item.chapter?, item.part?))).collect()
    }

    /// The path of a printed page.
    pub fn print_path(&self, subject: &Subject) -> Vec<SitePath> {
        match subject {
            Subject::Site => vec![self.site_page(SitePage::Print)],
            _ => self.part(subject).map(|part| part.page.clone()).into_iter().collect(),
        }
    }

    /// The inputs of a printed page: what it shows of the course, and a hash of its chapters' texts and links.
    pub fn print_inputs(&self, subject: &Subject) -> Result<PageInputs, TemplateError> {
        let part = self.part(subject);
        let chapters = self.plan().items_of(part.map(|part| part.number)).filter_map(|item| item.chapter);
        let hash_of = |chapter: ChapterIdx| {
            let text = self.update.cached(chapter).map(|cached| cached.hash);
            let entry = postcard::to_stdvec(&self.book_entry(chapter)).unwrap_or_default();
            Hash::of_value(&(text, entry))
        };
        let sources: Vec<Hash> = chapters.map(hash_of).collect();
        // Only where the site's address is known do links lead out of a document.
        let addresses = self.base_url().map(|_| self.pages().1);
        let settings = &self.update.settings;
        let view = print_view(
            self.index(),
            self.plan(),
            part,
            (settings.description.as_deref(), &settings.authors),
            Hash::of_value(&(sources, addresses)),
        );
        Ok(PageInputs::Print(Box::new(view)))
    }

    /// A printed page.
    pub fn print(&self, subject: &Subject, inputs: &PageInputs) -> MakeResult {
        let PageInputs::Print(view) = inputs else { return Ok(None) };
        let part = self.part(subject).map(|part| part.number);
        let items: Vec<Option<ChapterIdx>> = self.plan().items_of(part).map(|item| item.chapter).collect();
        let chapter = |chapter: Option<ChapterIdx>| chapter.map_or(Ok(None), |chapter| self.book_chapter(chapter));
        let chapters = items.par_iter().copied().map(chapter).collect::<Result<Vec<_>, _>>()?;
        // A chapter of a small course is printed twice, with its module and with the course.
        if self.plan().is_large {
            items.into_iter().flatten().for_each(|chapter| self.update.printed.forget(chapter));
        }
        let address = |id: &str| self.index().canonical(self.pages().0.get(id)?);
        self.renderer().print(view, &chapters, &address).map(|page| Some(html(page)))
    }

    /// A chapter as it is printed; `None` where its source has vanished meanwhile. Its body is dropped again if it was not in memory.
    fn book_chapter(&self, chapter: ChapterIdx) -> Result<Option<Arc<BookChapter>>, TemplateError> {
        if let Some(printed) = self.update.printed.get(chapter) {
            return Ok(Some(printed));
        }
        let Some(entry) = self.book_entry(chapter) else { return Ok(None) };
        let made = self.update.with_body(chapter, |body| self.renderer().book_chapter(body, &entry));
        let printed = made.transpose()?.map(Arc::new);
        if let Some(printed) = &printed {
            self.update.printed.keep(chapter, printed);
        }
        Ok(printed)
    }

    /// Keeps a chapter as it is printed, while its body is in memory. Where there is no room it is made again when its page is.
    pub fn keep_printed(&self, chapter: ChapterIdx) -> Result<(), TemplateError> {
        if self.update.has_body(chapter) && self.update.printed.has_room() {
            self.book_chapter(chapter)?;
        }
        Ok(())
    }

    fn book_entry(&self, chapter: ChapterIdx) -> Option<BookEntry> {
        let plan = self.plan();
        let items = self.print.items.get_or_init(|| {
            let items = plan.items.iter().enumerate();
            items.filter_map(|(at, item)| Some((item.chapter?, at))).collect()
        });
        let item = plan.items.get(*items.get(&chapter)?)?;
        let url_of = |page: &SitePath, anchor: Option<&str>| {
            let id = self.places().get(page).map_or(CONTENTS, String::as_str);
            match anchor {
                Some(anchor) => format!("#{id}-{}", encode(anchor)),
                None => format!("#{id}"),
            }
        };
        let source_tree = self.update.source_tree();
        let links = self
            .index()
            .book_links(chapter, &self.site_page(SitePage::Print), &url_of, &|picture| source_tree.image_size(picture));
        book_entry(self.index(), item, links?)
    }

    /// The ids of pages in the book, for links to them.
    fn places(&self) -> &HashMap<SitePath, String> {
        self.print.places.get_or_init(|| {
            let course = self.course();
            let modules = course.modules.iter_enumerated().map(|(at, module)| (module.page.clone(), module_id(at)));
            let chapters = course.chapters.iter_enumerated();
            let chapters = chapters.map(|(at, chapter)| (chapter.page.clone(), chapter_id(at.position() + 1)));
            // A module's written overview is a chapter.
            modules.chain(chapters).collect()
        })
    }

    fn pages(&self) -> &(HashMap<String, SitePath>, Hash) {
        self.print.pages.get_or_init(|| {
            let mut sorted: Vec<_> = self.places().iter().map(|(page, id)| (id.clone(), page.clone())).collect();
            sorted.sort();
            let hash = Hash::of_value(&sorted);
            (sorted.into_iter().collect(), hash)
        })
    }
}
