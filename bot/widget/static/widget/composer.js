/**
 * Where the visitor types: Enter sends, Shift+Enter makes a new line, and a count appears near the limit.
 */

import { icon, make } from "./dom.js";
import { strings } from "./strings.js";

const LIMIT = 2000;
const COUNT_FROM = 1800;

export class Composer {
  #onSend;
  #say;
  #wasOver = false;
  #count = make("p", { class: "count", id: "count", hidden: true });

  /**
   * @param {(text: string) => void} onSend
   * @param {(text: string) => void} say tells screen readers
   */
  constructor(onSend, say) {
    this.#onSend = onSend;
    this.#say = say;
    this.field = make("textarea", {
      id: "composer",
      class: "field",
      rows: "1",
      placeholder: strings.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": "notice count",
      input: () => this.#review(),
      keydown: (event) => this.#onKey(event),
    });
    this.form = make(
      "form",
      { class: "composer", submit: (event) => (event.preventDefault(), this.#send()) },
      make("label", { class: "unseen", for: "composer" }, strings.composer),
      this.field,
      make("button", { type: "submit", class: "send" }, icon("send"), make("span", {}, strings.send)),
      this.#count,
    );
  }

  /** Put a refused message back, before whatever was typed since. */
  restore(text) {
    this.field.value = this.field.value ? `${text}\n${this.field.value}` : text;
    this.#review();
    this.field.focus();
  }

  clear() {
    this.field.value = "";
    this.#review();
  }

  #onKey(event) {
    // An input method (Japanese, Chinese, some accents) uses Enter for itself; 229 is how Safari says so.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.field.value;
    if (!text.trim()) return;
    const over = lengthOf(text) - LIMIT;
    if (over > 0) return this.#say(strings.charactersOver(over));
    this.clear();
    this.#onSend(text);
  }

  #review() {
    const left = LIMIT - lengthOf(this.field.value);
    const isOver = left < 0;
    this.#count.hidden = left > LIMIT - COUNT_FROM;
    this.#count.textContent = isOver ? strings.charactersOver(-left) : strings.charactersLeft(left);
    this.#count.classList.toggle("over", isOver);
    this.field.setAttribute("aria-invalid", String(isOver));
    // Where the browser cannot grow the field by itself, line breaks do.
    this.field.rows = Math.min(4, this.field.value.split("\n").length);
    if (isOver && !this.#wasOver) this.#say(this.#count.textContent);
    this.#wasOver = isOver;
  }
}

/** As the server counts: code points, not the halves of an emoji. */
function lengthOf(text) {
  return [...text].length;
}
