//! Where a chapter is edited on the web: from the repository's address, its branch and the course's folder in it. In: what is known of the
//! repository. Out: a web address with `{path}` for the path of a chapter in the course's folder.

use std::env;
use std::path::Path;

use super::address::{git_folder, repository_folder};
use super::files::plain_file;
use super::history::course_folder;
use crate::path::encode;

/// Servers whose addresses are known: the beginning of the repository's, and what follows on the repository's to edit a file.
const SERVERS: &[(&str, &str)] = &[
    ("https://github.com/", "/edit/{branch}/{file}"),
    ("https://gitlab.", "/-/edit/{branch}/{file}"),
    ("https://codeberg.org/", "/_edit/{branch}/{file}"),
    ("https://gitea.", "/_edit/{branch}/{file}"),
    ("https://bitbucket.org/", "/src/{branch}/{file}?mode=edit"),
];

/// The address with `{path}`; none where the server, the branch or the place of the folder in the repository is not known.
pub(super) fn edit_url(repository: &str, branch: Option<&str>, folder: &Path) -> Option<String> {
    let (_, form) = SERVERS.iter().find(|(server, _)| repository.starts_with(server))?;
    let root = repository_folder(folder)?;
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let branch = branch.map(str::to_owned).or_else(|| shown_branch(&root)).or_else(|| branch_of_runner(&variable))?;
    let file = format!("{}{{path}}", encoded(&course_folder(folder, &root)?));
    Some(format!("{repository}{}", form.replace("{branch}", &encoded(&branch)).replace("{file}", &file)))
}

fn encoded(path: &str) -> String {
    path.split('/').map(encode).collect::<Vec<_>>().join("/")
}

/// The branch that the server shows first, as a clone remembers it; else the one that is checked out, if the server has it too.
fn shown_branch(root: &Path) -> Option<String> {
    let git = git_folder(root)?;
    let text = |path: &Path| String::from_utf8(plain_file(path).ok()?).ok();
    let named = |text: String, start: &str| Some(text.trim().strip_prefix(start)?.to_owned());
    if let Some(shown) = text(&git.join("refs/remotes/origin/HEAD")) {
        return named(shown, "ref: refs/remotes/origin/");
    }
    let current = named(text(&git.join("HEAD"))?, "ref: refs/heads/")?;
    let of_server = format!("refs/remotes/origin/{current}");
    let is_packed = |packed: String| packed.lines().any(|line| line.ends_with(&format!(" {of_server}")));
    let is_there = git.join(&of_server).is_file() || text(&git.join("packed-refs")).is_some_and(is_packed);
    is_there.then_some(current)
}

/// The branch that a runner of GitHub or GitLab works for. A tag is none.
fn branch_of_runner(variable: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let of_github = || {
        let is_branch = variable("GITHUB_REF_TYPE").is_some_and(|kind| kind == "branch");
        variable("GITHUB_BASE_REF").or_else(|| variable("GITHUB_REF_NAME").filter(|_| is_branch))
    };
    of_github().or_else(|| variable("CI_DEFAULT_BRANCH"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder that looks like a repository, with a course in `my course`.
    fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("my course")).expect("a course");
        for (path, text) in files {
            let path = folder.path().join(".git").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    const SHOWN: (&str, &str) = ("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n");

    #[test]
    fn each_server_has_its_form() {
        let folder = repository(&[SHOWN]);
        for (repository, url) in [
            ("https://github.com/ada/c", Some("https://github.com/ada/c/edit/main/my%20course/{path}")),
            ("https://gitlab.com/a/b/c", Some("https://gitlab.com/a/b/c/-/edit/main/my%20course/{path}")),
            ("https://codeberg.org/ada/c", Some("https://codeberg.org/ada/c/_edit/main/my%20course/{path}")),
            ("https://bitbucket.org/ada/c", Some("https://bitbucket.org/ada/c/src/main/my%20course/{path}?mode=edit")),
            ("https://git.sr.ht/~ada/c", None),
            ("https://example.org/ada/c", None),
        ] {
            assert_eq!(edit_url(repository, None, &folder.path().join("my course")).as_deref(), url, "{repository}");
        }
    }

    #[test]
    fn the_branch_is_one_that_the_server_has() {
        let branch = |files: &[(&str, &str)]| shown_branch(repository(files).path());
        let head = ("HEAD", "ref: refs/heads/draft\n");
        assert_eq!(branch(&[head, SHOWN]).as_deref(), Some("main"));
        assert_eq!(branch(&[head]), None, "nobody has pushed it");
        assert_eq!(branch(&[head, ("refs/remotes/origin/draft", "1\n")]).as_deref(), Some("draft"));
        assert_eq!(branch(&[head, ("packed-refs", "1 refs/remotes/origin/draft\n")]).as_deref(), Some("draft"));
        assert_eq!(branch(&[("HEAD", "0123456789\n")]), None, "no branch is checked out");

        let runner = |variables: &'static [(&str, &str)]| {
            branch_of_runner(&|name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(runner(&[("GITHUB_REF_TYPE", "branch"), ("GITHUB_REF_NAME", "main")]).as_deref(), Some("main"));
        assert_eq!(runner(&[("GITHUB_REF_TYPE", "tag"), ("GITHUB_REF_NAME", "v1")]), None);
        const REQUEST: &[(&str, &str)] =
            &[("GITHUB_REF_TYPE", "branch"), ("GITHUB_REF_NAME", "7/merge"), ("GITHUB_BASE_REF", "main")];
        assert_eq!(runner(REQUEST).as_deref(), Some("main"));
        assert_eq!(runner(&[("CI_DEFAULT_BRANCH", "trunk")]).as_deref(), Some("trunk"));
    }
}
