//! Measures each stage by itself: for single files, and for courses of several sizes where the size matters. For developers who change a
//! stage; the times that users wait for are measured by `whole`.
//!
//! `cargo bench --features stages --bench stages [-- NAME]`

#![allow(clippy::disallowed_methods, reason = "measured from outside")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use divan::counter::BytesCount;
use divan::{Bencher, Divan, black_box};
use generate::{Course, damage};
use syllabus::chapter::{self, Chapter, Outline, understand};
use syllabus::course::{self, CourseFiles, PreviousAssembly};
use syllabus::index::{ChapterIdx, FileIdx, Idx, IndexVec};
use syllabus::markdown::{self, Document};
use syllabus::path::{SitePath, SourcePath};
use syllabus::quiz;
use syllabus::repair;
use syllabus::source::{self, Disk, Source, WalkRules};
use syllabus::stages::{
    BuildSettings, Changes, FileContent, HighlightBudget, Highlighter, Output, Pipeline, Progress, SiteBuilder,
    SiteFile, SiteWriter, SourceRoot, Update,
};
use tempfile::TempDir;

#[allow(dead_code, reason = "another bench uses the rest")]
mod generate;

fn main() {
    Divan::default().max_time(Duration::from_secs(4)).config_with_args().main();
}

/// The sizes of courses in chapters; small under `cargo test`, which only checks that everything runs.
fn sizes() -> &'static [usize] {
    if std::env::args().any(|arg| arg == "--bench") { &[100, 1000] } else { &[10] }
}

/// A sample of chapters.
fn some() -> Vec<Source> {
    let course = Course { chapters: 20 };
    let source = |row| Source::from_bytes(SourcePath::new(course.path(row)), course.chapter(row).as_bytes());
    (0..course.chapters).filter_map(|row| source(row).ok()).collect()
}

fn bytes(sources: &[Source]) -> BytesCount {
    BytesCount::new(sources.iter().map(|source| source.text.len()).sum::<usize>())
}

fn documents() -> Vec<Document> {
    some().iter().map(|source| markdown::parse(Arc::clone(&source.text), 0)).collect()
}

fn as_usual() -> chapter::ChapterSettings {
    chapter::ChapterSettings { repair: Some(repair::RepairSettings::default()), ..chapter::ChapterSettings::default() }
}

/// A course on disk.
struct OnDisk {
    course: Course,
    folder: TempDir,
}

impl OnDisk {
    fn new(chapters: usize) -> Self {
        let (course, folder) = (Course { chapters }, tempfile::tempdir().expect("a temporary folder"));
        course.write(folder.path()).expect("the course can be written");
        // Files written a moment ago have no stamp, so these get the time of yesterday.
        let yesterday = SystemTime::now() - Duration::from_secs(86_400);
        for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten().filter(|entry| entry.path().is_file()) {
            let file = std::fs::File::options().write(true).open(entry.path());
            file.and_then(|file| file.set_modified(yesterday)).expect("a file's time can be set");
        }
        OnDisk { course, folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn pipeline(&self) -> Pipeline {
        let settings = BuildSettings { repair: Some(repair::RepairSettings::default()), ..BuildSettings::default() };
        Pipeline::new(Arc::new(Disk), SourceRoot::Folder(self.root().to_owned()), settings, None)
    }

    /// A pipeline that has read the course.
    fn known(&self) -> (Pipeline, Update) {
        let mut pipeline = self.pipeline();
        let update = update(&mut pipeline, &Changes::All);
        (pipeline, update)
    }

    /// The file of a chapter in the middle, by its real path.
    fn middle(&self) -> PathBuf {
        let path = self.root().join(self.course.path(self.course.chapters / 2));
        path.canonicalize().expect("a chapter")
    }
}

fn update(pipeline: &mut Pipeline, changes: &Changes) -> Update {
    pipeline.update(changes, &Progress::new(false)).expect("a course")
}

#[divan::bench(args = sizes())]
fn scan(bencher: Bencher<'_, '_>, chapters: usize) {
    let disk = OnDisk::new(chapters);
    bencher.bench(|| source::scan(&Disk, disk.root(), &WalkRules::default()).expect("a folder"));
}

#[divan::bench]
fn read_and_decode(bencher: Bencher<'_, '_>) {
    let disk = OnDisk::new(20);
    let paths: Vec<SourcePath> = (0..20).map(|row| SourcePath::new(disk.course.path(row))).collect();
    let read = |path| source::read(&Disk, disk.root(), path).expect("a file");
    bencher.counter(bytes(&some())).bench(|| paths.iter().for_each(|path| drop(black_box(read(path)))));
}

#[divan::bench]
fn repair_clean(bencher: Bencher<'_, '_>) {
    repair_all(bencher, some().into_iter().filter(|source| repaired(&source.text).repairs.is_empty()).collect());
}

/// Sentences of clean text, by language.
static CLEAN: &[(&str, &str)] = &[
    ("ascii", "This lesson shows how a list is sorted, and what it costs; see `sort()` & co. in *chapter 3*.\n"),
    (
        "french",
        "Cette leçon montre comment trier une liste déjà lue — et ce qu’il en coûte à l’élève, où qu’il soit.\n",
    ),
    ("czech", "Tato lekce ukazuje, jak seřadit seznam, a kolik to stojí; příště něco těžšího: šíření změn.\n"),
    ("russian", "Этот урок показывает, как отсортировать список и сколько это стоит; смотрите главу третью.\n"),
    ("arabic", "يوضح هذا الدرس كيفية فرز القائمة، وكم يكلف ذلك، انظر الفصل الثالث.\n"),
    ("thai", "บทเรียนนี้แสดงวิธีเรียงลำดับรายการ และค่าใช้จ่ายในการใช้งาน\n"),
    ("chinese", "本课介绍如何对列表进行排序，以及排序需要多少时间；使用模型请参见第三章。\n"),
    ("japanese", "このレッスンでは、リストの並べ替え方とその費用を学びます。第三章をご覧ください。\n"),
    ("korean", "이 수업에서는 목록을 정렬하는 방법과 비용을 배웁니다. 첫 챕터를 참고하세요.\n"),
];

/// Clean text of many languages, which damage is hardly ever told from by single characters.
#[divan::bench(args = CLEAN.iter().map(|(language, _)| language))]
fn repair_clean_language(bencher: Bencher<'_, '_>, language: &str) {
    let sentence = CLEAN.iter().find(|(known, _)| *known == language).map_or("", |(_, sentence)| sentence);
    let text = sentence.repeat(200_000 / sentence.len());
    bencher.counter(BytesCount::new(text.len())).bench(|| drop(black_box(repaired(black_box(&text)))));
}

/// The same sentences, each as a file of its own.
#[divan::bench]
fn repair_clean_small(bencher: Bencher<'_, '_>) {
    let size: usize = CLEAN.iter().map(|(_, sentence)| sentence.len()).sum();
    let all = || CLEAN.iter().for_each(|(_, sentence)| drop(black_box(repaired(black_box(sentence)))));
    bencher.counter(BytesCount::new(size)).bench(all);
}

#[divan::bench]
fn repair_damaged(bencher: Bencher<'_, '_>) {
    let damaged = |source: Source| Source { text: damage(&source.text).into(), ..source };
    repair_all(bencher, some().into_iter().map(damaged).collect());
}

fn repair_all(bencher: Bencher<'_, '_>, sources: Vec<Source>) {
    let all = || sources.iter().for_each(|source| drop(black_box(repaired(&source.text))));
    bencher.counter(bytes(&sources)).bench(all);
}

fn repaired(text: &str) -> repair::Repaired<'_> {
    repair::repair(text, &repair::RepairSettings::default())
}

#[divan::bench]
fn markdown_parse(bencher: Bencher<'_, '_>) {
    let sources = some();
    let parse = |source: &Source| markdown::parse(Arc::clone(&source.text), 0);
    bencher.counter(bytes(&sources)).bench(|| sources.iter().for_each(|source| drop(black_box(parse(source)))));
}

#[divan::bench]
fn quiz_find(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let all = || documents.iter().for_each(|document| drop(black_box(quiz::find(document))));
    bencher.counter(bytes(&some())).bench(all);
}

#[divan::bench]
fn chapter_understand(bencher: Bencher<'_, '_>) {
    let (sources, settings) = (some(), as_usual());
    let all = || sources.iter().for_each(|source| drop(black_box(understand(source, &settings))));
    bencher.counter(bytes(&sources)).bench(all);
}

/// The inputs of `course::assemble`.
struct ToAssemble {
    pages: source::PageAddresses,
    scan: source::FolderScan,
    outlines: IndexVec<FileIdx, Arc<Outline>>,
}

impl ToAssemble {
    fn new(chapters: usize) -> Self {
        let disk = OnDisk::new(chapters);
        let scan = source::scan(&Disk, disk.root(), &WalkRules::default()).expect("a folder");
        let pages = source::pages(&scan.inventory, []);
        let outline = |path| outline(&source::read(&Disk, disk.root(), path).expect("a file"));
        let outlines = scan.inventory.chapters().map(outline).collect();
        ToAssemble { pages, outlines, scan }
    }

    fn assemble(
        &self,
        outlines: &IndexVec<FileIdx, Arc<Outline>>,
        previous: Option<PreviousAssembly<'_>>,
    ) -> course::Course {
        let files = self.scan.inventory.iter().map(|(path, info)| (path, info.kind));
        let files = CourseFiles::new(files).with_folders(self.scan.inventory.folders());
        course::assemble(outlines, &self.pages.pages, &files, &course::CourseSettings::default(), previous)
    }
}

fn outline(source: &Source) -> Arc<Outline> {
    let chapter: Chapter = understand(source, &as_usual());
    Arc::clone(&chapter.summary.outline)
}

#[divan::bench(args = sizes())]
fn assemble_from_nothing(bencher: Bencher<'_, '_>, chapters: usize) {
    let given = ToAssemble::new(chapters);
    bencher.bench(|| given.assemble(&given.outlines, None));
}

#[divan::bench(args = sizes())]
fn assemble_after_one_edit(bencher: Bencher<'_, '_>, chapters: usize) {
    let given = ToAssemble::new(chapters);
    let course = given.assemble(&given.outlines, None);
    let mut outlines = given.outlines.clone();
    let middle = outlines.get_mut(FileIdx::new(chapters / 2)).expect("a chapter");
    let text = format!("# Another title\n\n{}", Course { chapters }.chapter(chapters / 2));
    *middle = outline(&Source::from_bytes(middle.path.clone(), text.as_bytes()).expect("text"));
    let previous = PreviousAssembly { course: &course, outlines: &given.outlines };
    bencher.bench(|| given.assemble(&outlines, Some(previous)));
}

#[divan::bench(args = sizes())]
fn view_and_fingerprint_of_a_page(bencher: Bencher<'_, '_>, chapters: usize) {
    let disk = OnDisk::new(chapters);
    let (_pipeline, update) = disk.known();
    let builder = SiteBuilder::new(&update);
    let output = builder.chapter_output(ChapterIdx::new(chapters / 2)).expect("a chapter");
    bencher.bench(|| builder.inputs(&output).map(|inputs| builder.fingerprint(&output, &inputs)).expect("a page"));
}

#[divan::bench(args = sizes())]
fn pages_of_ten_chapters(bencher: Bencher<'_, '_>, chapters: usize) {
    let disk = OnDisk::new(chapters);
    let (_pipeline, update) = disk.known();
    let builder = SiteBuilder::new(&update);
    let outputs = (0..10).filter_map(|place| builder.chapter_output(ChapterIdx::new(chapters / 10 * place)));
    let with_inputs: Vec<_> = outputs.map(|output| (builder.inputs(&output).expect("a page"), output)).collect();
    bencher.bench(|| {
        for (inputs, output) in &with_inputs {
            for path in builder.paths(output) {
                black_box(builder.make(output, inputs, path).expect("a page"));
            }
        }
    });
}

/// The code blocks of the chapters, each with its language.
fn code() -> Vec<(String, String)> {
    let pieces = |source: &Source| -> Vec<(String, String)> {
        let fences = source.text.split("\n```").skip(1).step_by(2).filter_map(|fence| fence.split_once('\n'));
        fences.map(|(language, code)| (language.to_owned(), code.to_owned() + "\n")).collect()
    };
    some().iter().flat_map(pieces).filter(|(language, _)| !language.is_empty()).collect()
}

/// Includes the time for loading the grammars.
#[divan::bench]
fn highlight_first(bencher: Bencher<'_, '_>) {
    let code = code();
    bencher.counter(bytes_of(&code)).bench(|| highlight(&Highlighter::default(), &code));
}

/// Code that was highlighted before, as at each rebuild.
#[divan::bench]
fn highlight_again(bencher: Bencher<'_, '_>) {
    let (code, highlighter) = (code(), Highlighter::default());
    highlight(&highlighter, &code);
    bencher.counter(bytes_of(&code)).bench(|| highlight(&highlighter, &code));
}

fn highlight(highlighter: &Highlighter, code: &[(String, String)]) {
    for (language, code) in code {
        black_box(highlighter.highlight(language, code, &mut HighlightBudget::default()));
    }
}

fn bytes_of(code: &[(String, String)]) -> BytesCount {
    BytesCount::new(code.iter().map(|(_, code)| code.len()).sum::<usize>())
}

#[divan::bench(args = sizes(), sample_size = 1)]
fn update_from_nothing(bencher: Bencher<'_, '_>, chapters: usize) {
    let disk = OnDisk::new(chapters);
    bencher.with_inputs(|| disk.pipeline()).bench_local_values(|mut pipeline| update(&mut pipeline, &Changes::All));
}

/// Everything is checked, and nothing has changed.
#[divan::bench(args = sizes(), sample_size = 1)]
fn update_unchanged(bencher: Bencher<'_, '_>, chapters: usize) {
    let disk = OnDisk::new(chapters);
    let (mut pipeline, _) = disk.known();
    bencher.bench_local(|| update(&mut pipeline, &Changes::All));
}

/// Another text in one chapter, on which no other page depends.
#[divan::bench(args = sizes(), sample_size = 1)]
fn update_after_an_edit_of_text(bencher: Bencher<'_, '_>, chapters: usize) {
    update_after(bencher, chapters, |number| format!("\n\nword {number}\n"));
}

/// A new heading in one chapter: the course is assembled again.
#[divan::bench(args = sizes(), sample_size = 1)]
fn update_after_an_edit_of_a_heading(bencher: Bencher<'_, '_>, chapters: usize) {
    update_after(bencher, chapters, |number| format!("\n\n## Part {number}\n"));
}

fn update_after(bencher: Bencher<'_, '_>, chapters: usize, addition: impl Fn(usize) -> String) {
    let disk = OnDisk::new(chapters);
    let (mut pipeline, _) = disk.known();
    let file = disk.middle();
    let text = disk.course.chapter(chapters / 2);
    let changes = Changes::Only(BTreeSet::from([file.clone()]));
    let mut number = 0;
    let edit = || {
        number += 1;
        std::fs::write(&file, text.clone() + &addition(number)).expect("a chapter can be written");
    };
    bencher.with_inputs(edit).bench_local_values(|()| update(&mut pipeline, &changes));
}

/// The files of a course's site, except copies.
fn entries(chapters: usize) -> Vec<SiteFile> {
    let disk = OnDisk::new(chapters);
    let (_pipeline, update) = disk.known();
    let builder = SiteBuilder::new(&update);
    let files_of = |output: &Output| -> Vec<SiteFile> {
        let inputs = builder.inputs(output).expect("a page");
        let paths: Vec<SitePath> = builder.paths(output);
        paths.into_iter().filter_map(|path| builder.make(output, &inputs, path).expect("a page")).collect()
    };
    let all = builder
        .outputs()
        .iter()
        .flatten()
        .chain(builder.late_outputs().iter().flatten())
        .flat_map(files_of)
        .collect::<Vec<_>>();
    all.into_iter().filter(|entry| matches!(entry.content, FileContent::Bytes(_))).collect()
}

#[divan::bench(args = sizes(), sample_size = 1)]
fn write_a_site(bencher: Bencher<'_, '_>, chapters: usize) {
    let entries = entries(chapters);
    let fresh = || (tempfile::tempdir().expect("a temporary folder"), entries.clone());
    bencher.with_inputs(fresh).bench_local_values(|(folder, entries)| {
        write(folder.path(), entries);
        // Returned, so that the folder is removed after the measurement.
        folder
    });
}

/// Every file is in the folder already.
#[divan::bench(args = sizes(), sample_size = 1)]
fn write_the_same_site(bencher: Bencher<'_, '_>, chapters: usize) {
    let entries = entries(chapters);
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), entries.clone());
    bencher.with_inputs(|| entries.clone()).bench_local_values(|entries| write(folder.path(), entries));
}

fn write(folder: &Path, entries: Vec<SiteFile>) {
    let writer = SiteWriter::open(folder).expect("a folder");
    for entry in entries {
        writer.commit(writer.stage(entry).expect("a file can be read")).expect("a file can be written");
    }
    writer.finish().expect("a site");
}
