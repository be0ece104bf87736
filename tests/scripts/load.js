// Runs a script of the theme or the preview without a browser, as it stands in the script that it is joined into: strict, and in a scope of its own.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compileFunction } from "node:vm";

export const repository = resolve(import.meta.dirname, "../..");

// What the names in `names` stand for in the script at `path`. `given` is all that the script finds beside what Node.js has: a stand-in for
// `document`, say.
export function load(path, names, given = {}) {
  const file = join(repository, path);
  const text = `"use strict"; {${readFileSync(file, "utf8")}\nreturn { ${names.join(", ")} }; }`;
  return compileFunction(text, Object.keys(given), { filename: file })(...Object.values(given));
}
