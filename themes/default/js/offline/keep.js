// A module, or the course, is kept in the browser when its reader asks for it, and its size is said before. The site's worker (js/offline/worker.js) does
// it; here it is asked, and what it answers is shown.

/** @type {HTMLElement | null} */
const place = document.querySelector(".keep");
const button = place?.querySelector("button");
const status = place?.querySelector("[role=status]");
const language = document.documentElement.lang || undefined;

/**
 * A number of bytes in words: `1.2 MB`.
 * @param {number} bytes
 */
const inWords = (bytes) => {
  const isSmall = bytes < 999_500;
  const amount = Math.max(1, bytes / (isSmall ? 1e3 : 1e6));
  return new Intl.NumberFormat(language, { style: "unit", unit: isSmall ? "kilobyte" : "megabyte", maximumFractionDigits: isSmall || amount >= 100 ? 0 : 1 }).format(amount);
};

/**
 * Asks the worker about the files that belong to this page; `progress` hears how much is done until then.
 * @param {ServiceWorker} worker
 * @param {KeepQuestion["ask"]} ask
 * @param {(part: number) => void} [progress]
 * @returns {Promise<KeepAnswer>}
 */
const askWorker = (worker, ask, progress) => new Promise((answered) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data.part !== undefined) return progress?.(data.part);
    port1.close();
    answered(data);
  };
  worker.postMessage({ ask, url: location.href }, [port2]);
});

/** @param {KeepAnswer} answer */
const show = ({ size, isKept, hasFailed }) => {
  if (!place || !button || !status) return;
  const { words } = syllabus;
  const ask = place.dataset.keep === "course" ? words.offline_keep_course : words.offline_keep_module;
  button.disabled = false;
  button.textContent = isKept ? words.offline_drop : syllabus.fill(ask, { size: inWords(size) });
  status.textContent = hasFailed ? words.offline_failed : isKept ? words.offline_kept : "";
  place.dataset.state = isKept ? "kept" : "";
  // A module without files, or a page that the worker does not know: it is of another version of the site.
  place.hidden = size === 0;
};

/** @param {ServiceWorker} worker */
const begin = async (worker) => {
  if (!place || !button || !status) return;
  button.addEventListener("click", async () => {
    const isKept = place.dataset.state === "kept";
    button.disabled = true;
    const percent = new Intl.NumberFormat(language, { style: "percent" });
    // What a reader asked for is not to be thrown away when the device is short of room.
    if (!isKept) navigator.storage?.persist?.();
    show(await askWorker(worker, isKept ? "drop" : "keep", (part) => {
      status.textContent = syllabus.fill(syllabus.words.offline_keeping, { percent: percent.format(part) });
    }));
    button.focus();
  });
  show(await askWorker(worker, "state"));
};

// From disk there is no worker, and this is never ready.
if (location.protocol !== "file:") navigator.serviceWorker?.ready.then(({ active }) => active && begin(active));
