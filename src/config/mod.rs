//! stub
use crate::diagnostic::Diagnostic;
#[allow(missing_docs)]
#[derive(Default, Debug, Clone)]
pub struct Config {
    pub course: Course,
    pub build: Build,
    pub publish: Publish,
    pub repair: RepairC,
    pub theme: ThemeC,
}
#[allow(missing_docs)]
#[derive(Default, Debug, Clone)]
pub struct Course {
    pub title: Option<String>,
    pub id: Option<String>,
    pub language: Option<String>,
}
#[allow(missing_docs)]
#[derive(Default, Debug, Clone)]
pub struct Build {
    pub source: Option<String>,
    pub output: Option<String>,
    pub theme: Option<String>,
    pub ignore: Vec<String>,
}
#[allow(missing_docs)]
#[derive(Default, Debug, Clone)]
pub struct Publish {
    pub base_url: Option<String>,
    pub repository: Option<String>,
}
#[allow(missing_docs)]
#[derive(Debug, Clone)]
pub struct RepairC {
    pub enabled: bool,
}
impl Default for RepairC {
    fn default() -> Self {
        RepairC { enabled: true }
    }
}
#[allow(missing_docs)]
#[derive(Default, Debug, Clone)]
pub struct ThemeC {
    pub hue: Option<u16>,
    pub css: Option<String>,
    pub head: Option<String>,
}
#[allow(missing_docs)]
pub fn parse(_: &str) -> (Config, Vec<Diagnostic>) {
    (Config::default(), Vec::new())
}
#[allow(missing_docs)]
pub fn nearest<'a>(_: &str, _: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    None
}
