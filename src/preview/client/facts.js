// What the server knows of this page's source. It is asked only while a part of the preview shows it.

// Of several answers on their way only the last one counts.
let lastRequest = 0;
/** The parts that show it. @type {Set<string>} */
const users = new Set();

preview.facts = null;

preview.refresh = async () => {
  const request = ++lastRequest;
  /** @type {PageFacts | null} */
  let facts = null;
  try {
    const response = await fetch(preview.addressOf("facts"), { cache: "no-store" });
    if (response.ok) facts = await response.json();
  } catch {
    return;
  }
  if (request !== lastRequest) return;
  preview.facts = facts;
  preview.emit("facts", facts);
};

preview.useFacts = (part, isUsed) => {
  if (isUsed) users.add(part);
  else users.delete(part);
  if (isUsed) preview.refresh();
};

/** @type {("state" | "content")[]} */
const changes = ["state", "content"];
for (const change of changes) {
  preview.on(change, () => {
    if (users.size > 0) preview.refresh();
  });
}
