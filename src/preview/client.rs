//! What runs in the author's browser under `syllabus serve`. Out: one classic script. It keeps the page as it is on disk without losing the
//! reader's place, and shows what was understood of the source and what is wrong with it. Never part of a built site.

/// Joins scripts, each in a block of its own: what one declares no other sees. `preview` is what they share; the style is the text `css`.
macro_rules! joined {
    ($style:literal, $($script:literal),+ $(,)?) => {
        concat!(
            "(() => {\n\"use strict\";\nconst preview = {};\nconst css = String.raw`\n", include_str!(concat!("client/", $style)), "`;\n",
            $("{\n", include_str!(concat!("client/", $script)), "}\n",)+
            "})();\n"
        )
    };
}

/// The script of `/.syllabus/preview.js`.
pub fn script() -> &'static str {
    joined!(
        "style.css",
        "start.js",
        "patch.js",
        "place.js",
        "head.js",
        "reload.js",
        "pictures.js",
        "frame.js",
        "foot.js",
        "open.js",
        "notices.js",
        "facts.js",
        "repair.js",
        "overlay.js",
        "panel.js",
        "find.js",
        "author.js",
        "connect.js",
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::script;

    #[test]
    fn each_file_is_in_the_script_and_opens_with_what_it_is_for() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview/client");
        let mut files = 0;
        for entry in fs::read_dir(folder).expect("the scripts").flatten() {
            let text = fs::read_to_string(entry.path()).expect("a script");
            assert!(script().contains(&text), "{:?} is not part of the script", entry.file_name());
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
