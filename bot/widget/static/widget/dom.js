/**
 * Builds nodes without HTML strings, so that nothing anybody typed is ever read as markup.
 */

const SVG = "http://www.w3.org/2000/svg";

// Outlines on a 24 by 24 grid; drawn here so that no picture is fetched.
const SHAPES = {
  leave: "M14 4h5v16h-5M4 12h11M11 8l4 4-4 4",
  menu: "M5 7h14M5 12h14M5 17h14",
  close: "M6 6l12 12M18 6L6 18",
  send: "M5 12h13M12 5l7 7-7 7",
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  check: "M5 13l4 4L19 7",
  down: "M12 5v14M6 13l6 6 6-6",
};

/**
 * Make an element. Attributes: `true` sets an empty one, `false` and `null` none; a function listens to the event of
 * that name. Strings among the children become text.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | ((event: Event) => void)>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/**
 * A drawn symbol; always beside words, so screen readers skip it.
 * @param {keyof SHAPES} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Words for screen readers only. */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}
