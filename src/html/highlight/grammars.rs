//! Which grammar the language of a code block means, and which lines a grammar could take too long for.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

/// A line longer than this stays plain. One line of code in 20,000 is.
pub const MAX_LINE_LEN: usize = 400;

/// Grammars with an expression that takes twice the time for each further occurrence of a character (20 backslashes in Markdown take as long
/// as onig allows), that character, and how many of it a line may have; one with more stays plain.
static SLOW_GRAMMARS: &[(&str, char, usize)] = &[("Markdown", '\\', 8), ("MultiMarkdown", '\\', 8), ("Stylus", '{', 8)];

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

/// Whether a line is not highlighted, as the grammar could take too long for it.
pub fn stays_plain(syntax: &SyntaxReference, line: &str) -> bool {
    let is_slow = |(name, character, max): &(&str, char, usize)| {
        *name == syntax.name && line.matches(*character).nth(*max).is_some()
    };
    line.len() > MAX_LINE_LEN || SLOW_GRAMMARS.iter().any(is_slow)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn lines_on_which_a_grammar_is_slow_stay_plain() {
        for (name, character, max) in SLOW_GRAMMARS {
            let syntax = SYNTAXES.find_syntax_by_name(name).unwrap();
            let line = |count| character.to_string().repeat(count);
            assert!(!stays_plain(syntax, &line(*max)) && stays_plain(syntax, &line(max + 1)), "{name}");
        }
    }
}
