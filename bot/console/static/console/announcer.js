/** Says something to screen readers, apart from what is visible; emptied again, so that nobody reads it later. */

const KEPT_MS = 3_000;
const region = document.querySelector("[data-announcer]");
let emptying = 0;

/** @param {string} text */
export function announce(text) {
  region.textContent = text;
  clearTimeout(emptying);
  emptying = setTimeout(() => {
    region.textContent = "";
  }, KEPT_MS);
}
