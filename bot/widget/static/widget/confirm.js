/**
 * Asks before something that cannot be taken back.
 */

import { make } from "./dom.js";

/**
 * @param {ParentNode} root where the dialog is placed while it is open
 * @param {HTMLElement} leave the dialog makes all else unreachable, so "Leave quickly" is in it, too
 * @param {{title: string, text: string, yes: string, no: string}} words
 * @returns {Promise<boolean>} false when it was closed in any other way than by `yes`
 */
export function confirm(root, leave, { title, text, yes, no }) {
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    const dialog = make(
      "dialog",
      {
        class: "confirm",
        "aria-labelledby": "confirm-title",
        "aria-describedby": "confirm-text",
        // Esc means no here, and nothing to the panel behind.
        keydown: (event) => event.stopPropagation(),
        close: () => {
          dialog.remove();
          resolve(dialog.returnValue === "yes");
        },
      },
      leave,
      make("h2", { id: "confirm-title" }, title),
      make("p", { id: "confirm-text" }, text),
      make(
        "div",
        { class: "confirm-buttons" },
        make("button", { type: "button", class: "confirm-no", autofocus: true, click: answer("no") }, no),
        make("button", { type: "button", class: "confirm-yes", click: answer("yes") }, yes),
      ),
    );
    root.append(dialog);
    dialog.showModal();
  });
}
