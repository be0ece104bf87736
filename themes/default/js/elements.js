// New elements, for scripts that make parts of a page. Each script that uses it brings it along.
syllabus.el = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};

syllabus.button = (label, act, kind = "") => {
  const made = syllabus.el("button", { type: "button", class: `button ${kind}` }, label);
  made.addEventListener("click", act);
  return made;
};
