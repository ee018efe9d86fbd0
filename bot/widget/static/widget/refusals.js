/**
 * Friendly words for a message that was not taken, and whether the same message may be tried again.
 */

import { strings } from "./strings.js";

/**
 * @param {import("./connection.js").RequestFailed | {status: number}} error
 * @param {string} phone of the office
 * @returns {{words: string, mayRepeat: boolean}} mayRepeat: with the same id, which never has a second effect
 */
export function remedyFor(error, phone) {
  switch (error.status) {
    case 400:
    case 415:
      return { words: strings.refused, mayRepeat: false };
    case 409:
      return { words: strings.clash, mayRepeat: false };
    case 413:
      return { words: strings.tooLong, mayRepeat: false };
    case 429:
      return { words: strings.tooMany(error.retryAfterS, phone), mayRepeat: true };
    default:
      return { words: strings.notSent, mayRepeat: true };
  }
}
