// Code can be copied, without the prompts of a shell; what is wider than its box can be scrolled with the keyboard.
const focusable = (box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
const watch = new ResizeObserver((entries) => entries.forEach((entry) => focusable(entry.target)));
syllabus.onContent(() => document.querySelectorAll("pre, .scroll").forEach((box) => watch.observe(box)));

// `$ ls` in a shell's block is copied as `ls`.
const SHELLS = /^(sh|bash|zsh|shell|console|shellsession|terminal|shell-session)$/i;
const text = (frame) => {
  const code = frame.querySelector("pre").textContent;
  return SHELLS.test(frame.dataset.lang ?? "") ? code.replace(/^[$%] /gm, "") : code;
};

const add = (frame) => {
  const button = document.createElement("button");
  const label = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  label.textContent = syllabus.words.copy;
  button.append(label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text(frame));
    button.dataset.done = "";
    label.textContent = syllabus.words.copied;
    setTimeout(() => { delete button.dataset.done; label.textContent = syllabus.words.copy; }, 1600);
  });
  frame.dataset.copy = "";
  frame.append(button);
};

if (navigator.clipboard) {
  syllabus.onContent(() => document.querySelectorAll(".code:not(.box, [data-copy])").forEach(add));
}
