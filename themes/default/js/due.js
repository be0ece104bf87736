// How many questions are due today, quietly: in the bar at the top and on the home page. It is only loaded where something was answered.

/** The local day of a date, `2026-11-28`. @param {Date} date */
const dayOf = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/** For how many days what was right before there was a schedule is not asked again. */
const FIRST = 3;

syllabus.due = {
  dayOf,

  on(record) {
    if (record.due) return record.due;
    const day = new Date(record.at);
    day.setDate(day.getDate() + (record.last ? FIRST : 0));
    return dayOf(day);
  },
};

const show = () => {
  const today = dayOf(new Date());
  const due = syllabus.store.entries("question:").filter(([, record]) => record.tries && syllabus.due.on(record) <= today).length;
  const words = due > 0 ? syllabus.count(syllabus.words.due_today, due) : "";
  const known = document.querySelector(".due");
  const link = known ?? document.createElement("a");
  link.className = "due";
  link.setAttribute("href", `${document.documentElement.dataset.root ?? ""}${document.documentElement.dataset.practicePage ?? "practice.html"}`);
  link.textContent = words;
  if (due === 0) known?.remove();
  else if (!known) document.querySelector(".tools")?.prepend(link);
  const home = document.querySelector("[data-due]");
  if (home) home.textContent = words;
};

show();
let waiting = 0;
document.addEventListener("syllabus:stored", ({ detail }) => {
  if (!detail.key.startsWith("question:")) return;
  // An exam answers many at once.
  clearTimeout(waiting);
  waiting = setTimeout(show, 50);
});
