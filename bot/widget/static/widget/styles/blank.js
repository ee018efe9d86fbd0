/**
 * The page after "Leave quickly", until the browser has gone: white, with a word for screen readers only.
 */

export const blankPage = new CSSStyleSheet();
blankPage.replaceSync(`
html, body { background: #ffffff !important; }
p { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
`);
