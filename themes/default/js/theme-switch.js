// Light or dark. Until the student chooses, the system does; js/head.js applies the choice before anything is drawn.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

const button = document.querySelector("[data-theme-switch]");
const show = () => button?.setAttribute("aria-pressed", String(isDark()));

if (button) {
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    syllabus.store.write("theme", { theme: root.dataset.theme });
    show();
  });
  system.addEventListener("change", show);
  show();
}
