//! Finds a file of the built-in theme by what an author types: `chapter.html` for `templates/chapter.html`.

use crate::config::nearest;
use crate::render::theme::built_in_paths;

/// The path of the file of the built-in theme that is meant.
///
/// # Errors
/// There is none of this name, or several; then what may have been meant.
pub(super) fn find(typed: &str) -> Result<&'static str, String> {
    let typed = typed.trim_start_matches("./");
    let is_meant = |path: &&str| *path == typed || path.strip_suffix(typed).is_some_and(|before| before.ends_with('/'));
    let paths: Vec<&str> = built_in_paths().filter(is_meant).collect();
    // `search.html` is the page; its parts are in `components/search.html`.
    let page = paths.iter().find(|path| **path == format!("templates/{typed}"));
    match (page, paths.as_slice()) {
        (Some(path), _) | (None, [path]) => Ok(path),
        (None, []) => {
            let names = built_in_paths().map(|path| path.rsplit_once('/').map_or(path, |(_, name)| name));
            let near = nearest(typed, names).or_else(|| nearest(typed, built_in_paths()));
            let listed = "list them all with `syllabus theme list`".to_owned();
            Err(near.map_or(listed, |near| format!("did you mean `{near}`?")))
        }
        (None, several) => Err(format!("name one of {}", several.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_the_end_of_their_path() {
        for (typed, found) in [
            ("chapter.html", Ok("templates/chapter.html")),
            ("search.html", Ok("templates/search.html")),
            ("components/search.html", Ok("templates/components/search.html")),
            ("toc.css", Ok("css/components/toc.css")),
            ("./js/toc.js", Ok("js/toc.js")),
            ("chaptr.html", Err("did you mean `chapter.html`?")),
            ("hapter.html", Err("did you mean `chapter.html`?")),
            ("xyz", Err("list them all with `syllabus theme list`")),
        ] {
            assert_eq!(find(typed), found.map_err(str::to_owned), "{typed}");
        }
    }
}
