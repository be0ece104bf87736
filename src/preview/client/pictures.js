// A picture that was drawn anew under its old name. Browsers keep what they have loaded for a page: only under another address is it asked for
// again. The old one is seen until the new one has come.

const PARAMETER = "syllabus";

/** What tells the pictures of this page from others under the same names; undefined before the server has said it. @type {string | null | undefined} */
let known;
// Whether they have changed since the page was loaded.
let isOld = false;

function renew() {
  if (!isOld) return;
  /** @type {NodeListOf<HTMLImageElement>} */
  const images = document.querySelectorAll("main img[src]");
  for (const image of images) {
    const address = new URL(image.src);
    if (address.origin !== location.origin || address.searchParams.get(PARAMETER) === String(known)) continue;
    address.searchParams.set(PARAMETER, String(known));
    image.src = address.href;
  }
}

preview.on("state", ({ pictures = null }) => {
  isOld ||= known !== undefined && pictures !== known;
  known = pictures;
  renew();
});
preview.on("content", renew);
