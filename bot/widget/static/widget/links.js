/**
 * Turns a message into text nodes and safe links: telephone and text-message numbers, web and e-mail addresses.
 * What looks like HTML stays text.
 */

import { make, unseen } from "./dom.js";
import { strings } from "./strings.js";

const NORTH_AMERICAN = String.raw`(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}`;

// Tried from left to right, the first that fits wins. Each gives the address of the link.
const KINDS = [
  { pattern: /https?:\/\/[^\s<>"“”]*[^\s<>"“”.,;:!?)'’]/, address: (text) => text, newTab: true },
  { pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/, address: (text) => `mailto:${text}` },
  {
    pattern: /\b(?:[a-z0-9-]+\.)+(?:org|gov|com|net|edu)\b(?:\/[^\s<>"]*[^\s<>".,;:!?)])?/,
    address: (text) => `https://${text}`,
    newTab: true,
  },
  // "text START to 88788", "envíe AYUDA por mensaje de texto al 988"
  {
    pattern: /\b(?:[Tt]ext|[Ee]nvíe|[Mm]ande) "?[A-Z]{3,}"? (?:por mensaje de texto )?(?:to|al) (?:988|\d{5,6})\b/,
    address: (text) => `sms:${/\d+/.exec(text)[0]}?&body=${/[A-Z]{3,}/.exec(text)[0]}`,
  },
  { pattern: /\b[Tt]ext 988\b/, address: () => "sms:988" },
  // "Call or text 988": the first word calls, the rest texts.
  { pattern: /\b[Cc]all(?= or text 988\b)/, address: () => "tel:988", spoken: "988" },
  { pattern: new RegExp(NORTH_AMERICAN), address: (text) => `tel:${withCountry(text)}` },
  { pattern: /\b988\b/, address: () => "tel:988" },
  // The number to dial, not "the 911 recording" or "the 911 call": nobody may call it by mistake.
  { pattern: /\b911\b(?! (?:calls?|record|tapes?|audio|operator|dispatch|transcript))/, address: () => "tel:911" },
];
const NOT_TO_DIAL = /(?:called|calls? to|calling|record\w* (?:of|to)|llamadas? al|grabaci\w+ del?) $/i;
const ANY = new RegExp(KINDS.map(({ pattern }) => `(${pattern.source})`).join("|"), "gu");

/**
 * @param {string} text
 * @returns {(string | HTMLElement)[]} pieces to append, in order
 */
export function withLinks(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    const kind = KINDS.find((_, index) => match[index + 1] !== undefined);
    if (!mayLink(kind, match[0], text.slice(0, match.index), text.slice(match.index + match[0].length))) continue;
    pieces.push(text.slice(end, match.index), link(kind, match[0]));
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)].filter((piece) => piece !== "");
}

/** A link to a page of the web that opens beside the chat; null unless it is http or https. */
export function webLink(address, ...children) {
  if (!/^https?:\/\//i.test(address)) return null;
  return make("a", { href: address, target: "_blank", rel: "noopener" }, ...children, unseen(` ${strings.newTab}`));
}

/** The address that dials a number as people write it. */
export function telephone(number) {
  return `tel:${withCountry(number)}`;
}

function mayLink(kind, text, before, after) {
  if (/\d[-. ]?$/.test(before) && /^\+?[\d(]/.test(text)) return false;
  if (/^[-.]?\d/.test(after) && /\d$/.test(text)) return false;
  return text !== "911" || !NOT_TO_DIAL.test(before);
}

function link(kind, text) {
  if (kind.newTab) return webLink(kind.address(text), text);
  return make("a", { href: kind.address(text) }, text, ...(kind.spoken ? [unseen(` ${kind.spoken}`)] : []));
}

function withCountry(number) {
  const digits = number.replace(/\D/g, "");
  return digits.length === 10 ? `+1${digits}` : digits.length === 11 ? `+${digits}` : digits;
}
