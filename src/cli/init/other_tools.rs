//! Files by which other tools are known, and where each has its chapters: a table. Never opens a file.

use std::path::Path;

/// A tool that makes sites from markdown.
pub(super) struct OtherTool {
    /// Its name, as it writes it.
    pub name: &'static str,
    /// A file at the root of a course that only this tool has.
    file: &'static str,
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

/// The tool whose files are in a folder, with the name of the file that tells.
pub(super) fn find(folder: &Path) -> Option<(&'static OtherTool, &'static str)> {
    TOOLS.iter().find(|tool| folder.join(tool.file).exists()).map(|tool| (tool, tool.file))
}
