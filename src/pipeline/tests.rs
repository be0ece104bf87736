//! Whole courses through the pipeline, in memory: the site equals the one made from disk, and after an edit the one of a full build.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::site::FileContent;
use crate::source::{Disk, EntryKind, EntryMetadata, FileStamp, Memory, PixelSize, ReadErrorKind, WorldEntry};

const ROOT: &str = "/course";

/// Every file of a site, with its bytes.
type SiteBytes = BTreeMap<SitePath, Vec<u8>>;

fn course(files: &[(&str, &str)]) -> Arc<Memory> {
    Arc::new(files.iter().map(|(path, text)| (format!("{ROOT}/{path}"), *text)).collect())
}

fn pipeline(world: Arc<dyn World>, root: &Path) -> Pipeline {
    let settings = BuildSettings {
        repair: Some(crate::repair::RepairSettings::default()),
        has_markdown: true,
        ..BuildSettings::default()
    };
    Pipeline::new(world, SourceRoot::Folder(root.to_owned()), settings, None)
}

fn update(pipeline: &mut Pipeline, changes: &Changes) -> Update {
    pipeline.update(changes, &Progress::new(false)).expect("a course")
}

fn edited(path: &str) -> Changes {
    Changes::Only(BTreeSet::from([Path::new(ROOT).join(path)]))
}

fn bytes(update: &Update) -> SiteBytes {
    let builder = SiteBuilder::new(update);
    let mut site = SiteBytes::new();
    for output in builder.outputs().into_iter().flatten().chain(builder.late_outputs().into_iter().flatten()) {
        let inputs = builder.inputs(&output).expect("the theme is whole");
        for path in builder.paths(&output) {
            let file = builder.make(&output, &inputs, path).expect("the theme is whole").expect("every file is there");
            let bytes = match file.content {
                FileContent::Bytes(bytes) => bytes,
                FileContent::CopyOf(file) => Disk.read(&file, u64::MAX).expect("a file"),
            };
            site.insert(file.path, bytes);
        }
    }
    site
}

/// The site of a world in its current state, made by a new pipeline.
fn built(world: &Arc<Memory>) -> SiteBytes {
    bytes(&update(&mut pipeline(Arc::clone(world) as _, Path::new(ROOT)), &Changes::All))
}

fn page(site: &SiteBytes, path: &str) -> String {
    String::from_utf8_lossy(site.get(&SitePath::new(path)).expect(path)).into_owned()
}

/// All files below a folder of the disk, at the same paths in memory.
fn load(folder: &Path, to: &Path, memory: &Memory) {
    for entry in Disk.list(folder).expect("a folder") {
        let (from, to) = (folder.join(&entry.name), to.join(&entry.name));
        match entry.kind {
            EntryKind::Folder => load(&from, &to, memory),
            _ => memory.write(to, Disk.read(&from, u64::MAX).expect("a file")),
        }
    }
}

#[test]
fn the_sample_course_is_the_same_site_from_memory_as_from_disk() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("chapters");
    let memory = Memory::default();
    load(&root, Path::new("/elsewhere/chapters"), &memory);
    let from_disk = update(&mut pipeline(Arc::new(Disk), &root), &Changes::All);
    let from_memory = update(&mut pipeline(Arc::new(memory), Path::new("/elsewhere/chapters")), &Changes::All);
    assert_eq!(from_disk.diagnostics(), from_memory.diagnostics());
    let (one, two) = (bytes(&from_disk), bytes(&from_memory));
    assert!(one.keys().eq(two.keys()) && one.len() > 20, "{} and {} files", one.len(), two.len());
    for (path, bytes) in &one {
        assert!(two.get(path) == Some(bytes), "{path} differs");
    }
}

#[test]
fn an_edit_of_a_paragraph_leaves_the_course_unchanged() {
    let world = course(&[("a.md", "# A\n\nold\n"), ("b.md", "# B\n")]);
    let mut pipeline = pipeline(Arc::clone(&world) as _, Path::new(ROOT));
    update(&mut pipeline, &Changes::All);
    world.write("/course/a.md", "# A\n\nnew\n");
    let after = update(&mut pipeline, &edited("a.md"));
    assert!(after.is_same_course && after.edited.len() == 1);
    assert_eq!(bytes(&after), built(&world));
    assert!(page(&bytes(&after), "a.html").contains("new"));
}

#[test]
fn under_other_settings_every_file_is_read_by_them() {
    let world = course(&[("README.md", "# CafÃ©\n"), ("a.md", "# <b>A</b>\n\n[x](README.md)\n")]);
    let mut pipeline = pipeline(Arc::clone(&world) as _, Path::new(ROOT));
    let before = bytes(&update(&mut pipeline, &Changes::All));
    let place = || SourceRoot::Folder(ROOT.into());
    let settings = BuildSettings { raw_html: crate::markdown::RawHtml::Text, ..BuildSettings::default() };
    pipeline.reset(place(), settings.clone(), None);
    let after = bytes(&update(&mut pipeline, &Changes::All));
    assert_eq!(after, bytes(&update(&mut Pipeline::new(world, place(), settings, None), &Changes::All)));
    assert!(page(&before, "course.json").contains("Café") && page(&after, "course.json").contains("CafÃ©"));
}

#[test]
fn after_an_edit_of_words_nothing_but_the_edited_outputs_differs() {
    const QUESTION: &str = "### Question 1\n\nWhich?\n\n- A) x\n- B) y\n\n**Answer: B**\n";
    let text = |words: &str| format!("# T\n\nThe first words of a chapter.\n\n{words}{QUESTION}");
    let old = text("");
    let world = course(&[("README.md", &old), ("a.md", &old), ("b.md", &old)]);
    let mut pipeline = pipeline(Arc::clone(&world) as _, Path::new(ROOT));
    let mut before = bytes(&update(&mut pipeline, &Changes::All));
    const PRACTICE: [&str; 3] = ["assets/ids.js", "assets/practice/bank-0.js", "assets/practice/index.js"];
    for (path, pages) in [
        ("README.md", ["README.md", "course.json", "index.html", "index.quiz.html", "print.html"]),
        ("a.md", ["a.html", "a.md", "a.quiz.html", "course.json", "print.html"]),
    ] {
        let expected: BTreeSet<&str> = PRACTICE.into_iter().chain(pages).collect();
        world.write(format!("{ROOT}/{path}"), text("More words.\n\n"));
        let update = update(&mut pipeline, &edited(path));
        let builder = SiteBuilder::new(&update);
        let outputs = builder.edited_outputs();
        let made: BTreeSet<SitePath> = outputs.iter().flatten().flat_map(|output| builder.paths(output)).collect();
        assert!(update.is_same_course && made.iter().map(SitePath::as_str).eq(expected.iter().copied()), "{made:?}");
        let after = bytes(&update);
        let differs = |(path, bytes): &(&SitePath, &Vec<u8>)| before.get(*path) != Some(*bytes);
        let changed: Vec<&SitePath> = after.iter().filter(differs).map(|(path, _)| path).collect();
        let is_made = |path: &SitePath| made.contains(path) || SiteBuilder::is_late(path);
        assert!(changed.len() > 1 && changed.iter().all(|path| is_made(path)), "{changed:?}");
        before = after;
    }
}

#[test]
fn a_picture_that_changes_has_its_new_size_on_the_page() {
    let png =
        |width: u8| [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".as_slice(), &[width], b"\0\0\0\x30\x08\x02\0\0\0"].concat();
    let world = course(&[("a.md", "# A\n\n![x](x.png)\n")]);
    world.write("/course/x.png", png(64));
    let mut pipeline = pipeline(Arc::clone(&world) as _, Path::new(ROOT));
    let before = bytes(&update(&mut pipeline, &Changes::All));
    assert!(page(&before, "a.html").contains("width=\"64\""), "{}", page(&before, "a.html"));
    world.write("/course/x.png", png(32));
    let after = bytes(&update(&mut pipeline, &edited("x.png")));
    assert!(page(&after, "a.html").contains("width=\"32\""));
    assert_eq!(after.get(&SitePath::new("x.png")), Some(&png(32)));
}

/// A world that counts how often a picture's header is read.
#[derive(Debug)]
struct CountingWorld {
    files: Memory,
    headers: AtomicUsize,
}

impl World for CountingWorld {
    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.real_path(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<WorldEntry>> {
        self.files.list(folder)
    }

    fn metadata(&self, path: &Path) -> io::Result<EntryMetadata> {
        self.files.metadata(path)
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        self.files.kind(path)
    }

    fn read(&self, file: &Path, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        self.files.read(file, limit)
    }

    fn stamp(&self, file: &Path) -> Option<FileStamp> {
        self.files.stamp(file)
    }

    fn image_size(&self, file: &Path) -> Option<PixelSize> {
        self.headers.fetch_add(1, Ordering::Relaxed);
        self.files.image_size(file)
    }

    fn on_disk(&self, file: &Path) -> Option<PathBuf> {
        self.files.on_disk(file)
    }
}

#[test]
fn only_headers_of_shown_pictures_are_read_and_each_once() {
    let files = ["shown.png", "other.png", "b.md"].map(|path| (format!("{ROOT}/{path}"), "![x](shown.png)"));
    let files = Memory::from_iter(files);
    files.write("/course/a.md", "![x](shown.png) ![y](shown.png) [z](other.png)\n");
    let world = Arc::new(CountingWorld { files, headers: Default::default() });
    let mut pipeline = pipeline(Arc::clone(&world) as _, Path::new(ROOT));
    let update = update(&mut pipeline, &Changes::All);
    assert_eq!(world.headers.load(Ordering::Relaxed), 0);
    bytes(&update);
    bytes(&update);
    assert_eq!(world.headers.load(Ordering::Relaxed), 1);
}
