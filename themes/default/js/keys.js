// The keys of a page with questions, in a small dialog: `?` shows them.

/** @type {HTMLDialogElement | null} */
let dialog = null;

const make = () => {
  const { keys_title, keys_choose, keys_check, search, close } = syllabus.words;
  const made = document.createElement("dialog");
  const title = document.createElement("h2");
  const list = document.createElement("dl");
  const button = document.createElement("button");
  made.className = "keys-dialog";
  title.id = "syllabus:keys";
  title.textContent = keys_title;
  made.setAttribute("aria-labelledby", title.id);
  for (const [keys, words] of [[["A", "B", "1", "2"], keys_choose], [["↵"], keys_check], [["/"], search], [["?"], keys_title]]) {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const said = document.createElement("dd");
    for (const key of keys) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      name.append(cap, " ");
    }
    said.textContent = String(words);
    row.append(name, said);
    list.append(row);
  }
  button.type = "button";
  button.className = "button";
  button.textContent = close;
  made.append(title, list, button);
  made.addEventListener("click", ({ target }) => (target === made || target === button) && made.close());
  document.body.append(made);
  return made;
};

syllabus.showKeys = () => {
  dialog ??= make();
  dialog.showModal();
};
