/**
 * A button that opens a short list of further buttons; Esc or a press elsewhere closes it.
 */

import { icon, make } from "./dom.js";
import { strings } from "./strings.js";

export class Menu {
  /** @param {{label: string, act: () => void, isDanger?: boolean}[]} entries */
  constructor(entries) {
    this.list = make(
      "ul",
      { id: "menu", class: "menu-list", hidden: true },
      ...entries.map(({ label, act, isDanger }) => {
        const click = () => (this.close(true), act());
        return make("li", {}, make("button", { type: "button", class: isDanger ? "entry danger" : "entry", click }, label));
      }),
    );
    this.button = make(
      "button",
      {
        type: "button",
        class: "header-button",
        "aria-expanded": "false",
        "aria-controls": "menu",
        "aria-label": strings.menu,
        click: () => (this.isOpen ? this.close() : this.open()),
      },
      icon("menu"),
    );
    this.element = make(
      "div",
      {
        class: "menu",
        keydown: (event) => {
          if (event.key !== "Escape" || !this.isOpen) return;
          // This Esc is for the menu alone; the panel stays.
          event.stopPropagation();
          event.preventDefault();
          this.close(true);
        },
        focusout: ({ relatedTarget }) => {
          if (!this.element.contains(relatedTarget)) this.close();
        },
      },
      this.button,
      this.list,
    );
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  /** @param {boolean} [returnsFocus] */
  close(returnsFocus = false) {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (returnsFocus) this.button.focus();
  }
}
