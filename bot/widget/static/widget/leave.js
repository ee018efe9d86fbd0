/**
 * Leave quickly: blanks the page first, forgets what this tab knows, and goes to a neutral page that takes this
 * page's place in the history. By button, or by pressing Shift three times (not Esc, which stops a page from loading).
 * It cannot clear the browser's history, and says so elsewhere.
 */

import { make } from "./dom.js";
import { strings } from "./strings.js";
import { blankPage } from "./styles/blank.js";

const PRESSES = 3;
const PATIENCE_MS = 5000;

export class Leave {
  #address;
  #wipe;
  #say;
  #buttons = [];
  #presses = 0;
  #isShiftAlone = false;
  #timer;
  #hasLeft = false;

  /**
   * @param {{address: string, wipe: () => void, say: (text: string) => void}} options
   *   `wipe` forgets and stops everything of the conversation at once
   */
  constructor({ address, wipe, say }) {
    this.#address = address;
    this.#wipe = wipe;
    this.#say = say;
  }

  /** A button that leaves; its lights show how often Shift was pressed. */
  button() {
    const lights = make("span", { class: "lights", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    const button = make(
      "button",
      { type: "button", class: "leave", "aria-describedby": "leave-help", click: () => this.go() },
      strings.leave,
      lights,
    );
    this.#buttons.push(button);
    return button;
  }

  /** @param {AbortSignal} signal ends the listening */
  listen(signal) {
    document.addEventListener("keydown", (event) => this.#onKeyDown(event), { capture: true, signal });
    document.addEventListener("keyup", (event) => this.#onKeyUp(event), { capture: true, signal });
    document.addEventListener("pointerdown", () => this.#spoil(), { capture: true, signal });
    // Not tied to `signal`: it must still work when the page, with the element, has been blanked.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#hasLeft && this.#depart());
  }

  /** Blank, forget, go. */
  go() {
    this.#hasLeft = true;
    clearTimeout(this.#timer);
    const words = make("p", { role: "alert" });
    document.body.replaceChildren(words);
    document.head.replaceChildren(
      make("title", {}, strings.leaving),
      make("meta", { name: "referrer", content: "no-referrer" }),
    );
    document.adoptedStyleSheets = [blankPage];
    this.#wipe();
    // Set after the node is in the page, so that screen readers say it.
    words.textContent = strings.leaving;
    this.#depart();
  }

  #depart() {
    try {
      window.top.location.replace(this.#address);
    } catch {
      // In a frame that may not steer the page around it.
      window.location.replace(this.#address);
    }
  }

  #onKeyDown({ key, repeat }) {
    if (key !== "Shift") return this.#spoil();
    if (!repeat) this.#isShiftAlone = true;
  }

  #onKeyUp({ key }) {
    if (key !== "Shift" || !this.#isShiftAlone) return;
    this.#isShiftAlone = false;
    this.#presses += 1;
    if (this.#presses === PRESSES) return this.go();
    this.#say(strings.leaveCount(PRESSES - this.#presses));
    this.#light();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#spoil();
      this.#say(strings.leaveExpired);
    }, PATIENCE_MS);
  }

  /** Shift was for a capital letter or a selection: count from the beginning. */
  #spoil() {
    this.#isShiftAlone = false;
    if (!this.#presses) return;
    this.#presses = 0;
    clearTimeout(this.#timer);
    this.#light();
  }

  #light() {
    for (const button of this.#buttons) button.dataset.presses = String(this.#presses);
  }
}
