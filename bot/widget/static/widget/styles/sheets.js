/**
 * The widget's style sheets, made in script: they need no request of their own, obey a strict content security
 * policy on the firm's site, and the launcher never shows unstyled.
 */

import { base } from "./base.js";
import { conversation } from "./conversation.js";
import { panel } from "./panel.js";
import { tokens } from "./tokens.js";

export const styleSheets = [tokens, base, panel, conversation].map((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
});
