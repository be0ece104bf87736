// The phone's bar with the next chapter steps aside while the card at the end of the page is in sight.

/** @type {IntersectionObserver | null} */
let watch = null;

syllabus.onContent(() => {
  const bar = document.querySelector("[data-next-bar]");
  const cards = document.querySelector(".onward");
  watch?.disconnect();
  if (!bar || !cards) return;
  watch = new IntersectionObserver(([entry]) => bar.toggleAttribute("data-away", entry.isIntersecting));
  watch.observe(cards);
});
