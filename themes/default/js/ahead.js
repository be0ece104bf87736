// A page of the site is fetched once a pointer rests on a link to it: then it is there when the link is pressed. Browsers that cannot do so pass
// over a script of this kind.
const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = JSON.stringify({ prefetch: [{ where: { href_matches: "/*.html" }, eagerness: "moderate" }] });
document.head.append(rules);
