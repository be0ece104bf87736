// What stands in <head>. A new style sheet is loaded before it takes the place of the old one: nothing is drawn without style.

const isSheet = (node) => node.localName === "link" && node.relList.contains("stylesheet");
const children = (head, wanted) => [...head.children].filter(wanted);
const others = (node) => !isSheet(node) && !["script", "title"].includes(node.localName);

// What is only in one of the two, by what it says.
function apart(was, now, wanted) {
  const [olds, news] = [children(was, wanted), children(now, wanted)];
  const has = (list, node) => list.find((other) => other.isEqualNode(node));
  for (const node of news) {
    const twin = has(olds, node);
    if (twin) preview.patch.lives.set(node, preview.patch.lives.get(twin));
  }
  return { gone: olds.filter((node) => !has(news, node)), come: news.filter((node) => !has(olds, node)) };
}

const live = (node) => preview.patch.lives.get(node);

// Each new one comes where an old one was, so that the order of styles stays. What is in excess goes to the end.
function exchange({ gone, come }, at) {
  come.forEach((node, i) => {
    const made = preview.patch.make(node);
    const old = gone[i] && live(gone[i]);
    // Before it is in the page, so that nothing is loaded or used too early.
    at?.(made, node);
    if (old?.isConnected) old.after(made);
    else document.head.append(made);
  });
  return () => gone.forEach((node) => live(node)?.remove());
}

const loaded = (link) => new Promise((done) => {
  link.addEventListener("load", () => done(true));
  link.addEventListener("error", () => done(false));
  setTimeout(done, 3000, false);
});

// Loads the style sheets of `now` that are new, without using them. What it returns puts them in use; a sheet that did not come is
// no reason to let go of the one it follows: it returns whether all came.
preview.styles = async (was, now) => {
  const change = apart(was, now, isSheet);
  const waiting = [];
  exchange(change, (made, node) => {
    const media = node.getAttribute("media");
    made.setAttribute("media", "not all");
    waiting.push(loaded(made).then((came) => ({ made, node, media, came })));
  });
  const all = await Promise.all(waiting);
  return () => {
    const kept = new Set();
    all.forEach(({ made, node, media, came }, i) => {
      if (came && media === null) made.removeAttribute("media");
      else if (came) made.setAttribute("media", media);
      else {
        // As if the page still had the old one: the next comparison finds the difference again.
        made.remove();
        if (change.gone[i]) kept.add(change.gone[i]);
        node.replaceWith(...(change.gone[i] ? [change.gone[i]] : []));
      }
    });
    for (const node of change.gone) if (!kept.has(node)) live(node)?.remove();
    return all.every(({ came }) => came);
  };
};

// All but style sheets and scripts.
preview.mergeHead = (was, now) => {
  exchange(apart(was.head, now.head, others))();
  if (document.title !== now.title) document.title = now.title;
  for (const { name, value } of now.documentElement.attributes) {
    if (document.documentElement.getAttribute(name) !== value) document.documentElement.setAttribute(name, value);
  }
};
