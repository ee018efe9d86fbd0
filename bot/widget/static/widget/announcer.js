/**
 * Tells screen readers what happened, apart from the visible transcript: each text is put into a live region and
 * taken out again after a second, so that nobody meets it twice while reading.
 */

import { make } from "./dom.js";

const KEPT_MS = 1000;

export class Announcer {
  /** Regions to place in the page before anything is said: a live region added with its text stays silent. */
  constructor() {
    this.outside = make("div", { class: "unseen", role: "status" });
    // While the panel is modal everything outside it is inert, so it needs a region of its own.
    this.inside = make("div", { class: "unseen", role: "status" });
    this.usesInside = false;
  }

  /**
   * @param {string} text
   * @param {string | null} [language] when it is not the widget's
   */
  say(text, language = null) {
    const line = make("p", { lang: language }, text);
    (this.usesInside ? this.inside : this.outside).append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }
}
