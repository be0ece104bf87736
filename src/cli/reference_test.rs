//! The reference in docs/reference is made from the tables of the code, and is what they say. `SYLLABUS_BLESS=1 cargo test --lib reference` writes it.

use clap::{Arg, Command, CommandFactory};

use super::CommandLine;
use crate::config::{KEYS, TABLES};
use crate::diagnostic::CODES;
use crate::reference_test::{cell, hold};
use crate::source::{FRONT_MATTER_KEYS, FrontMatterKey};

const INDEX: &str = "\
# Reference

Made from the code, and held to it by tests.

- [Configuration](configuration.md): every key of `syllabus.toml`
- [Front matter](front-matter.md): every key of a chapter's
- [Commands](commands.md): every command and flag
- [Diagnostics](diagnostics.md): every code of `syllabus check`
- [Every form of a question](questions.md), of a checklist, and what is none
- [Examples of questions](question-examples.md), with what becomes of them
- [Words of languages](words.md) by which chapters are understood
- [JSON](json.md): the formats for other programs, with their schemas
- [Themes](theme.md): what a template sees, and all else that a theme may rely on
- [What a browser keeps](progress.md)
- [The index of the search](search.md)
";

const CONFIGURATION: &str = "\
`syllabus.toml` stands in the folder of the chapters, or beside it; all keys may be left out. `syllabus init` writes one in which each key is a comment, and
`syllabus explain KEY` tells more of one. An editor that knows JSON Schema completes and checks it, see [JSON](json.md#in-an-editor).
";

const FRONT_MATTER: &str = "\
A chapter may begin with a block of YAML between lines of `---`, or of TOML between lines of `+++`. None is needed, and all keys may be left out; those of
other tools are passed over.
";

const COMMANDS: &str = "\
Results go to stdout; progress, and the diagnostics of commands whose result is something else, to stderr. The exit status is 0 when all is done, 1 when the
course has errors (or warnings, with `--strict`), 2 for wrong usage, 3 when reading or writing failed.
";

const DIAGNOSTICS: &str = "\
What `syllabus check` and the other commands say of a course. An error keeps a page back, a warning is shown, a note with `--verbose`. `syllabus explain CODE` says the
same.
";

/// The pages, by their names.
fn pages() -> [(&'static str, String); 5] {
    [
        ("README.md", INDEX.to_owned()),
        ("configuration.md", configuration()),
        ("front-matter.md", front_matter()),
        ("commands.md", commands()),
        ("diagnostics.md", diagnostics()),
    ]
}

fn configuration() -> String {
    let mut text = format!("# Configuration\n\n{CONFIGURATION}");
    for table in TABLES {
        text.push_str(&format!(
            "\n## `{}`\n\nThis is {}.\n\n| key | takes | what it does | without it |\n|---|---|---|---|\n",
            table.header(),
            table.purpose
        ));
        for key in KEYS.iter().filter(|key| key.table == table.name) {
            text.push_str(&format!(
                "| `{}` | {} | {} | {} |\n",
                key.name,
                cell(key.takes),
                cell(key.purpose),
                cell(key.default)
            ));
        }
        text.push_str(&format!("\n```toml\n{}\n", table.header()));
        for key in KEYS.iter().filter(|key| key.table == table.name) {
            text.push_str(&format!("{} = {}\n", key.name, key.example));
        }
        text.push_str("```\n");
    }
    text
}

fn front_matter() -> String {
    let row = |key: &FrontMatterKey| {
        let FrontMatterKey { name, takes, purpose, default, .. } = key;
        format!("| `{name}` | {} | {} | {} |\n", cell(takes), cell(purpose), cell(default))
    };
    let example: String = FRONT_MATTER_KEYS
        .iter()
        .filter(|key| !["draft", "aliases", "excalidraw-plugin"].contains(&key.name))
        .map(|key| format!("{}: {}\n", key.name, key.example))
        .collect();
    format!(
        "# Front matter\n\n{FRONT_MATTER}\n| key | takes | what it does | without it |\n|---|---|---|---|\n{}\n```yaml\n---\n{example}---\n```\n",
        FRONT_MATTER_KEYS.iter().map(row).collect::<String>()
    )
}

fn diagnostics() -> String {
    let mut text = format!("# Diagnostics\n\n{DIAGNOSTICS}");
    for row in CODES {
        text.push_str(&format!(
            "\n## `{}`\n\n**{}**: {}. {}\n\n",
            row.id,
            row.severity.word(),
            row.summary,
            row.detail
        ));
        // Longer than any fence in it.
        let fence = "`".repeat(if row.example.contains("```") { 4 } else { 3 });
        text.push_str(&format!("{fence}text\n{}\n{fence}\n\n{}{}\n", row.example, row.remedy, row.fix_sentence()));
    }
    text
}

fn commands() -> String {
    let mut root = CommandLine::command();
    root.build();
    let shared: Vec<&str> =
        root.get_arguments().filter(|arg| arg.is_global_set()).map(|arg| arg.get_id().as_str()).collect();
    let mut text = format!("# Commands\n\n{COMMANDS}");
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        push_command(&mut text, command, "syllabus", 2, &shared);
    }
    text.push_str("\n## Flags of every command\n\n");
    push_arguments(&mut text, root.get_arguments().filter(|arg| arg.is_global_set()));
    text
}

fn push_command(text: &mut String, command: &Command, before: &str, level: usize, shared: &[&str]) {
    let name = format!("{before} {}", command.get_name());
    // The first line of a help is no sentence, what follows is.
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let long = command.get_long_about().map(ToString::to_string).unwrap_or_default();
    let rest = long.strip_prefix(&about).unwrap_or_default().trim_end();
    text.push_str(&format!("\n{} `{name}`\n\n{about}.{rest}\n", "#".repeat(level)));
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|arg| !shared.contains(&arg.get_id().as_str()) && arg.get_id() != "help")
        .collect();
    if !own.is_empty() {
        text.push('\n');
        push_arguments(text, own.into_iter());
    }
    let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples: Vec<&str> = example.lines().filter_map(|line| line.strip_prefix("Example: ")).collect();
    if !examples.is_empty() {
        text.push_str(&format!("\n```sh\n{}\n```\n", examples.join("\n")));
    }
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        push_command(text, inner, &name, level + 1, shared);
    }
}

fn push_arguments<'a>(text: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    text.push_str("| argument | what it does |\n|---|---|\n");
    for arg in arguments {
        let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
        let takes_value = arg.get_action().takes_values();
        let long = arg.get_long().map(|long| format!("--{long}"));
        let short = arg.get_short().map(|short| format!("-{short}"));
        let flags: Vec<String> = short.into_iter().chain(long).collect();
        let shown = match (flags.is_empty(), takes_value) {
            (true, _) => format!("`{value}`"),
            (false, true) => format!("`{} {value}`", flags.join("`, `")),
            (false, false) => format!("`{}`", flags.join("`, `")),
        };
        let possible: Vec<String> = match arg.is_hide_possible_values_set() || !takes_value {
            true => Vec::new(),
            false => arg.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect(),
        };
        let short = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let long = arg.get_long_help().map(ToString::to_string).unwrap_or_default();
        let rest = long.strip_prefix(&short).map(|rest| rest.trim().to_owned()).unwrap_or_default();
        let mut help = short;
        if !possible.is_empty() {
            help.push_str(&format!(": {}", possible.join(", ")));
        }
        let defaults: Vec<String> =
            arg.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
        if takes_value && !defaults.is_empty() {
            help.push_str(&format!(" (else {})", defaults.join(", ")));
        }
        if !rest.is_empty() {
            help.push_str(&format!(". {rest}"));
        }
        text.push_str(&format!("| {} | {} |\n", cell(&shown), cell(&help)));
    }
}

#[test]
fn the_reference_is_what_the_code_says() {
    for (name, text) in pages() {
        hold(&format!("reference/{name}"), &text);
    }
}
