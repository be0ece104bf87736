//! Files by which other tools are known that make sites from markdown, and where each has its chapters: a table. Never opens a file.

use std::path::Path;

use super::world::World;

/// A tool that makes sites from markdown.
#[derive(Debug, PartialEq, Eq)]
pub struct OtherTool {
    /// Its name, as it writes it.
    pub name: &'static str,
    /// A file at the root of a course that only this tool has.
    pub file: &'static str,
    /// The folder of its chapters, where its configuration says nothing else.
    pub chapters: &'static str,
}

/// The tools, the more special before the more general.
static TOOLS: &[OtherTool] = &[
    OtherTool { name: "mdBook", file: "book.toml", chapters: "src" },
    OtherTool { name: "MkDocs", file: "mkdocs.yml", chapters: "docs" },
    OtherTool { name: "MkDocs", file: "mkdocs.yaml", chapters: "docs" },
    OtherTool { name: "Zensical", file: "zensical.toml", chapters: "docs" },
    OtherTool { name: "Docusaurus", file: "docusaurus.config.js", chapters: "docs" },
    OtherTool { name: "Docusaurus", file: "docusaurus.config.ts", chapters: "docs" },
    OtherTool { name: "Astro", file: "astro.config.mjs", chapters: "src/content/docs" },
    OtherTool { name: "Astro", file: "astro.config.ts", chapters: "src/content/docs" },
    OtherTool { name: "Hugo", file: "hugo.toml", chapters: "content" },
    OtherTool { name: "Hugo", file: "hugo.yaml", chapters: "content" },
    OtherTool { name: "Jekyll", file: "_config.yml", chapters: "" },
    OtherTool { name: "Jupyter Book", file: "_toc.yml", chapters: "" },
    OtherTool { name: "Quarto", file: "_quarto.yml", chapters: "" },
    OtherTool { name: "GitBook", file: ".gitbook.yaml", chapters: "" },
    OtherTool { name: "Zola", file: "zola.toml", chapters: "content" },
    OtherTool { name: "VitePress", file: ".vitepress", chapters: "" },
    OtherTool { name: "docsify", file: "_sidebar.md", chapters: "" },
];

impl OtherTool {
    /// The tool whose files are in a folder.
    pub fn find(world: &dyn World, folder: &Path) -> Option<&'static OtherTool> {
        TOOLS.iter().find(|tool| world.metadata(&folder.join(tool.file)).is_ok())
    }

    /// The tool whose files are in the folder of a course, or in one above it as far as the root of its repository; without one, right above
    /// it.
    pub(super) fn around(world: &dyn World, root: &Path) -> Option<&'static OtherTool> {
        let real = world.real_path(root).ok()?;
        let repository = real.ancestors().position(|folder| world.metadata(&folder.join(".git")).is_ok());
        real.ancestors().take(repository.unwrap_or(1) + 1).find_map(|folder| OtherTool::find(world, folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_tool_is_known_by_its_file_in_the_course_or_above_it() {
        let around = |file: &str, root: &str, is_repository: bool| {
            let world = Memory::from_iter([(file, ""), ("/r/docs/a/b/x.md", "")]);
            if is_repository {
                world.create_folder("/r/.git");
            }
            OtherTool::around(&world, Path::new(root)).map(|tool| tool.name)
        };
        assert_eq!(around("/r/mkdocs.yml", "/r/docs", true), Some("MkDocs"));
        assert_eq!(around("/r/mkdocs.yml", "/r/docs", false), Some("MkDocs"));
        assert_eq!(around("/r/mkdocs.yml", "/r/docs/a/b", true), Some("MkDocs"));
        assert_eq!(around("/r/mkdocs.yml", "/r/docs/a/b", false), None);
        assert_eq!(around("/mkdocs.yml", "/r/docs", true), None);
        assert_eq!(around("/r/docs/_config.yml", "/r/docs", true), Some("Jekyll"));
        assert_eq!(around("/r/mkdocs.txt", "/r/docs", true), None);
    }
}
