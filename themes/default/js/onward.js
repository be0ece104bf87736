// The phone's bar with the next chapter steps aside while the card at the end is in sight.
const bar = document.querySelector("[data-next-bar]");
const cards = document.querySelector(".onward");

if (bar && cards) {
  new IntersectionObserver(([entry]) => bar.toggleAttribute("data-away", entry.isIntersecting)).observe(cards);
}
