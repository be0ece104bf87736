//! Files about the whole course: the home page, the contents, the scripts of all modules and of all chapters, the pages to be printed, the search page, `404.html`, the page for what a browser has not kept, the sitemap, the feed, what stands at former addresses, the picture of a course that has none. Made once in a build; the only part of `render` where the work
//! for one file may grow with the course.

mod contents;
mod feed;
mod home;
mod host_files;
mod modules;
mod not_found;
mod offline;
mod practice;
mod print;
mod progress;
mod redirect;
mod search;
mod sitemap;
mod social_picture;

pub use contents::{contents_part, contents_parts};
pub use feed::{FEED, FeedFacts, feed};
pub use home::{HomeFacts, HomeView, home_view};
pub use host_files::{HOST_HEADERS, HOST_REDIRECTS, host_headers, host_redirects};
pub use modules::module_rows;
pub use practice::{BankChapter, BankKey, BankQuestions, BankView, PRACTICE_INDEX, bank_rows, banks, practice_index};
pub use print::{PrintPart, PrintPlan, PrintView, book_entry, module_id, print_view};
pub use progress::{PROGRESS_SCRIPT, progress_data};
pub use sitemap::sitemap;
pub use social_picture::social_picture;
