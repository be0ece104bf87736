// Hears what the server says. After an interruption the browser connects again by itself; where it gives up, this does not.

// Between two tries: it doubles with each.
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 2000;
// A tab that nobody sees gives its connection back after that: browsers allow few to one server.
const HIDDEN_MS = 5000;

/** @type {EventSource | null} */
let source = null;
let pause = FIRST_RETRY_MS;
/** @type {number | undefined} */
let retryTimer;
/** @type {number | undefined} */
let hiddenTimer;

function disconnect() {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
}

/** @type {("state" | "problems" | "elsewhere")[]} */
const EVENTS = ["state", "problems", "elsewhere"];

function connect() {
  disconnect();
  const own = new EventSource(preview.addressOf("events"));
  source = own;
  own.addEventListener("open", () => {
    pause = FIRST_RETRY_MS;
    preview.emit("connected", true);
  });
  own.addEventListener("error", () => {
    preview.emit("connected", false);
    if (own !== source || own.readyState !== EventSource.CLOSED) return;
    retryTimer = setTimeout(connect, pause);
    pause = Math.min(pause * 2, MAX_RETRY_MS);
  });
  for (const name of EVENTS) own.addEventListener(name, ({ data }) => preview.emit(name, JSON.parse(data)));
}

function connectIfSeen() {
  clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = setTimeout(disconnect, HIDDEN_MS);
  else if (source?.readyState !== EventSource.OPEN) connect();
}

for (const name of ["online", "focus"]) addEventListener(name, connectIfSeen);
// A page that comes back from the browser's memory.
addEventListener("pageshow", (event) => event.persisted && connectIfSeen());
document.addEventListener("visibilitychange", connectIfSeen);
addEventListener("pagehide", disconnect);

// The page's own scripts run first.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", connect, { once: true });
else connect();
