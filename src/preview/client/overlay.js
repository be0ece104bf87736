// What keeps the site from being made, over the page as it was. It goes when all is mended; Escape puts it aside until something changes.
const { el, icon, withCode, count } = preview;

/** @type {Problem[]} */
let problems = [];
// The problems that are listed, as text, and those that were put aside: on the next page too.
let listed = "";
let aside = preview.memory.read("aside") ?? "";

const title = el("h2", { id: "problems-title" });
const list = el("div", { class: "problems" });
const said = el("p", { class: "said quiet", role: "status" });
const dialog = el("dialog", { class: "overlay", "aria-labelledby": "problems-title", tabindex: "-1", cancel: () => putAside() },
  el("div", { class: "head" }, icon("warning"), title,
    el("button", { type: "button", class: "close", "aria-label": "Put aside", title: "Put aside (Esc)", click: () => putAside() }, icon("close"))),
  list,
  el("div", { class: "foot" }, el("p", { class: "quiet" }, "Goes away once it is mended. ", el("kbd", {}, "Esc"), " puts it aside."), said),
);
preview.root.append(dialog);

/** @param {string} problems */
function keepAside(problems) {
  aside = problems;
  preview.memory.write("aside", aside);
}

function putAside() {
  keepAside(listed);
  dialog.close();
}

/** `a.md:12:3`, as far as it is known. @param {Problem} problem */
const placeOf = ({ source, line, column }) => [source, line, line && column].filter(Boolean).join(":");

/** @param {Problem} problem */
const item = (problem) => {
  const file = problem.path ?? problem.source;
  const place = placeOf(problem);
  return el("section", { class: "problem" },
    el("p", { class: "message" }, withCode(problem.message)),
    place && el("p", { class: "place" }, place),
    problem.excerpt && preview.excerpt(problem.excerpt),
    problem.help && el("p", { class: "help" }, withCode(problem.help)),
    file && el("p", {}, preview.opener({
      class: "button",
      open: problem.open,
      place: problem.line ? `${file}:${problem.line}` : file,
      label: [preview.openIcon(problem.open), problem.open ? "Open in the editor" : "Copy the path"],
    })),
  );
};

function show() {
  if (dialog.open) return;
  dialog.showModal();
  preview.showMarks(dialog);
  dialog.focus();
}

preview.on("problems", (event) => {
  problems = event.problems;
  listed = JSON.stringify(problems);
  if (problems.length === 0) {
    keepAside("");
    dialog.close();
    return;
  }
  const isStopped = problems.some(({ severity }) => severity === "error");
  dialog.classList.toggle("mild", !isStopped);
  const heading = isStopped ? "The site cannot be made" : "This page may not be what you wrote";
  title.textContent = problems.length === 1 ? heading : `${heading}: ${count(problems.length, "fault")}`;
  said.textContent = "";
  list.replaceChildren(...problems.map(item));
  if (listed !== aside) show();
});
preview.on("showProblems", show);
