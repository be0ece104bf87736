// A page of the course is fetched once a pointer rests on a link to it: then it is there when the link is pressed. It is not drawn ahead, as its
// scripts would take it for read. Browsers that cannot do so pass over a script of this kind; from disk there is nothing to fetch.
const { root } = document.documentElement.dataset;
if (root !== undefined && location.protocol !== "file:") {
  const rules = document.createElement("script");
  rules.type = "speculationrules";
  // Other sites of the same host are no concern of this one: a page of the course is below its root. In a path signs of patterns stand for themselves.
  const folder = new URL(root || "./", location.href).pathname.replace(/[{}()*+?:\\]/g, "\\$&");
  rules.textContent = JSON.stringify({ prefetch: [{ where: { href_matches: `${folder}*.html` }, eagerness: "moderate" }] });
  document.head.append(rules);
}
