//! What concerns the whole course: home, the page for what is not there, the sitemap. Made once a build; the only place where work
//! may grow with the course.

mod home;
mod not_found;
mod sitemap;

pub use home::{HomeView, home_view};
pub use sitemap::sitemap;
