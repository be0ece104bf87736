// Runs in <head> where the site may be kept: names the site as an app, and lets its worker (js/offline/worker.js) begin. Never from disk, where a browser
// has no workers, and would complain of the manifest.
(function ({ dataset: { root } }) {
  const { serviceWorker } = navigator;
  if (!serviceWorker || location.protocol === "file:") return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: root + "manifest.webmanifest" }));
  // Where the browser forbids it the site works without.
  addEventListener("load", () => serviceWorker.register(root + "sw.js").catch(() => {}));
})(/** @type {HTMLScriptElement} */ (document.currentScript));
