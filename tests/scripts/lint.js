// Finds names that leak between scripts which are joined into one. Each file stands in a block of its own there: a name that it uses must be
// declared in it, or be of the browser, or be the one object that the files share. The type checker alone does not find all of them, as the
// browser has names like `close`, `open` and `stop` itself: a file that forgot to declare its own would silently get the browser's.
//
// `node lint.js` reads the files of the repository and exits with 1 if it finds something.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "acorn";
import { analyze } from "eslint-scope";

// Each folder is joined into one script; `shared` is what its files share, `makes` what they may put into the global scope.
export const SCRIPTS = [
  { folder: "themes/default/js", shared: ["syllabus"], makes: ["syllabus"] },
  { folder: "themes/default/js/search", shared: ["syllabus"], makes: [] },
  { folder: "themes/default/js/exam", shared: ["syllabus"], makes: [] },
  { folder: "themes/default/js/offline", shared: ["syllabus", "site", "registration", "clients"], makes: [] },
  { folder: "src/preview/client", shared: ["preview", "css"], makes: [] },
];

// What scripts use of the browser, and of the language. Whoever adds a name looks first whether a file declares it.
const KNOWN = new Set(`
  globalThis undefined
  Array Boolean Date Error Float32Array Float64Array JSON Map Math Number Object Promise RegExp Set String URL URLSearchParams Uint8Array WeakMap decodeURIComponent encodeURIComponent parseFloat Intl WeakSet
  document history localStorage location navigator sessionStorage innerHeight innerWidth scrollX scrollY
  addEventListener visualViewport clearTimeout fetch getComputedStyle matchMedia requestAnimationFrame scrollBy scrollTo setTimeout
  CSS CSSStyleSheet CustomEvent DOMParser Element EventSource HTMLElement HTMLInputElement HTMLLinkElement Highlight IntersectionObserver MouseEvent NodeFilter Range HTMLImageElement HTMLScriptElement
  ResizeObserver Text customElements Node MessageChannel Response Uint32Array caches
`.split(/\s+/).filter(Boolean));

// Ways to say the global scope.
const GLOBAL = new Set(["globalThis", "window", "self", "top", "frames"]);

// All nodes of a syntax tree.
function* nodesOf(node) {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") yield* nodesOf(child);
    }
  }
}

// What a file declares at its top, what it uses without having declared it, what it puts into the global scope, and why it cannot be read.
function namesOf(text) {
  // As it is joined: strict, a classic script, in a block. An `import`, an `export` and a `return` at the top are errors here.
  let tree;
  try {
    tree = parse(`"use strict"; {${text}\n}`, { ecmaVersion: "latest", ranges: true, locations: true });
  } catch ({ message, loc }) {
    return { declared: [], used: [], leaking: [], fault: { message: message.replace(/ \(\d+:\d+\)$/, ""), line: loc.line } };
  }
  const scopes = analyze(tree, { ecmaVersion: 2024, sourceType: "script" });
  const declared = scopes.acquire(tree.body[1])?.variables.map(({ name }) => name) ?? [];
  const used = scopes.globalScope.through.map(({ identifier }) => ({ name: identifier.name, line: identifier.loc.start.line }));
  // `var` does not stay in its block.
  const leaking = scopes.globalScope.variables.map(({ name, identifiers }) => ({ name, line: identifiers[0].loc.start.line }));
  for (const { type, left, loc } of nodesOf(tree)) {
    if (type !== "AssignmentExpression" || left.type !== "MemberExpression" || !GLOBAL.has(left.object.name)) continue;
    leaking.push({ name: left.property.name ?? left.property.value, line: loc.start.line });
  }
  return { declared, used, leaking, fault: null };
}

// What is wrong with files that are joined: their texts by name.
export function findLeaks(files, { shared, makes }) {
  const names = new Map(Object.entries(files).map(([file, text]) => [file, namesOf(text)]));
  const fileOf = (name) => [...names].find(([, { declared }]) => declared.includes(name))?.[0];
  return [...names].flatMap(([file, { used, leaking, fault }]) => [
    ...(fault ? [`${file}:${fault.line}: ${fault.message}`] : []),
    ...leaking.filter(({ name }) => !makes.includes(name))
      .map(({ name, line }) => `${file}:${line}: \`${name}\` gets into the global scope`),
    ...used.filter(({ name }) => !KNOWN.has(name) && !shared.includes(name)).map(({ name, line }) => {
      const other = fileOf(name);
      return `${file}:${line}: \`${name}\` ${other ? `is declared in ${other}, which is a block of its own` : "is declared nowhere"}`;
    }),
  ]);
}

if (process.argv[1] === import.meta.filename) {
  const repository = resolve(import.meta.dirname, "../..");
  const leaks = SCRIPTS.flatMap((script) => {
    const paths = readdirSync(join(repository, script.folder)).filter((name) => name.endsWith(".js")).map((name) => `${script.folder}/${name}`);
    return findLeaks(Object.fromEntries(paths.map((path) => [path, readFileSync(join(repository, path), "utf8")])), script);
  });
  for (const leak of leaks) console.error(leak);
  process.exitCode = leaks.length > 0 ? 1 : 0;
}
