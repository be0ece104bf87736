// Runs in <head> where the site may be kept: names the site as an app, and lets its worker (js/offline/worker.js) begin. Never from disk, where a browser
// has no workers, and would complain of the manifest.
(function ({ dataset: { root } }) {
  const { serviceWorker } = navigator;
  if (!serviceWorker || location.protocol === "file:") return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = root + "manifest.webmanifest";
  document.head.append(link);
  addEventListener("load", () => serviceWorker.register(root + "sw.js").catch(() => { /* the browser forbids it: the site works without */ }));
})(/** @type {HTMLScriptElement} */ (document.currentScript));
