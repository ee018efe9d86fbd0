/**
 * Draws one message of the transcript: who speaks, the words, the choices, the sources.
 */

import { icon, make, unseen } from "./dom.js";
import { languageOf } from "./language.js";
import { webLink, withLinks } from "./links.js";
import { strings } from "./strings.js";

/**
 * @typedef {{id: string, at: string, from: "visitor" | "bot" | "staff" | "system", text: string,
 *            buttons: {id: string, title: string}[], answer: string | null,
 *            sources: {title: string, section: string, url: string}[], staff: {name: string} | null}} Message
 */

/**
 * @param {Message} message
 * @param {(button: {id: string, title: string}) => void} onPress
 * @returns {HTMLElement}
 */
export function drawMessage(message, onPress) {
  const { from, text } = message;
  const words = make("p", { class: "words", lang: languageOf(text) });
  // A visitor's own words are shown exactly as typed, without links.
  words.append(...(from === "visitor" ? [text] : withLinks(text)));
  return make(
    "article",
    { class: `message message-${from}`, "data-id": message.id, "aria-label": speaker(message) },
    from === "system" ? null : by(message),
    words,
    message.sources?.length ? sources(message.sources) : null,
    message.buttons?.length ? choices(message.buttons, onPress) : null,
  );
}

/** The name that stands above a message. */
export function speaker({ from, staff }) {
  if (from === "staff") return strings.staffLabel(staff?.name ?? "");
  return from === "visitor" ? strings.visitor : strings.automated;
}

/** What a screen reader hears when a message arrives. */
export function spoken(message) {
  const choices = message.buttons?.length ? ` ${strings.choices(message.buttons.map(({ title }) => title))}` : "";
  return (message.from === "system" ? "" : `${speaker(message)}: `) + message.text + choices;
}

function by(message) {
  const at = new Date(message.at);
  const time = Number.isNaN(at.valueOf())
    ? null
    : make("time", { datetime: message.at }, at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }));
  return make("p", { class: "by" }, make("span", { class: "speaker" }, speaker(message)), " ", time);
}

function sources(list) {
  const items = list.map(({ title, section, url }) => {
    const name = section || title;
    return make("li", {}, webLink(url, name) ?? name);
  });
  return make("div", { class: "sources" }, make("p", { class: "sources-title" }, strings.sources), make("ul", {}, ...items));
}

function choices(buttons, onPress) {
  const drawn = buttons.map((button) =>
    make(
      "button",
      {
        type: "button",
        class: "choice",
        "data-title": button.title,
        click: ({ currentTarget }) => {
          if (currentTarget.getAttribute("aria-disabled") === "true") return;
          markChosen(currentTarget);
          onPress(button);
        },
      },
      button.title,
    ),
  );
  return make("div", { class: "choices" }, ...drawn);
}

/** A pressed button stays readable, and says that it was the one. */
export function markChosen(button) {
  if (button.classList.contains("chosen")) return;
  button.classList.add("chosen");
  button.prepend(icon("check"));
  button.append(unseen(`, ${strings.chosen}`));
}

/**
 * Buttons of a question that was answered: out of the tab order and without effect. Not `disabled`, which would throw
 * away the focus of the person who has just pressed one.
 * @param {Element} article
 */
export function retireChoices(article) {
  for (const button of article.querySelectorAll(".choice")) {
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("tabindex", "-1");
  }
}
