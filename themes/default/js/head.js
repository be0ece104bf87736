// Runs in <head>, before anything is drawn: says that scripts run, and applies the colour scheme that the student chose (js/theme-switch.js).
// Written so that any browser can read it.
(function (root) {
  root.setAttribute("data-script", "");
  try {
    // @ts-expect-error: nothing kept is null, which is read as the word `null`.
    var kept = JSON.parse(localStorage.getItem("syllabus:" + root.dataset.course + ":theme"));
    if (kept && (kept.theme === "dark" || kept.theme === "light")) root.dataset.theme = kept.theme;
  } catch (error) { /* no storage, or not ours: the system's scheme is right */ }
})(document.documentElement);
