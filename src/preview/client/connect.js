// Hears what the server says. The browser connects again by itself after an interruption; where it gives up, this does not.

const FIRST = 250;
const LONGEST = 2000;
// A tab that nobody sees gives its connection back: browsers allow few to one server.
const HIDDEN = 5000;

let source = null;
let pause = FIRST;
let again;
let rest;

function disconnect() {
  clearTimeout(again);
  source?.close();
  source = null;
}

function connect() {
  disconnect();
  const mine = new EventSource(preview.about("events"));
  source = mine;
  mine.addEventListener("open", () => {
    pause = FIRST;
    preview.tell("connected", true);
  });
  mine.addEventListener("error", () => {
    preview.tell("connected", false);
    if (mine !== source || mine.readyState !== EventSource.CLOSED) return;
    again = setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST);
  });
  for (const name of ["state", "problems", "elsewhere"]) mine.addEventListener(name, ({ data }) => preview.tell(name, JSON.parse(data)));
}

function wake() {
  clearTimeout(rest);
  if (document.hidden) rest = setTimeout(disconnect, HIDDEN);
  else if (source?.readyState !== EventSource.OPEN) connect();
}

for (const name of ["online", "focus"]) addEventListener(name, wake);
// A page that comes back from the browser's memory.
addEventListener("pageshow", (event) => event.persisted && wake());
document.addEventListener("visibilitychange", wake);
addEventListener("pagehide", disconnect);

// The page's own scripts run first.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", connect, { once: true });
else connect();
