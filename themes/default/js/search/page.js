// The page of its own: `search.html?q=WORDS`. Its address follows what is typed.
const { search } = syllabus;
const place = document.querySelector("[data-search-page]");

if (place) {
  const address = new URL(location.href);
  const box = search.box({
    isDialog: false,
    onQuery: (query, filter) => {
      if (query) address.searchParams.set("q", query);
      else address.searchParams.delete("q");
      if (filter === "all") address.searchParams.delete("in");
      else address.searchParams.set("in", filter);
      try {
        history.replaceState(history.state, "", address);
      } catch { /* then the address stays as it is */ }
    },
  });
  const form = syllabus.el("form", { role: "search", class: "search-form" }, syllabus.el("div", { class: "search-field" }, search.icon("search"), box.field),
    syllabus.el("div", { class: "search-bar" }, box.filters, box.status));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search.recent.add(box.query);
  });
  place.append(form, box.scroller);
  box.filter = address.searchParams.get("in") ?? "all";
  box.field.value = address.searchParams.get("q") ?? "";
  box.field.focus();
  box.ask();
}
