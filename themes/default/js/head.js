(function (root) {
  root.setAttribute("data-script", "");
  try {
    var kept = JSON.parse(localStorage.getItem("syllabus:" + root.dataset.course + ":theme"));
    if (kept && (kept.theme === "dark" || kept.theme === "light")) root.dataset.theme = kept.theme;
  } catch (error) { /* no storage, or not ours: the system's scheme is right */ }
})(document.documentElement);
