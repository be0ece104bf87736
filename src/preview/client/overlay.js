// What keeps the site from being made, over the page as it was. It goes when all is mended; Escape puts it aside until something changes.
const { el, icon, words, count } = preview;

let problems = [];
let aside = preview.memory.read("aside") ?? "";
let shown = "";

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

// On the next page too.
function keepAside(what) {
  aside = what;
  preview.memory.write("aside", aside);
}

function putAside() {
  keepAside(shown);
  dialog.close();
}

const place = ({ source, line, column }) => [source, line, line && column].filter(Boolean).join(":");

const item = (problem) => {
  const at = problem.path ?? problem.source;
  return el("section", { class: "problem" },
    el("p", { class: "message" }, words(problem.message)),
    place(problem) ? el("p", { class: "place" }, place(problem)) : null,
    problem.excerpt ? preview.excerpt(problem.excerpt, { "aria-label": "The place" }) : null,
    problem.help ? el("p", { class: "help" }, words(problem.help)) : null,
    at ? el("p", {}, preview.opener({
      class: "button",
      open: problem.open,
      place: problem.line ? `${at}:${problem.line}` : at,
      label: [preview.openIcon(problem.open), problem.open ? "Open in the editor" : "Copy the path"],
    })) : null,
  );
};

function show() {
  if (dialog.open) return;
  dialog.showModal();
  preview.showMarks(dialog);
  dialog.focus();
}

preview.on("problems", (news) => {
  problems = news.problems;
  shown = JSON.stringify(problems);
  if (problems.length === 0) {
    keepAside("");
    dialog.close();
    return;
  }
  const isStopped = problems.some(({ severity }) => severity === "error");
  dialog.classList.toggle("mild", !isStopped);
  const what = isStopped ? "The site cannot be made" : "This page may not be what you wrote";
  title.textContent = problems.length === 1 ? what : `${what}: ${count(problems.length, "fault")}`;
  said.textContent = "";
  list.replaceChildren(...problems.map(item));
  if (shown !== aside) show();
});
preview.on("showProblems", show);
