//! Which grammar the language of a code block means.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

/// Names that authors write and grammars don't know (linguist's aliases).
static ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("console", "sh"),
    ("shellsession", "sh"),
    ("terminal", "sh"),
    ("zsh", "sh"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("fsharp", "fs"),
    ("f#", "fs"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsonl", "json"),
    ("javascript", "js"),
    ("node", "js"),
    ("jsx", "js"),
    ("typescript", "ts"),
    ("python3", "py"),
    ("py3", "py"),
    ("pyspark", "py"),
    ("ipython", "py"),
    ("golang", "go"),
    ("rustlang", "rs"),
    ("yml", "yaml"),
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("ps1", "powershell"),
    ("pwsh", "powershell"),
    ("posh", "powershell"),
    ("objc", "m"),
    ("objective-c", "m"),
    ("sparksql", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("plsql", "sql"),
    ("tsql", "sql"),
    ("make", "makefile"),
    ("viml", "vim"),
    ("html5", "html"),
    ("svg", "xml"),
    ("patch", "diff"),
    ("kt", "kotlin"),
];

/// Names that mean no language.
static PLAIN_NAMES: &[&str] = &["", "text", "txt", "plain", "plaintext", "none", "output", "mermaid", "math", "ascii"];

/// All grammars.
pub static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The grammar that each token means, in lower case: a file's ending or else a name, the later grammar's where two have the same.
static TOKENS: LazyLock<HashMap<String, &'static SyntaxReference>> = LazyLock::new(|| {
    let all = SYNTAXES.syntaxes();
    let names = all.iter().map(|syntax| (syntax.name.to_ascii_lowercase(), syntax));
    let endings = all
        .iter()
        .flat_map(|syntax| syntax.file_extensions.iter().map(move |ending| (ending.to_ascii_lowercase(), syntax)));
    names.chain(endings).collect()
});

/// The grammar that a fence's language means; none where that is unknown.
pub fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    if PLAIN_NAMES.contains(&name.as_str()) {
        return None;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, token)| token);
    TOKENS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The grammars that run without C lack some, and have others in a simpler form.
    #[cfg(feature = "cli")]
    #[test]
    fn each_alias_means_a_grammar() {
        for (alias, _) in ALIASES {
            assert!(grammar(alias).is_some(), "{alias}");
        }
    }

    #[test]
    fn a_token_means_what_it_means_to_syntect() {
        let endings = |syntax: &SyntaxReference| [vec![syntax.name.clone()], syntax.file_extensions.clone()].concat();
        for token in SYNTAXES.syntaxes().iter().flat_map(endings) {
            let found = SYNTAXES.find_syntax_by_token(&token).map(|syntax| &syntax.name);
            assert_eq!(TOKENS.get(&token.to_ascii_lowercase()).map(|syntax| &syntax.name), found, "{token}");
        }
    }
}
