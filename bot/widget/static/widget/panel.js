/**
 * The open chat: header, transcript, notice, composer, footer. A dialog beside the page on wide screens, and over the
 * whole page, with everything behind it out of reach, on small or much enlarged ones.
 */

import { icon, make } from "./dom.js";
import { telephone, withLinks } from "./links.js";
import { strings } from "./strings.js";

const SMALL = "(max-width: 30em), (max-height: 30em)";

export class Panel {
  #small = matchMedia(SMALL);
  #speaker = make("p", { class: "header-speaker" }, strings.automatedLong);
  #notice = make("p", { class: "notice", id: "notice" }, strings.noticeShort);
  #offline = make("p", { class: "offline", hidden: true });
  #title;

  /**
   * @param {{firm: {name: string, phone: string}, leave: HTMLElement, menu: import("./menu.js").Menu,
   *          transcript: import("./transcript.js").Transcript, composer: import("./composer.js").Composer,
   *          announcer: import("./announcer.js").Announcer, onClose: () => void}} parts
   */
  constructor({ firm, leave, menu, transcript, composer, announcer, onClose }) {
    this.announcer = announcer;
    this.#title = make("h2", { id: "title", class: "header-title", tabindex: "-1" }, firm.name || strings.panel);
    this.#offline.append(...withLinks(strings.offline(firm.phone)));
    const call = make("a", { class: "call", href: telephone(firm.phone) }, strings.callOffice(firm.phone));
    const close = make(
      "button",
      { type: "button", class: "header-button close", "aria-label": strings.close, click: onClose },
      icon("close"),
    );
    this.element = make(
      "dialog",
      {
        class: "panel",
        "aria-labelledby": "title",
        keydown: (event) => event.key === "Escape" && !event.isComposing && (event.preventDefault(), onClose()),
        // The back gesture of a telephone, where the panel is modal.
        cancel: (event) => event.target === this.element && (event.preventDefault(), onClose()),
      },
      make(
        "div",
        { class: "header" },
        make("div", { class: "header-row" }, leave, menu.element, close),
        this.#title,
        this.#speaker,
      ),
      make("div", { class: "middle" }, transcript.log, transcript.moreBelow),
      this.#offline,
      this.#notice,
      composer.form,
      make("div", { class: "footer" }, call, make("p", { class: "advertising" }, strings.advertising)),
      announcer.inside,
    );
  }

  get isOpen() {
    return this.element.open;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    this.#small.addEventListener("change", () => this.isOpen && this.#reopen(), { signal });
  }

  open() {
    if (this.isOpen) return;
    this.announcer.usesInside = this.#small.matches;
    // show() would move the focus; only the person's own act may.
    if (this.#small.matches) this.element.showModal();
    else this.element.setAttribute("open", "");
  }

  close() {
    this.announcer.usesInside = false;
    if (this.element.matches(":modal")) this.element.close();
    else this.element.removeAttribute("open");
  }

  /** Where a person who has just opened the chat goes on; on touch screens the keyboard would hide the notice. */
  focus(field) {
    (this.#small.matches || matchMedia("(pointer: coarse)").matches ? this.#title : field).focus();
  }

  /** @param {string | null} name of the staff member who answers now, null for the bot */
  showSpeaker(name) {
    this.#speaker.textContent = name === null ? strings.automatedLong : strings.talkingWith(name);
    this.#notice.textContent = name === null ? strings.noticeShort : strings.noticeStaff;
    this.element.classList.toggle("with-staff", name !== null);
  }

  /** @param {boolean} isOffline */
  showOffline(isOffline) {
    this.#offline.hidden = !isOffline;
  }

  get isOffline() {
    return !this.#offline.hidden;
  }

  /** The window was turned or enlarged: change between beside and over the page, and leave the focus where it was. */
  #reopen() {
    const focused = this.element.getRootNode().activeElement;
    this.close();
    this.open();
    focused?.focus();
  }
}
