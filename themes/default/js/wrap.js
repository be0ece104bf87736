// Code whose lines are wider than its box: a button wraps them.

/** @param {HTMLElement} frame */
const addToggle = (frame) => {
  const button = document.createElement("button");
  const label = document.createElement("span");
  button.type = "button";
  button.className = "wrap";
  button.setAttribute("aria-pressed", "false");
  label.textContent = syllabus.words.wrap_lines;
  button.append(label);
  button.addEventListener("click", () => {
    const isWrapped = frame.toggleAttribute("data-wrapped");
    button.setAttribute("aria-pressed", String(isWrapped));
  });
  frame.append(button);
};

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const frame = target.parentElement;
    if (frame && target.scrollWidth > target.clientWidth && !frame.querySelector(":scope > .wrap")) addToggle(frame);
  }
});
syllabus.onContent(() => document.querySelectorAll(".code:not(.box) > pre").forEach((pre) => watch.observe(pre)));
