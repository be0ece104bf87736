// Runs in <head> where the course has chosen a serif: asks for the font of text before the style sheet is read. Never from disk, where browsers
// load a font for a style sheet alone.
(function ({ dataset: { font: href } }) {
  if (location.protocol === "file:") return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href }));
})(/** @type {HTMLScriptElement} */ (document.currentScript));
