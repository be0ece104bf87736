//! Files about the whole course: the home page, the contents, the script of all modules, the pages to be printed, the search page, `404.html`, the page for what a browser has not kept, the sitemap. Made once in a build; the only part of `render` where the work
//! for one file may grow with the course.

mod contents;
mod home;
mod modules;
mod not_found;
mod offline;
mod print;
mod search;
mod sitemap;

pub use contents::{contents_part, contents_parts};
pub use home::{HomeView, home_view};
pub use modules::module_rows;
pub use print::{PrintPart, PrintPlan, PrintView, book_entry, module_id, print_page, print_view};
pub use sitemap::sitemap;
