// The worker of a site that may be read without a network (`sw.js`). It keeps what was read, and what a reader asked for.
//
// No reader ever sees a site that is half old and half new:
// - What is kept belongs to one build, that of `site.version`. A file gets in only if its bytes have the hash that this build's list has for it: what a
//   server sends in the middle of an update, or changes on the way, does not. (A host that changes pages as it sends them can be read, not kept.)
// - The worker of the next build keeps its files apart. It takes over when all that was kept is there in its new version, and when no page of the
//   old one is open: browsers wait for that by themselves. Until then, and if anything fails, the old files stay as they are.
// - Pages come from the network where there is one, so that a correction is read at once, and from what is kept where there is none. The files of a
//   page (pictures, scripts) come from where the page came from: those of this build from what is kept, those of a newer page from the network.

/** @typedef {{ files: Map<string, { size: number, hash: string }>, paths: string[], core: number[], modules: Record<string, number[]> }} Offline */

const { scope } = registration;
const PREFIX = `syllabus ${scope} `;
const NAME = PREFIX + site.version;
const LIST = scope + site.list;
// What a reader asked for. No file of the site has this address. It is written last: without it a cache is not whole.
const NOTES = `${scope}?kept`;
const HOME = "index.html";
// How long a page is waited for that is kept, in milliseconds: a network that does not answer is none.
const PATIENCE = 4000;
// So many files are asked for at once.
const AT_ONCE = 4;

/** Whether the page in a window is of this build, once that is known. @type {Map<string, Promise<boolean>>} */
const pages = new Map();

/** What a cache has at an address. @type {(name: string, address?: string) => Promise<any>} */
const jsonIn = async (name, address = LIST) => (await (await caches.open(name)).match(address))?.json();

/** The list as it is written (src/export/offline.rs). @type {(list: { files: [path: string, size: number, hash: string][], core: number[], modules: Record<string, number[]> }) => Offline} */
const readList = ({ files, core, modules }) => ({ files: new Map(files.map(([path, size, hash]) => [path, { size, hash }])), paths: files.map(([path]) => path), core, modules });

/** @type {Promise<Offline> | undefined} */
let found;
const list = () => found ??= jsonIn(NAME).then(readList).catch((fault) => {
  found = undefined;
  throw fault;
});

/** @type {() => Promise<string[]>} */
const asked = async () => await jsonIn(NAME, NOTES) ?? [];

/** @type {(path: string) => string} */
const addressOf = (path) => scope + path.split("/").map(encodeURIComponent).join("/");

/** The path in the site that an address means, by any of the ways in which servers name pages. @type {(url: string, files: Map<string, unknown>) => string | undefined} */
const pathOf = (url, files) => {
  if (!url.startsWith(scope)) return undefined;
  const path = decodeURIComponent(new URL(url).pathname.slice(new URL(scope).pathname.length));
  return [path, `${path}${HOME}`, `${path}.html`, `${path}/${HOME}`].find((path) => files.has(path));
};

/** Whether the name of a file says what is in it: then it is the same in all builds. @type {(path: string, hash: string) => boolean} */
const isNamedByContent = (path, hash) => path.includes(`-${hash.slice(0, 8)}.`);

/** The files that belong to a page on which one can ask for them. @type {(path: string | undefined, offline: Offline) => string[]} */
const filesFor = (path, { paths, modules }) => path === HOME ? paths : (modules[path ?? ""] ?? []).map((index) => paths[index]);

/** Puts a file into a cache if it is of this build; says whether it is. @type {(cache: Cache, path: string, hash: string, response: Response) => Promise<boolean>} */
const keep = async (cache, path, hash, response) => {
  if (!response.ok) return false;
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (site.digest(bytes) !== hash) return false;
  // A response of its own: one that was led to from elsewhere may not answer for a page.
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  await cache.put(addressOf(path), new Response(bytes, { headers: { "content-type": type } }));
  return true;
};

/** Fetches those of the files that are not in the cache yet. Rejects if one cannot be had. @type {(cache: Cache, paths: string[], files: Offline["files"], progress?: (size: number) => void) => Promise<void>} */
const fetchAll = async (cache, paths, files, progress = () => {}) => {
  const waiting = [...new Set(paths)];
  const one = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const { size, hash } = files.get(path) ?? { size: 0, hash: "" };
      if (!await cache.match(addressOf(path))) {
        // Not what the browser itself remembers of an earlier build.
        const answer = await fetch(addressOf(path), { cache: isNamedByContent(path, hash) ? "default" : "no-cache" });
        if (!await keep(cache, path, hash, answer)) throw new Error(`${path} is not of this version of the site`);
      }
      progress(size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
};

/** Keeps a page and the files that it shows. @type {(cache: Cache, path: string, files: Offline["files"]) => Promise<void>} */
const keepWhole = async (cache, path, files) => {
  await fetchAll(cache, [path], files);
  const html = await (await cache.match(addressOf(path)))?.text() ?? "";
  const parts = [...html.matchAll(/ (?:src|href)="([^"]+)"/g)].flatMap(([, address]) => pathOf(new URL(address, addressOf(path)).href, files) ?? []);
  await fetchAll(cache, parts.filter((part) => !part.endsWith(".html")), files);
};

/** The cache of the build before this one, if there was one. @type {() => Promise<{ cache: Cache, offline: Offline, notes: string[] } | undefined>} */
const cacheBefore = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  for (const name of names.reverse()) {
    const [text, notes] = [await jsonIn(name), await jsonIn(name, NOTES)];
    if (text && notes) return { cache: await caches.open(name), offline: readList(text), notes };
  }
};

/** Brings what was kept of the build before into this one. */
const install = async () => {
  const answer = await fetch(LIST, { cache: "no-cache" });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (site.digest(bytes) !== site.version) throw new Error("the site is being updated");
  const cache = await caches.open(NAME);
  await cache.put(LIST, new Response(bytes, { headers: { "content-type": "application/json" } }));
  const offline = await list();
  const { files, paths, core, modules } = offline;
  const before = await cacheBefore();
  const notes = (before?.notes ?? []).filter((note) => note === HOME || note in modules);
  const wanted = [...core.map((index) => paths[index]), ...notes.flatMap((note) => filesFor(note, offline))];
  for (const { url } of before ? await before.cache.keys() : []) {
    const path = pathOf(url, files);
    if (!before || !path) continue;
    wanted.push(path);
    const old = before.offline.files.get(path)?.hash === files.get(path)?.hash && await before.cache.match(url);
    if (old) await cache.put(addressOf(path), old);
  }
  await fetchAll(cache, wanted, files);
  await cache.put(NOTES, new Response(JSON.stringify(notes)));
};

addEventListener("install", (event) => event.waitUntil(install().catch(async (fault) => {
  await caches.delete(NAME);
  throw fault;
})));

addEventListener("activate", (event) => event.waitUntil((async () => {
  // What the next build is bringing together stays; the next time there is nothing in the way.
  const others = registration.installing || registration.waiting ? [] : await caches.keys();
  for (const name of others) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await clients.claim();
  // Pages that were read before there was a worker.
  const { files } = await list();
  const cache = await caches.open(NAME);
  for (const { url } of await clients.matchAll({ type: "window" })) {
    const path = pathOf(url, files);
    if (path) await keepWhole(cache, path, files).catch(() => { /* it is kept when it is read again */ });
  }
})()));

/** Once in the life of a worker: where the site has none any more, its author does not want it to be kept. */
let hasAsked = false;
let isLeaving = false;
const leaveIfGone = async () => {
  if (hasAsked) return;
  hasAsked = true;
  const answer = await fetch(`${scope}sw.js`, { cache: "no-store" });
  isLeaving = answer.status === 404 || answer.status === 410 || answer.ok && !/javascript/.test(answer.headers.get("content-type") ?? "");
  if (!isLeaving) return;
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
};

/** What is said in place of a page that was not kept. Its links hold at its own address only. */
const notKept = async () => {
  const page = await (await caches.open(NAME)).match(addressOf(site.page));
  if (!page) return Response.error();
  const html = (await page.text()).replace("<head>", `<head><base href="${addressOf(site.page)}">`);
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

/** @type {(event: FetchEvent) => Promise<Response>} */
const page = async (event) => {
  const { files } = await list();
  const path = pathOf(event.request.url, files);
  const cache = await caches.open(NAME);
  const kept = path && await cache.match(addressOf(path));
  /** @param {boolean | Promise<boolean>} isOfThisBuild */
  const remember = (isOfThisBuild) => pages.set(event.resultingClientId, Promise.resolve(isOfThisBuild));
  const late = kept ? new Promise((resolve) => { setTimeout(resolve, PATIENCE); }) : new Promise(() => {});
  const answer = await Promise.race([fetch(event.request).catch(() => undefined), late]);
  if (answer && (answer.status < 500 || !kept)) {
    const hash = files.get(path ?? "")?.hash;
    const isKept = path && hash ? keep(cache, path, hash, answer.clone()).catch(() => false) : false;
    remember(isKept);
    event.waitUntil(Promise.resolve(isKept).then(leaveIfGone).catch(() => { /* the next worker asks again */ }));
    return answer;
  }
  remember(true);
  return kept || notKept();
};

/** A picture, a style, a script. @type {(event: FetchEvent) => Promise<Response>} */
const part = async (event) => {
  const { request, clientId } = event;
  const { files } = await list();
  const path = pathOf(request.url, files);
  if (!path) return fetch(request);
  const hash = files.get(path)?.hash ?? "";
  const cache = await caches.open(NAME);
  const kept = await cache.match(addressOf(path));
  const isOfThisBuild = isNamedByContent(path, hash) || await pages.get(clientId);
  if (kept && isOfThisBuild) return kept;
  if (isOfThisBuild === false) return fetch(request);
  try {
    const answer = await fetch(request);
    event.waitUntil(keep(cache, path, hash, answer.clone()).catch(() => false));
    return answer;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
};

/** A piece of a film or a recording, cut from what is kept: a piece that the network sends is never kept. @type {(event: FetchEvent) => Promise<Response>} */
const piece = async ({ request, clientId }) => {
  const path = pathOf(request.url, (await list()).files);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "") ?? [];
  const kept = path && from && await (await caches.open(NAME)).match(addressOf(path));
  const isOfThisBuild = await pages.get(clientId);
  const answer = kept && isOfThisBuild ? undefined : await fetch(request).catch(() => undefined);
  if (answer || !kept || isOfThisBuild === false) return answer ?? Response.error();
  const bytes = await kept.arrayBuffer();
  const end = to ? Math.min(Number(to) + 1, bytes.byteLength) : bytes.byteLength;
  const headers = { "content-type": kept.headers.get("content-type") ?? "", "content-range": `bytes ${from}-${end - 1}/${bytes.byteLength}` };
  return new Response(bytes.slice(Number(from), end), { status: 206, headers });
};

addEventListener("fetch", (event) => {
  const { request } = event;
  if (isLeaving || request.method !== "GET" || !request.url.startsWith(scope)) return;
  const answer = request.mode === "navigate" ? page(event) : request.headers.has("range") ? piece(event) : part(event);
  event.respondWith(answer.catch(() => fetch(request)));
});

/** @type {(paths: string[], offline: Offline) => number} */
const sizeOf = (paths, { files }) => paths.reduce((sum, path) => sum + (files.get(path)?.size ?? 0), 0);

/** What is known of the files that belong to a page. @type {(path: string | undefined, offline: Offline) => Promise<KeepAnswer>} */
const stateOf = async (path, offline) => {
  const core = new Set(offline.core.map((index) => offline.paths[index]));
  const own = filesFor(path, offline).filter((file) => !core.has(file));
  const notes = await asked();
  return { size: sizeOf(own, offline), isKept: notes.includes(path ?? "") || own.length > 0 && notes.includes(HOME) };
};

/** @type {Record<string, (path: string | undefined, offline: Offline, port: MessagePort) => Promise<KeepAnswer>>} */
const ANSWERS = {
  state: stateOf,

  async keep(path, offline, port) {
    const cache = await caches.open(NAME);
    const wanted = filesFor(path, offline);
    const all = sizeOf(wanted, offline);
    let done = 0;
    await fetchAll(cache, wanted, offline.files, (size) => {
      done += size;
      port.postMessage({ part: done / all });
    });
    await cache.put(NOTES, new Response(JSON.stringify([...new Set([...await asked(), path])])));
    return stateOf(path, offline);
  },

  async drop(path, offline) {
    const cache = await caches.open(NAME);
    // Who does not want a module wants not all of the course.
    const notes = (await asked()).filter((note) => note !== path && note !== HOME);
    await cache.put(NOTES, new Response(JSON.stringify(notes)));
    const stay = new Set([...offline.core.map((index) => offline.paths[index]), ...notes.flatMap((note) => filesFor(note, offline))]);
    for (const file of filesFor(path, offline)) if (!stay.has(file)) await cache.delete(addressOf(file));
    return stateOf(path, offline);
  },
};

addEventListener("message", (/** @type {any} */ event) => {
  const { ask, url } = event.data ?? {};
  const [port] = event.ports;
  if (!port || !ANSWERS[ask]) return;
  event.waitUntil(list().then(async (offline) => {
    const path = pathOf(url, offline.files);
    const answer = await ANSWERS[ask](path, offline, port).catch(async () => ({ ...await stateOf(path, offline), hasFailed: true }));
    port.postMessage(answer);
  }));
});
