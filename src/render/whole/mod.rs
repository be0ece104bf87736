//! Files about the whole course: the home page, `404.html`, the sitemap. Made once in a build; the only part of `render` where the work
//! for one file may grow with the course.

mod home;
mod not_found;
mod sitemap;

pub use home::{HomeView, home_view};
pub use sitemap::sitemap;
