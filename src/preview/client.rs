//! The script that runs in the author's browser under `syllabus serve`. Out: one classic script. It updates the page when its source
//! changes without losing the reader's place, and shows the questions, repairs and diagnostics of the source. Never part of a built site.

use std::sync::LazyLock;

use crate::render::theme::script::join;

/// The texts of files beside this one.
macro_rules! texts {
    ($($name:literal),+ $(,)?) => { [$(include_str!(concat!("client/", $name))),+] };
}

/// Runs first: it fills `preview` if the page was loaded from a server.
const START: [&str; 1] = texts!["start.js"];

/// Run after it, in this order, if it filled `preview`.
const PARTS: [&str; 21] = texts![
    "workers.js",
    "plan.js",
    "patch.js",
    "place.js",
    "head.js",
    "reload.js",
    "pictures.js",
    "frame.js",
    "excerpt.js",
    "bottom-bar.js",
    "open.js",
    "notices.js",
    "facts.js",
    "send.js",
    "repair.js",
    "fix.js",
    "overlay.js",
    "panel.js",
    "find.js",
    "author.js",
    "connect.js",
];

/// `preview` is what the files share; the text `css` is the style of the preview's own element.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let style = include_str!("client/style.css");
    format!(
        "(() => {{\n\"use strict\";\nconst preview = {{}};\nconst css = String.raw`\n{style}`;\n{}if (!preview.page) return;\n{}}})();\n",
        join(START),
        join(PARTS),
    )
});

/// The script of `/.syllabus/preview.js`.
pub fn script() -> &'static str {
    &SCRIPT
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::script;
    use crate::render::theme::script::join;

    #[test]
    fn each_file_is_in_the_script_and_has_a_header() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview/client");
        let mut files = 0;
        for entry in fs::read_dir(folder).expect("the scripts").flatten() {
            let text = fs::read_to_string(entry.path()).expect("a script");
            let is_style = entry.path().extension().is_some_and(|ending| ending == "css");
            let part = if is_style { text.clone() } else { join([text.as_str()]) };
            assert!(script().contains(&part), "{:?} is not part of the script", entry.file_name());
            assert!(text.starts_with("//") || text.starts_with("/*"), "{:?} has no header", entry.file_name());
            files += 1;
        }
        assert!(files > 10);
    }

    #[test]
    fn the_style_can_stand_in_a_raw_template() {
        let style = include_str!("client/style.css");
        assert!(!style.contains('`') && !style.contains("${"));
    }

    #[test]
    fn nothing_of_the_page_becomes_markup_or_code() {
        for word in ["innerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"] {
            assert!(!script().contains(word), "{word}");
        }
    }
}
