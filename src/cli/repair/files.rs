//! The files that `repair` works on: found below the paths that were named, each once, with the names under which they are shown.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::output::Failure;
use crate::cli::args::SharedArgs;
use crate::cli::files::{in_working_folder, slashes};
use crate::cli::project::{ProjectError, RepairScope, folder_of, repair_scope};
use crate::path::SourcePath;
use crate::repair::RepairSettings;
use crate::source::{Disk, FileKind, WalkRules, has_markdown_ending, scan};

/// A file to repair, and its names.
#[derive(Clone, Debug)]
pub(super) struct RepairFile {
    /// Where it is opened.
    pub path: PathBuf,
    /// As people see it: from the working folder, `/` between the parts.
    pub shown: String,
    /// Relative to the folder that was named, as programs see it; as it was typed, where the file itself was named.
    pub name: String,
    /// Relative to the course, as overrides name it.
    pub course_path: SourcePath,
    /// What the configuration says of it.
    pub scope: Arc<RepairScope>,
    /// Its size in bytes when it was found.
    pub size: u64,
    /// Whether it was named itself, not found in a folder.
    pub is_named: bool,
}

impl RepairFile {
    /// The settings for this file: the decisions of its author for it go before those for all files.
    pub fn settings(&self) -> RepairSettings {
        let own = self.scope.overrides.iter().filter(|(file, _)| *file == self.course_path);
        self.scope.settings.with_overrides(own.map(|(_, decided)| decided))
    }
}

/// The markdown files of `paths`, each once, in the order of the paths; by default of `chapters`, or of the current directory. What cannot
/// be read is added to `failures`.
///
/// # Errors
/// A configuration that applies to one of the paths has errors.
pub(super) fn find_files(
    paths: &[PathBuf],
    shared: &SharedArgs,
    failures: &mut Vec<Failure>,
) -> Result<Vec<RepairFile>, ProjectError> {
    let mut found = FoundFiles { shared, scopes: BTreeMap::new(), seen: HashSet::new(), files: Vec::new() };
    if paths.is_empty() {
        let folder = Path::new(if Path::new("chapters").is_dir() { "chapters" } else { "." });
        let scope = Arc::new(repair_scope(None, shared)?);
        found.add_folder(folder, &scope, failures);
    }
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let scope = Arc::new(repair_scope(Some(path), shared)?);
                found.add_folder(path, &scope, failures);
            }
            Ok(metadata) => {
                let scope = found.scope_of_file(path)?;
                found.add(path.clone(), slashes(path), &scope, (metadata.len(), true));
            }
            Err(error) => failures.push(format!("`{}` cannot be read: {error}", path.display())),
        }
    }
    Ok(found.files)
}

struct FoundFiles<'a> {
    shared: &'a SharedArgs,
    /// The scopes of single files, by their folder: a hook names hundreds of files of few folders.
    scopes: BTreeMap<PathBuf, Arc<RepairScope>>,
    /// The real paths of the files that were found.
    seen: HashSet<PathBuf>,
    files: Vec<RepairFile>,
}

impl FoundFiles<'_> {
    fn scope_of_file(&mut self, path: &Path) -> Result<Arc<RepairScope>, ProjectError> {
        let folder = folder_of(path);
        if let Some(scope) = self.scopes.get(folder) {
            return Ok(Arc::clone(scope));
        }
        let scope = Arc::new(repair_scope(Some(path), self.shared)?);
        self.scopes.insert(folder.to_owned(), Arc::clone(&scope));
        Ok(scope)
    }

    /// Adds all markdown files of a folder, files about the repository included; those that `.gitignore` ignores are left out.
    fn add_folder(&mut self, folder: &Path, scope: &Arc<RepairScope>, failures: &mut Vec<Failure>) {
        let scan = match scan(&Disk, folder, &WalkRules::default()) {
            Ok(scan) => scan,
            Err(error) => return failures.push(error.to_string()),
        };
        let visible = scan.inventory.iter().filter(|(_, info)| info.kind != FileKind::Hidden);
        for (path, info) in visible.filter(|(path, _)| has_markdown_ending(path.name())) {
            self.add(folder.join(path.as_str()), path.to_string(), scope, (info.size, false));
        }
        // A file or folder without read permission is an error; a pipe or a device is skipped.
        let is_closed = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file() || found.is_dir());
        let closed = scan.unreadable.iter().map(|path| folder.join(path.as_str())).filter(|path| is_closed(path));
        failures.extend(closed.map(|path| format!("`{}` cannot be read", in_working_folder(&path).display())));
    }

    fn add(&mut self, path: PathBuf, name: String, scope: &Arc<RepairScope>, (size, is_named): (u64, bool)) {
        if self.seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            let shown = slashes(&in_working_folder(&path));
            let course_path = course_path(&path, &scope.root).unwrap_or_else(|| SourcePath::new(&name));
            self.files.push(RepairFile { path, shown, name, course_path, scope: Arc::clone(scope), size, is_named });
        }
    }
}

/// The path of a file relative to the course; none where it lies elsewhere. Only the folder's links are followed: a file that is a link has
/// the name of the link.
fn course_path(path: &Path, root: &Path) -> Option<SourcePath> {
    let real = |folder: &Path| if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.canonicalize().ok();
    let inner = real(path.parent()?)?.join(path.file_name()?);
    Some(SourcePath::new(slashes(inner.strip_prefix(real(root)?).ok()?)))
}
