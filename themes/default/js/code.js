// Code can be copied, without the prompts of a shell, and so can the address of a heading; what is wider than its box can be scrolled with the keyboard.

/** @param {Element} box */
const makeFocusable = (box) => {
  if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
  else box.removeAttribute("tabindex");
};
const watch = new ResizeObserver((entries) => entries.forEach((entry) => makeFocusable(entry.target)));
syllabus.onContent(() => document.querySelectorAll("pre, .scroll, .prose table").forEach((box) => watch.observe(box)));

const SHELLS = /^(sh|bash|zsh|shell|console|shellsession|terminal|shell-session)$/i;

/**
 * What is copied of code in a language: `$ ls` of a shell is `ls`.
 * @param {string} code
 * @param {string} language
 */
const textToCopy = (code, language) => {
  if (SHELLS.test(language)) return code.replace(/^[$%] /gm, "");
  return /^(powershell|pwsh|ps1)$/i.test(language) ? code.replace(/^PS[^>\n]*> /gm, "") : code;
};

/**
 * The code of a box. Of a session of a terminal, what was typed: prompts and answers are marked in it.
 * @param {HTMLElement} frame
 */
const codeOf = (frame) => {
  const code = frame.querySelector("pre")?.cloneNode(true);
  if (code instanceof Element) code.querySelectorAll(".u, .q").forEach((part) => part.remove());
  return code?.textContent ?? "";
};

/**
 * Marks for a moment what was copied, and says so.
 * @param {HTMLElement} element
 * @param {(isDone: boolean) => void} say
 */
const showDone = (element, say) => {
  element.dataset.done = "";
  say(true);
  setTimeout(() => { delete element.dataset.done; say(false); }, 1600);
};

/** @param {HTMLElement} frame */
const addButton = (frame) => {
  const { copy, copied } = syllabus.words;
  const button = document.createElement("button");
  const label = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  label.textContent = copy;
  button.append(label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textToCopy(codeOf(frame), frame.dataset.lang ?? ""));
    showDone(button, (isDone) => { label.textContent = isDone ? copied : copy; });
  });
  frame.dataset.copy = "";
  frame.append(button);
};

// Browsers keep the clipboard from pages that came over an insecure connection.
if (navigator.clipboard) {
  syllabus.onContent(() => {
    /** @type {NodeListOf<HTMLElement>} */
    const frames = document.querySelectorAll(".code:not(.box, [data-copy])");
    frames.forEach(addButton);
  });
  // The link leads there as well: the address bar shows what was copied.
  document.addEventListener("click", async ({ target }) => {
    /** @type {HTMLAnchorElement | null} */
    const link = target instanceof Element ? target.closest("a.anchor") : null;
    if (!link) return;
    const name = link.getAttribute("aria-label") ?? "";
    await navigator.clipboard.writeText(link.href);
    showDone(link, (isDone) => link.setAttribute("aria-label", isDone ? syllabus.words.copied : name));
  });
}
