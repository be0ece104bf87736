//! Repairs a text with the library alone: `cargo run --example repair-text -- FILE`, or without a file from stdin. The repaired text goes to
//! stdout, the account of what was done to stderr. Reading and writing are the example's own: the library does neither.

use std::io::{Read, Write};
use std::process::ExitCode;

use syllabus::repair::{RepairSettings, Repaired, repair};
use syllabus::span::LineIndex;

#[allow(clippy::disallowed_methods, reason = "an example reads the file that it is given")]
fn main() -> ExitCode {
    let text = match std::env::args_os().nth(1) {
        Some(path) => std::fs::read_to_string(path),
        None => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        }
    };
    let written = text.and_then(|text| {
        let repaired = repair(&text, &RepairSettings::default());
        std::io::stderr().write_all(account(&text, &repaired).as_bytes())?;
        std::io::stdout().write_all(repaired.text.as_bytes())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

/// A line for each repair, and for each place where something is gone for good.
fn account(text: &str, repaired: &Repaired<'_>) -> String {
    let lines = LineIndex::new(text);
    let mut account = String::new();
    for repair in &repaired.repairs {
        let line = lines.line(repair.span.start);
        let sure = if repair.sure { "sure" } else { "the most probable" };
        let (before, after, channel) = (&repair.before, &repair.after, &repair.channel);
        account += &format!("line {line}: {before} → {after} ({sure}: {:.2}, {channel}", repair.confidence);
        if !repair.alternatives.is_empty() {
            account += &format!("; or {}", repair.alternatives.join(" "));
        }
        account += ")\n";
    }
    for lost in &repaired.lost {
        account += &format!("line {}: {} is lost for good\n", lines.line(lost.start), lost.of(text));
    }
    account
}
