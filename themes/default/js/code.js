// Code can be copied, without the prompts of a shell; what is wider than its box can be scrolled with the keyboard.

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

/** @param {HTMLElement} frame */
const addButton = (frame) => {
  const button = document.createElement("button");
  const label = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  label.textContent = syllabus.words.copy;
  button.append(label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textToCopy(codeOf(frame), frame.dataset.lang ?? ""));
    button.dataset.done = "";
    label.textContent = syllabus.words.copied;
    setTimeout(() => { delete button.dataset.done; label.textContent = syllabus.words.copy; }, 1600);
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
}
