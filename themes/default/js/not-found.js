// Runs in <head> of the page for addresses that do not exist. Servers send it for any of them, so its links are right only once it is known where
// the site is: that is the nearest folder above the address which has a file that every page of this site loads. From disk they are right.
(function () {
  /** @type {(root: string) => void} */
  const use = (root) => {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll("a[data-to]");
    for (const link of links) link.href = root + link.dataset.to;
  };
  /** Whether a file of the site is there: a server that has a page for every address has none of this kind. @type {(url: string) => Promise<boolean>} */
  const isThere = (url) => fetch(url, { method: "HEAD" })
    .then((answer) => answer.ok && (answer.headers.get("content-type") || "").startsWith("text/css"))
    .catch(() => false);
  const find = () => {
    const main = document.querySelector("main");
    const folders = location.pathname.split("/").slice(1, -1).slice(0, 12);
    // The folders above the address, the nearest first. What begins with `//` would be another site.
    const roots = folders.map((_, at) => "/" + folders.slice(0, folders.length - at).join("/") + "/").concat("/")
      .filter((root) => !root.startsWith("//"));
    const known = main && main.dataset.known;
    // A page that is opened from disk is where it was written.
    if (location.protocol === "file:") return use("");
    if (!known) return;
    Promise.all(roots.map((root) => isThere(root + known))).then((found) => {
      const root = roots[found.indexOf(true)];
      if (root) use(root);
    });
  };
  document.addEventListener("DOMContentLoaded", find);
})();
