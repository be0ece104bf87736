// What the server knows of this page's source. Asked only while a part of the preview shows it.

let turn = 0;
const users = new Set();

preview.facts = null;

preview.refresh = async () => {
  const mine = ++turn;
  let facts = null;
  try {
    const response = await fetch(preview.about("facts"), { cache: "no-store" });
    if (response.ok) facts = await response.json();
  } catch {
    return;
  }
  // Another answer is on its way.
  if (mine !== turn) return;
  preview.facts = facts;
  preview.tell("facts", facts);
};

// A part says whether it shows facts now.
preview.useFacts = (part, isUsed) => {
  if (isUsed) users.add(part);
  else users.delete(part);
  if (isUsed) preview.refresh();
};

for (const news of ["state", "content"]) preview.on(news, () => users.size > 0 && preview.refresh());
