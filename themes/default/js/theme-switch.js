// As the system is, light, dark, and round again. For the first nothing is kept; js/head.js applies a choice before anything is drawn.
const root = document.documentElement;
/** @type {HTMLElement | null} */
const button = document.querySelector("[data-theme-switch]");

/**
 * The theme after another; none is the system's.
 * @param {string | undefined} theme
 * @returns {"light" | "dark" | undefined}
 */
const nextTheme = (theme) => (theme === "light" ? "dark" : theme === "dark" ? undefined : "light");

const show = () => {
  const words = button?.dataset[root.dataset.theme ?? "auto"] ?? "";
  if (button) button.title = words;
  button?.setAttribute("aria-label", words);
  return words;
};

button?.addEventListener("click", () => {
  const theme = nextTheme(root.dataset.theme);
  if (theme) {
    root.dataset.theme = theme;
    syllabus.store.write("theme", { theme });
  } else {
    delete root.dataset.theme;
    syllabus.store.remove("theme");
  }
  const status = button.nextElementSibling;
  const words = show();
  if (status) status.textContent = words;
});
show();
