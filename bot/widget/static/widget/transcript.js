/**
 * The visible conversation: adds messages once each, shows how far the visitor's own are, and keeps the newest in
 * view unless the visitor has scrolled away. Says nothing to screen readers; the announcer does.
 */

import { icon, make } from "./dom.js";
import { drawMessage, markChosen, retireChoices } from "./message.js";
import { strings } from "./strings.js";

export class Transcript {
  #onPress;
  #shown = new Map();
  #wasAtEnd = true;
  #height = 0;
  #typing = make("p", { class: "typing", hidden: true, "aria-hidden": "true" });
  #intro = make("p", { class: "intro" }, strings.leaveLimits);

  /** @param {(button: {id: string, title: string}) => void} onPress */
  constructor(onPress) {
    this.#onPress = onPress;
    this.log = make(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": strings.conversation, tabindex: "0" },
      this.#intro,
      this.#typing,
    );
    this.moreBelow = make(
      "button",
      { type: "button", class: "more-below", hidden: true, click: () => this.#readOn() },
      strings.moreBelow,
      icon("down"),
    );
    this.log.addEventListener("scroll", () => this.#noteWhere());
    // A banner, a longer draft or a turned telephone changes the height: the newest stays in view.
    new ResizeObserver(() => {
      if (this.#wasAtEnd) this.#toEnd();
      this.#height = this.log.clientHeight;
    }).observe(this.log);
  }

  get isEmpty() {
    return this.#shown.size === 0;
  }

  /**
   * Show a message of the server; false when it was there already.
   * @param {import("./message.js").Message} message
   * @param {boolean} [isNotice] the first of a conversation, which says what this chat is
   */
  add(message, isNotice = false) {
    if (this.#shown.has(message.id)) {
      this.settle(message.id);
      return false;
    }
    const atEnd = this.#isAtEnd();
    const article = drawMessage(message, this.#onPress);
    if (isNotice) article.classList.add("message-notice");
    if (message.from === "visitor") this.#retireBefore(message.text);
    this.#shown.set(message.id, article);
    // Whatever waits for its turn to be sent comes after what the server says now.
    (this.log.querySelector("[data-state=queued]") ?? this.#typing).before(article);
    if (atEnd) this.#reveal(article);
    else this.moreBelow.hidden = false;
    return true;
  }

  /**
   * Show the visitor's own message before the server has it.
   * @param {{id: string, text: string}} own
   */
  addOwn({ id, text }) {
    const article = drawMessage({ id, text, from: "visitor", at: new Date().toISOString() }, this.#onPress);
    this.#retireBefore(text);
    this.#shown.set(id, article);
    this.#typing.before(article);
    this.setState(id, "queued", strings.sending);
    this.#toEnd();
  }

  /**
   * @param {string} id
   * @param {"queued" | "sending" | "failed"} state
   * @param {string} words
   * @param {{label: string, act: () => void} | null} [remedy] a button beside the words
   */
  setState(id, state, words, remedy = null) {
    const article = this.#shown.get(id);
    if (!article) return;
    article.querySelector(".state")?.remove();
    article.dataset.state = state;
    const button = remedy && make("button", { type: "button", class: "remedy", click: remedy.act }, remedy.label);
    article.append(make("p", { class: "state" }, words, button && " ", button));
    if (article === this.#typing.previousElementSibling) this.#toEnd();
  }

  /** A message that is tried again goes to the end, where the server will put it. */
  moveToEnd(id) {
    const article = this.#shown.get(id);
    if (article) this.#typing.before(article);
  }

  /** The server has the visitor's message. */
  settle(id) {
    const article = this.#shown.get(id);
    if (!article?.dataset.state) return;
    delete article.dataset.state;
    article.querySelector(".state")?.remove();
  }

  /** @param {string} id */
  remove(id) {
    this.#shown.get(id)?.remove();
    this.#shown.delete(id);
  }

  /** A line that is in no record, such as "This chat was deleted". */
  addLine(text, isNotice = false) {
    this.add({ id: `line-${Math.random()}`, from: "system", text, at: "" }, isNotice);
  }

  /** @param {string | null} words null when nobody is typing */
  showTyping(words) {
    const atEnd = this.#isAtEnd();
    this.#typing.hidden = words === null;
    this.#typing.replaceChildren(words ?? "", make("span", { class: "dots" }, make("i"), make("i"), make("i")));
    if (words && atEnd) this.#toEnd();
  }

  /** Up to the notice, when a conversation has just begun: it is to be read before anything else. */
  showBeginning() {
    if (this.log.querySelector(".message-visitor")) return;
    this.log.scrollTop = 0;
    this.#wasAtEnd = this.#isAtEnd();
    this.moreBelow.hidden = this.#wasAtEnd;
  }

  /** Down to the newest message; for when the panel opens. */
  showNewest() {
    this.#toEnd();
  }

  clear() {
    this.#shown.clear();
    this.#typing.hidden = this.moreBelow.hidden = true;
    this.log.replaceChildren(this.#intro, this.#typing);
  }

  #retireBefore(text) {
    const offered = this.log.querySelectorAll(".choice:not([aria-disabled])");
    // Typing a choice is choosing it; and after a reload the record only holds the words of the pressed button.
    const said = text.trim().toLowerCase();
    const pressed = [...offered].reverse().find((button) => button.dataset.title.toLowerCase() === said);
    if (pressed) markChosen(pressed);
    this.log.querySelectorAll(".choices").forEach(retireChoices);
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.moreBelow.hidden = true;
    this.#wasAtEnd = true;
  }

  /** A screenful further; the button may vanish now, the focus must not. */
  #readOn() {
    this.log.focus();
    this.log.scrollTop += 0.8 * this.log.clientHeight;
  }

  #noteWhere() {
    // In the middle of a change of height the place says nothing about where the visitor wants to be.
    if (this.log.clientHeight !== this.#height) return;
    this.#wasAtEnd = this.#isAtEnd();
    if (this.#wasAtEnd) this.moreBelow.hidden = true;
  }

  /** Down to the end, but never past the beginning of what has just arrived. */
  #reveal(article) {
    const furthest = this.log.scrollHeight - this.log.clientHeight;
    const beginning = article.offsetTop - this.log.offsetTop - 12;
    this.log.scrollTop = Math.min(furthest, Math.max(beginning, this.log.scrollTop));
    this.#wasAtEnd = this.#isAtEnd();
    this.moreBelow.hidden = this.#wasAtEnd;
  }
}
