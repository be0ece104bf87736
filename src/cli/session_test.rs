//! A session over a course on disk, with changes that the test reports: no watcher and no clock take part.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::Path;
use std::rc::Rc;

use super::*;
use crate::cli::args::{ColorArg, FormatArg, SharedArgs, Telling};
use crate::cli::project::load_project;

/// The changes that a test reports, and the calls that the session made.
#[derive(Default)]
struct ScriptedChanges {
    /// Events, each with an action on the disk that is run right before.
    events: VecDeque<(Box<dyn FnOnce()>, WatchEvent)>,
    notices: VecDeque<String>,
    /// The timeout of each call of `next`.
    waits: Vec<Option<Duration>>,
    followed: usize,
}

impl ChangeSource for Rc<RefCell<ScriptedChanges>> {
    fn next(&mut self, timeout: Option<Duration>) -> WatchEvent {
        let mut script = self.borrow_mut();
        script.waits.push(timeout);
        let Some((before, event)) = script.events.pop_front() else { return WatchEvent::Stopped };
        before();
        event
    }

    fn follow(&mut self, _: &[PathBuf]) {
        self.borrow_mut().followed += 1;
    }

    fn notice(&mut self) -> Option<String> {
        self.borrow_mut().notices.pop_front()
    }
}

type LoadScripted = Box<dyn FnMut() -> Result<Project, ProjectError>>;

/// A course in a temporary folder, and a session for it.
struct ScriptedSession {
    folder: tempfile::TempDir,
    script: Rc<RefCell<ScriptedChanges>>,
    session: Session<Rc<RefCell<ScriptedChanges>>, LoadScripted>,
}

const GOOD: &str = "[course]\ntitle = \"First\"\n";
const FAULTY: &str = "[course]\ntitle = 3\n";

impl ScriptedSession {
    fn new(while_refused: WhileRefused) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("syllabus.toml"), GOOD).expect("a file");
        fs::write(folder.path().join("a.md"), "# A").expect("a file");
        let source = folder.path().to_owned();
        let mut load: LoadScripted = Box::new(move || load_project(Some(&source), None, &shared()));
        let project = load().expect("a project");
        let script = Rc::new(RefCell::new(ScriptedChanges::default()));
        let pipeline = project.pipeline();
        let session = Session::new(project, pipeline, Rc::clone(&script), load, while_refused, false);
        ScriptedSession { folder, script, session }
    }

    /// Writes a file when the session waits next, and reports the change to it.
    fn edit(&self, path: &str, text: &str) {
        let (file, text) = (self.real().join(path), text.to_owned());
        let changes = ChangedPaths { paths: BTreeSet::from([file.clone()]), anything: false };
        let write = move || {
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(&file, text).expect("a file");
        };
        self.script.borrow_mut().events.push_back((Box::new(write), WatchEvent::Changes(changes)));
    }

    fn pause(&self) {
        self.script.borrow_mut().events.push_back((Box::new(|| ()), WatchEvent::Rest));
    }

    fn real(&self) -> PathBuf {
        Path::canonicalize(self.folder.path()).expect("its path")
    }

    /// The next event in a word, and for an update the titles of the course and its chapters.
    fn next(&mut self) -> String {
        match self.session.next() {
            SessionEvent::Notice(notice) => format!("notice {notice}"),
            SessionEvent::Updated { update, .. } => {
                let summaries = update.summaries();
                let chapters = update.course.chapters.iter().zip(&summaries);
                let titles: Vec<String> = chapters
                    .map(|(chapter, summary)| update.course.title_of(chapter.file, &summary.outline).to_owned())
                    .collect();
                format!("updated {}: {}", update.course.title, titles.join(" "))
            }
            SessionEvent::Failed(_) => "failed".to_owned(),
            SessionEvent::Refused(_) => "refused".to_owned(),
            SessionEvent::AtRest => "at rest".to_owned(),
            SessionEvent::Stopped => "stopped".to_owned(),
        }
    }

    fn last_wait(&self) -> Option<Duration> {
        self.script.borrow().waits.last().copied().flatten()
    }
}

fn shared() -> SharedArgs {
    SharedArgs {
        now: None,
        config: None,
        theme: None,
        strict: false,
        format: FormatArg::Human,
        cache: None,
        no_cache: true,
        quiet: 1,
        verbose: false,
        notes: false,
        color: ColorArg::Never,
        telling: Telling::Lines,
    }
}

#[test]
fn the_first_update_does_not_wait_and_each_pause_is_yielded_once() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    assert_eq!(course.next(), "updated First: A");
    assert!(course.script.borrow().waits.is_empty());
    course.pause();
    assert_eq!((course.next().as_str(), course.last_wait()), ("at rest", Some(REST_TIME)));
    course.edit("a.md", "# B");
    assert_eq!((course.next().as_str(), course.last_wait()), ("updated First: B", None));
    course.pause();
    assert_eq!((course.next().as_str(), course.last_wait()), ("at rest", Some(REST_TIME)));
    assert_eq!(course.next(), "stopped");
}

#[test]
fn only_changed_files_are_read() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    fs::write(course.real().join("b.md"), "# Unseen").expect("a file");
    course.edit("a.md", "# B");
    assert_eq!(course.next(), "updated First: B");
}

#[test]
fn new_settings_are_followed_and_everything_is_read_under_them() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    fs::write(course.real().join("b.md"), "# Missed").expect("a file");
    course.edit("syllabus.toml", &GOOD.replace("First", "Second"));
    assert_eq!(course.next(), "updated Second: A Missed");
    assert_eq!(course.script.borrow().followed, 1);
}

#[test]
fn a_faulty_configuration_is_refused_once_for_each_reason_and_tried_again() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    course.edit("syllabus.toml", FAULTY);
    assert_eq!(course.next(), "refused");
    assert!(course.session.refusal().is_some());
    course.pause();
    course.edit("syllabus.toml", FAULTY);
    course.edit("syllabus.toml", "[course]\ntitle = 4\n");
    assert_eq!((course.next().as_str(), course.last_wait()), ("refused", Some(RETRY_INTERVAL)));
    assert_eq!(course.script.borrow().waits.len(), 4);
    // Nobody says that it is mended.
    fs::write(course.real().join("syllabus.toml"), GOOD).expect("a file");
    course.pause();
    assert_eq!(course.next(), "updated First: A");
    assert!(course.session.refusal().is_none());
}

#[test]
fn chapters_wait_for_a_configuration_and_are_not_forgotten() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    course.edit("syllabus.toml", FAULTY);
    course.edit("a.md", "# B");
    course.edit("syllabus.toml", GOOD);
    assert_eq!((course.next(), course.next()), ("refused".to_owned(), "updated First: B".to_owned()));
}

#[test]
fn chapters_are_read_under_the_configuration_before() {
    let mut course = ScriptedSession::new(WhileRefused::UsePrevious);
    course.next();
    course.edit("syllabus.toml", FAULTY);
    course.edit("a.md", "# B");
    course.edit("a.md", "# C");
    assert_eq!((course.next(), course.next()), ("refused".to_owned(), "updated First: B".to_owned()));
    assert!(course.session.refusal().is_some(), "an update does not mend a configuration");
    course.pause();
    course.edit("syllabus.toml", &GOOD.replace("First", "Second"));
    assert_eq!((course.next(), course.next()), ("updated First: C".to_owned(), "updated Second: C".to_owned()));
}

#[test]
fn a_chapter_saved_together_with_a_faulty_configuration_is_in_the_next_update() {
    let mut course = ScriptedSession::new(WhileRefused::UsePrevious);
    course.next();
    fs::write(course.real().join("b.md"), "# Saved with it").expect("a file");
    course.edit("syllabus.toml", FAULTY);
    course.edit("a.md", "# B");
    assert_eq!((course.next(), course.next()), ("refused".to_owned(), "updated First: B Saved with it".to_owned()));
}

#[test]
fn after_a_failed_update_everything_is_read() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    let (here, away) = (course.real(), course.real().with_extension("away"));
    fs::rename(&here, &away).expect("it goes");
    let changes = ChangedPaths { paths: BTreeSet::from([here.join("a.md")]), anything: false };
    course.script.borrow_mut().events.push_back((Box::new(|| ()), WatchEvent::Changes(changes)));
    assert_eq!(course.next(), "failed");
    fs::rename(&away, &here).expect("it comes back");
    fs::write(here.join("b.md"), "# Missed").expect("a file");
    course.edit("a.md", "# B");
    assert_eq!(course.next(), "updated First: B Missed");
}

#[test]
fn a_template_that_fails_is_tried_again_when_the_theme_changes() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.next();
    course.edit("syllabus.toml", &format!("{GOOD}[build]\ntheme = \"theme\"\n"));
    course.edit("theme/templates/chapter.html", "{{ nowhere }");
    assert_eq!((course.next(), course.next()), ("refused".to_owned(), "failed".to_owned()));
    course.edit("a.md", "# B");
    assert_eq!(course.next(), "failed", "the template is what it was");
    course.edit("theme/templates/chapter.html", "");
    assert_eq!(course.next(), "updated First: B");
}

#[test]
fn a_source_that_comes_back_is_read() {
    let mut course = ScriptedSession::new(WhileRefused::UsePrevious);
    course.next();
    let (here, away) = (course.real(), course.real().with_extension("away"));
    fs::rename(&here, &away).expect("it goes");
    let changes = ChangedPaths { paths: BTreeSet::from([here.clone()]), anything: true };
    course.script.borrow_mut().events.push_back((Box::new(|| ()), WatchEvent::Changes(changes)));
    assert_eq!(course.next(), "refused");
    fs::rename(&away, &here).expect("it comes back");
    course.pause();
    assert_eq!((course.next().as_str(), course.last_wait()), ("updated First: A", Some(RETRY_INTERVAL)));
}

#[test]
fn a_notice_goes_before_what_happened_next() {
    let mut course = ScriptedSession::new(WhileRefused::Wait);
    course.script.borrow_mut().notices.push_back("polling".to_owned());
    assert_eq!((course.next(), course.next()), ("notice polling".to_owned(), "updated First: A".to_owned()));
}
