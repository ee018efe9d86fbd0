/**
 * Keeps the counts in the navigation fresh, and says when a request or an alert came in.
 * Without it the counts are those of the moment the page was made.
 */
import { announce } from "./announcer.js";
import { every } from "./polling.js";

const POLL_MS = 10_000;

/** @param {string} name @returns {number} the count shown now */
function shown(name) {
  return Number(document.querySelector(`[data-count="${name}"]`).textContent);
}

/** @param {string} name @param {number} count */
function show(name, count) {
  const place = document.querySelector(`[data-count="${name}"]`);
  place.textContent = String(count);
  if (name === "alerts") {
    place.hidden = count === 0;
    document.querySelector('[data-label="alerts"]').hidden = count === 0;
  }
}

every(POLL_MS, async (signal) => {
  const response = await fetch(document.body.dataset.statusUrl, { signal, redirect: "error" });
  if (!response.ok) return;
  const counts = await response.json();
  if (counts.waiting > shown("waiting")) {
    announce("A new consultation request came in.");
    const news = document.querySelector("[data-news]");
    if (news) news.hidden = false;
  }
  if (counts.alerts > shown("alerts")) announce("A new alert came in: see conversations.");
  show("waiting", counts.waiting);
  show("alerts", counts.alerts);
});
