// The phone's bar with the next chapter appears when the end of the page is near, and steps aside while the card there is in sight.

/** @type {IntersectionObserver[]} */
let watches = [];

syllabus.onContent(() => {
  const bar = document.querySelector("[data-next-bar]");
  const cards = document.querySelector(".onward");
  for (const watch of watches) watch.disconnect();
  if (!bar || !cards) return;
  /** Whether the card is less than a screen away, and whether it is in sight. */
  const is = { near: false, there: false };
  const watch = (/** @type {"near" | "there"} */ what, /** @type {string} */ rootMargin) => {
    const observer = new IntersectionObserver(([entry]) => {
      is[what] = entry.isIntersecting;
      bar.toggleAttribute("data-away", !is.near || is.there);
    }, { rootMargin });
    observer.observe(cards);
    return observer;
  };
  watches = [watch("near", "0px 0px 100% 0px"), watch("there", "0px")];
});
