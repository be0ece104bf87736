//! Tips for words that a command line has and `syllabus` does not: flags of another command, and the names that other tools have for what there
//! is. In: an error of the parser and the table of commands. Out: the error with a better tip. A flag that another command has needs no row here.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};

/// What is typed under other names, and what is said of it.
struct Tip {
    typed: &'static [&'static str],
    says: &'static str,
}

/// Flags.
static FLAGS: &[Tip] = &[
    Tip {
        typed: &[
            "--dest-dir",
            "-d",
            "--output-dir",
            "--destination",
            "--dest",
            "--out",
            "--out-dir",
            "--outdir",
            "--site-dir",
            "--publishDir",
        ],
        says: "the folder of the site is named with `-o DIR`: `syllabus build chapters -o site`",
    },
    Tip {
        typed: &["--source", "--src", "--src-dir", "-s", "--input", "-i", "--contentDir", "--docs-dir", "--root", "-r"],
        says: "the folder of the chapters stands after the command, without a flag: `syllabus build chapters`",
    },
    Tip {
        typed: &["--baseurl", "--baseURL", "-b", "--base", "--site-url", "--url"],
        says: "the address of the site is `--base-url URL`",
    },
    Tip {
        typed: &["--watch", "-w", "--reload"],
        says: "`syllabus watch` builds again after each edit, and `syllabus serve` shows it",
    },
    Tip { typed: &["--serve"], says: "`syllabus serve` shows the course in the browser" },
    Tip { typed: &["-p"], says: "`syllabus serve` has `--port PORT`" },
    Tip {
        typed: &["--interface", "--bind", "--hostname", "-n", "--dev-addr", "-a"],
        says: "`syllabus serve` has `--host HOST` and `--port PORT`",
    },
    Tip { typed: &["--open-browser", "-O", "--navigateToChanged"], says: "`syllabus serve` has `--open`" },
    Tip {
        typed: &["--fail-on-warnings", "--fail-on-warning", "--warnings-as-errors", "-W", "--Werror", "--fail-level"],
        says: "`--strict` fails on warnings, too",
    },
    Tip { typed: &["--config-file", "-f", "-c"], says: "a configuration is named with `--config FILE`" },
    Tip {
        typed: &["--json", "--output-format", "--message-format", "--reporter"],
        says: "`--format json` writes JSON",
    },
    Tip {
        typed: &["--silent", "--no-warnings", "--no-progress"],
        says: "`-q` hides progress and warnings, `-qq` all but errors",
    },
    Tip {
        typed: &["--debug", "--trace", "--logLevel", "--log-level"],
        says: "`-v` shows notes, and where each setting comes from",
    },
    Tip {
        typed: &["--no-color", "--no-colour", "--colour"],
        says: "colours are chosen by `--color never`, `always` or `auto`",
    },
    Tip {
        typed: &["--clean", "--force", "--gc", "--cleanDestinationDir", "--noclean", "--dirty"],
        says: "a build removes what it made before and does not need any more, and touches no other file",
    },
    Tip { typed: &["--minify", "--production", "--prod"], says: "a build is always the one to be published" },
    Tip {
        typed: &["--drafts", "--buildDrafts", "-D", "--draft"],
        says: "a chapter with `draft: true` in its front matter is never built: remove the line",
    },
    Tip {
        typed: &["--future", "--buildFuture", "-F", "--date"],
        says: "`--now DATE` builds as on that day, with what is released by then",
    },
    Tip { typed: &["--no-cache-dir", "--ignoreCache", "--fresh"], says: "`--no-cache` uses nothing remembered" },
    Tip { typed: &["--cache-dir", "--cacheDir"], says: "`--cache DIR` keeps what is remembered in another folder" },
    Tip { typed: &["--pdf", "--epub"], says: "`syllabus export --to FORMAT` writes other formats" },
    Tip { typed: &["--in-place", "--apply-fixes"], says: "`syllabus repair --write` changes files" },
    Tip {
        typed: &["--edit"],
        says: "`syllabus serve` opens your editor at a place, where `[preview] editor` names it",
    },
    Tip { typed: &["--links", "--check-links"], says: "`syllabus check` looks at the links of a course" },
];

/// Commands.
static COMMANDS: &[Tip] = &[
    Tip {
        typed: &["dev", "start", "preview", "server", "run", "live", "s", "up"],
        says: "`syllabus serve` shows the course in the browser while you write",
    },
    Tip {
        typed: &["new", "create", "scaffold", "generate-config", "quickstart", "setup"],
        says: "a course is begun with `syllabus init DIR`",
    },
    Tip {
        typed: &["render", "generate", "compile", "make", "site", "b", "bundle"],
        says: "`syllabus build` builds the site",
    },
    Tip {
        typed: &["lint", "test", "verify", "validate", "doctor", "linkcheck", "links", "diagnose"],
        says: "`syllabus check` shows all that is wrong or doubtful",
    },
    Tip {
        typed: &["fix", "mojibake", "clean-text"],
        says: "`syllabus repair` repairs damaged text, and `syllabus check` shows what else is wrong",
    },
    Tip {
        typed: &["deploy", "publish", "gh-deploy", "pages"],
        says: "a site is published by your host: `syllabus init` adds what GitHub Pages needs; for others publish the folder that `syllabus build` writes",
    },
    Tip { typed: &["pdf", "print", "convert"], says: "`syllabus export --to pdf` prints the course" },
    Tip { typed: &["clean", "clear"], says: "there is nothing to clean: the site may be removed with its folder" },
    Tip { typed: &["json", "list", "ls", "toc", "questions"], says: "`syllabus inspect` prints the course as JSON" },
    Tip {
        typed: &["docs", "doc", "info", "codes", "config"],
        says: "`syllabus explain` tells of diagnostics and keys, `syllabus --help` of commands",
    },
    Tip {
        typed: &["completion", "complete", "generate-shell-completion"],
        says: "`syllabus completions SHELL` prints the completions of a shell",
    },
    Tip { typed: &["version"], says: "`syllabus --version` prints the version" },
    Tip { typed: &["grades", "report", "stats"], says: "`syllabus results FILE…` shows what students answered" },
    Tip { typed: &["skin", "style", "themes"], says: "`syllabus theme` makes themes, and lists them" },
];

/// The error with the best tip that there is; `arguments` are those of the command line.
pub(super) fn with_tip(mut error: Error, root: &Command, arguments: &[String]) -> Error {
    let typed = error.get(ContextKind::InvalidArg).or(error.get(ContextKind::InvalidSubcommand));
    let before = arguments.iter().take_while(|argument| !typed.is_some_and(|typed| is_it(argument, typed)));
    let commands = typed_commands(root, before);
    let command = commands.last().copied().unwrap_or(root);
    let tip = match (error.kind(), error.get(ContextKind::InvalidArg), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(typed)), _) => tip_of_argument(typed, command, root),
        (ErrorKind::InvalidSubcommand, _, Some(ContextValue::String(typed))) if commands.is_empty() => {
            tip_of_command(typed)
        }
        _ => None,
    };
    if let Some(tip) = tip {
        for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::Usage] {
            error.remove(kind);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        error.insert(ContextKind::Usage, ContextValue::StyledStr(command.clone().render_usage()));
    }
    error
}

/// Whether an argument is the one that an error names.
fn is_it(argument: &str, named: &ContextValue) -> bool {
    let ContextValue::String(named) = named else { return false };
    argument.strip_prefix(named.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
}

/// The commands that stand among arguments, outermost first.
fn typed_commands<'c, 'a>(root: &'c Command, arguments: impl Iterator<Item = &'a String>) -> Vec<&'c Command> {
    let mut found: Vec<&Command> = Vec::new();
    for argument in arguments {
        let inside = found.last().copied().unwrap_or(root);
        found.extend(inside.find_subcommand(argument));
    }
    found
}

fn tip_of_argument(typed: &str, command: &Command, root: &Command) -> Option<String> {
    let name = typed.split('=').next().unwrap_or(typed);
    if !name.starts_with('-') {
        let takes_output = command.get_arguments().any(|arg| arg.get_long() == Some("output"));
        let says = format!("one folder is read; that of the site is named with `-o`: `-o {name}`");
        return takes_output.then_some(says);
    }
    let known = FLAGS.iter().find(|tip| tip.typed.contains(&name)).map(|tip| tip.says.to_owned());
    known.or_else(|| tip_of_owners(name, command, root))
}

/// A tip where other commands have the flag.
fn tip_of_owners(name: &str, command: &Command, root: &Command) -> Option<String> {
    let is_named = |arg: &Arg| match name.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => arg.get_short().is_some_and(|short| name.strip_prefix('-').is_some_and(|rest| rest.starts_with(short))),
    };
    let has_flag = |of: &Command| of.get_arguments().any(is_named);
    let owners: Vec<&str> = root.get_subcommands().filter(|of| has_flag(of)).map(Command::get_name).collect();
    let first = owners.first()?;
    if std::ptr::eq(command, root) {
        return Some(format!("`{name}` stands after its command: `syllabus {first} {name}`"));
    }
    let others: Vec<String> = owners.iter().map(|owner| format!("`syllabus {owner}`")).collect();
    let (last, before) = others.split_last()?;
    Some(match before {
        [] => format!("{last} has `{name}`"),
        _ => format!("{} and {last} have `{name}`", before.join(", ")),
    })
}

fn tip_of_command(typed: &str) -> Option<String> {
    if let Some(tip) = COMMANDS.iter().find(|tip| tip.typed.contains(&typed)) {
        return Some(tip.says.to_owned());
    }
    let says = || format!("a command stands before the folder: `syllabus build {typed}`, `syllabus serve {typed}`");
    Path::new(typed).exists().then(says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands;

    /// All flags of a command that has no commands within, those of every command included.
    fn flags(command: &Command) -> Vec<String> {
        let arguments = command.get_arguments();
        let names = arguments.flat_map(|arg| {
            let long = arg.get_long().map(|long| format!("--{long}"));
            long.into_iter().chain(arg.get_short().map(|short| format!("-{short}")))
        });
        names.collect()
    }

    #[test]
    fn a_tip_is_for_what_no_command_knows_and_stands_once() {
        let root = commands();
        let mut seen = Vec::new();
        for typed in FLAGS.iter().chain(COMMANDS).flat_map(|tip| tip.typed) {
            assert!(!seen.contains(typed), "{typed} stands twice");
            seen.push(*typed);
        }
        for tip in COMMANDS {
            assert!(tip.typed.iter().all(|typed| root.find_subcommand(typed).is_none()), "{:?}", tip.typed);
        }
        for command in root.get_subcommands() {
            // `--source` is a flag of `results` alone, and `-i` one of `repair`: all others may type it.
            let known = flags(command);
            let taken = FLAGS.iter().flat_map(|tip| tip.typed).filter(|typed| known.contains(&(**typed).to_owned()));
            let taken: Vec<&&str> = taken.filter(|typed| !["--source", "-i"].contains(typed)).collect();
            assert!(taken.is_empty(), "{} has {taken:?}", command.get_name());
        }
    }

    #[test]
    fn what_a_tip_names_is_there() {
        let root = commands();
        for says in FLAGS.iter().chain(COMMANDS).map(|tip| tip.says) {
            for quoted in says.split('`').skip(1).step_by(2).filter(|quoted| quoted.starts_with("syllabus ")) {
                let mut words = quoted.split_whitespace().skip(1);
                let first = words.next().unwrap_or_default();
                let command = if first.starts_with('-') { Some(&root) } else { root.find_subcommand(first) };
                let command = command.unwrap_or_else(|| panic!("{quoted}"));
                let known = flags(command);
                let named = std::iter::once(first).chain(words).filter(|word| word.starts_with('-'));
                named.for_each(|flag| assert!(known.contains(&flag.to_owned()), "{quoted}"));
            }
        }
    }
}
