/**
 * Whether a text is Spanish, so that screen readers pronounce it as such. The API does not say; the bot speaks
 * English or Spanish only, and its sentences are long enough for common words to tell.
 */

const WORDS = new Set(
  ("el los las una que de del con por para no si sí su sus usted está es son pero este esta puede llame llamar ahora " +
    "abogado abogada oficina ayuda peligro inglés español gracias hola en al y o mi me yo ella quiere cargos")
    .split(" "),
);

/**
 * @param {string} text
 * @returns {"es" | null} the value of a lang attribute, null where the widget's own language holds
 */
export function languageOf(text) {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const spanish = words.filter((word) => WORDS.has(word)).length;
  const signs = (text.match(/[¿¡ñ]/gi) ?? []).length;
  return words.length && (spanish + 2 * signs) / words.length >= 0.25 && spanish + signs >= 2 ? "es" : null;
}
