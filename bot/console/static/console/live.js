/**
 * Shows what is said in a conversation as it is said. The server makes the list items, so that they look the same
 * as after a reload; nothing that staff type is touched.
 */
import { announce } from "./announcer.js";
import { every } from "./polling.js";

const POLL_MS = 2_000;
/** A visitor's message that the engine has not read yet is asked for again this often. */
const LOOKS_AT_UNSETTLED = 8;

const list = document.querySelector("[data-transcript]");
const end = document.getElementById("now");
const looks = new Map();

/** @returns {number} the id after which messages are wanted */
function after() {
  const items = [...list.children];
  const unsettled = items.find((item) => "unsettled" in item.dataset && mayLook(item.dataset.message));
  const last = unsettled ? unsettled.previousElementSibling : items.at(-1);
  return last ? Number(last.dataset.message) : 0;
}

/** @param {string} id */
function mayLook(id) {
  const count = (looks.get(id) ?? 0) + 1;
  looks.set(id, count);
  return count <= LOOKS_AT_UNSETTLED;
}

/** @param {string} html list items from the server @returns {Element[]} those that were not there before */
function add(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = [];
  for (const item of [...template.content.children]) {
    const known = document.getElementById(item.id);
    if (!known) {
      item.classList.add("turn-new");
      list.append(item);
      fresh.push(item);
    } else if ("unsettled" in known.dataset) {
      known.replaceWith(item);
    }
  }
  return fresh;
}

/** @returns {boolean} whether the reader is at the end, and so wants to see what comes */
function isAtEnd() {
  return end.getBoundingClientRect().top < window.innerHeight + 80;
}

every(POLL_MS, async (signal) => {
  const response = await fetch(`${list.dataset.liveUrl}?after=${after()}`, { signal, redirect: "error" });
  if (response.status === 410) {
    window.location.reload(); // erased: its content must not stay on the screen
    return;
  }
  if (!response.ok) return;
  const changed = document.querySelector("[data-changed]");
  changed.hidden = response.headers.get("X-Holder") === list.dataset.holder;
  const wasAtEnd = isAtEnd();
  const fresh = add(await response.text());
  if (!fresh.length) return;
  document.querySelector("[data-empty]")?.remove();
  const fromVisitor = fresh.filter((item) => item.dataset.sender === "visitor");
  if (fromVisitor.length) announce(`Visitor: ${fromVisitor.at(-1).querySelector(".said-text").textContent}`);
  if (wasAtEnd) end.scrollIntoView({ block: "end" });
});
