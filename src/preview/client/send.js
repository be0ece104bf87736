// What an author decides is sent to the server, which writes it.

/** @type {(what: "override" | "fix", body: object, isSecondTry: boolean) => Promise<void>} */
async function send(what, body, isSecondTry) {
  const token = preview.facts?.token;
  const response = await fetch(`/.syllabus/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-syllabus-token": token ?? "" },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  // After a restart of the server the token is another one.
  if (response.status === 403 && !isSecondTry) {
    await preview.refresh();
    if (preview.facts && preview.facts.token !== token) return send(what, body, true);
  }
  const { message } = await response.json().catch(() => ({}));
  throw new Error(message ?? `the server said ${response.status}`);
}

preview.send = async (what, body, group, done) => {
  group.setAttribute("aria-busy", "true");
  try {
    await send(what, body, false);
    preview.announce(done);
    await preview.refresh();
  } catch (error) {
    preview.announce("This could not be kept", error instanceof Error ? error.message : String(error));
  }
  group.removeAttribute("aria-busy");
};
