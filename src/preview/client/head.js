// What stands in <head>. A new style sheet is loaded before it takes the place of the old one: nothing is drawn without style.

// A style sheet that has not come by then is given up.
const TIMEOUT_MS = 3000;

/** @param {Element} node */
const isStyleSheet = (node) => node instanceof HTMLLinkElement && node.relList.contains("stylesheet");

/** What search engines read is data, and nothing of it runs. @param {Element} node */
const isData = (node) => node.localName === "script" && node.getAttribute("type") === "application/ld+json";

/** @param {Element} node */
const isOther = (node) => isData(node) || !isStyleSheet(node) && !["script", "title"].includes(node.localName);

/** The live element of a built one. @param {Element} built */
const liveOf = (built) => /** @type {Element | undefined} */ (preview.liveNodes.get(built));

/**
 * The children that are only in one of the two, by what they say.
 * @param {Element} was
 * @param {Element} now
 * @param {(node: Element) => boolean} isWanted
 */
function difference(was, now, isWanted) {
  const [olds, news] = [[...was.children].filter(isWanted), [...now.children].filter(isWanted)];
  /** @type {(list: Element[], node: Element) => Element | undefined} */
  const findEqual = (list, node) => list.find((other) => other.isEqualNode(node));
  for (const node of news) {
    const equal = findEqual(olds, node);
    const live = equal && liveOf(equal);
    if (live) preview.liveNodes.set(node, live);
  }
  return { removed: olds.filter((node) => !findEqual(news, node)), added: news.filter((node) => !findEqual(olds, node)) };
}

/**
 * Puts each new one where an old one is, so that the order of styles stays. What is in excess goes to the end. The old ones are still there:
 * the function it returns removes them.
 * @param {{ removed: Element[], added: Element[] }} change
 * @param {(made: Element, built: Element) => void} [prepare] Called with each new one before it is in the page.
 */
function insert({ removed, added }, prepare) {
  added.forEach((node, i) => {
    const made = preview.create(node);
    const old = removed[i] && liveOf(removed[i]);
    prepare?.(made, node);
    if (old?.isConnected) old.after(made);
    else document.head.append(made);
  });
  return () => removed.forEach((node) => liveOf(node)?.remove());
}

/** @type {(link: Element) => Promise<boolean>} */
const hasLoaded = (link) => new Promise((resolve) => {
  link.addEventListener("load", () => resolve(true));
  link.addEventListener("error", () => resolve(false));
  setTimeout(resolve, TIMEOUT_MS, false);
});

// A sheet that did not come is no reason to let go of the one that it follows.
preview.loadStyles = async (was, now) => {
  const change = difference(was, now, isStyleSheet);
  /** @type {Promise<{ made: Element, built: Element, media: string | null, hasCome: boolean }>[]} */
  const waiting = [];
  insert(change, (made, built) => {
    const media = built.getAttribute("media");
    // Loaded, but not in use.
    made.setAttribute("media", "not all");
    waiting.push(hasLoaded(made).then((hasCome) => ({ made, built, media, hasCome })));
  });
  const sheets = await Promise.all(waiting);
  return () => {
    /** @type {Set<Element>} */
    const kept = new Set();
    sheets.forEach(({ made, built, media, hasCome }, i) => {
      if (hasCome && media === null) made.removeAttribute("media");
      else if (hasCome && media !== null) made.setAttribute("media", media);
      else {
        // As if the page still had the old one: the next comparison finds the difference again.
        made.remove();
        if (change.removed[i]) kept.add(change.removed[i]);
        built.replaceWith(...(change.removed[i] ? [change.removed[i]] : []));
      }
    });
    for (const node of change.removed) if (!kept.has(node)) liveOf(node)?.remove();
    return sheets.every(({ hasCome }) => hasCome);
  };
};

// All but style sheets and scripts.
preview.mergeHead = (was, now) => {
  insert(difference(was.head, now.head, isOther))();
  if (document.title !== now.title) document.title = now.title;
  for (const { name, value } of now.documentElement.attributes) {
    if (document.documentElement.getAttribute(name) !== value) document.documentElement.setAttribute(name, value);
  }
};
