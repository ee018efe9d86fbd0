/**
 * What holds everywhere in the widget: nothing of the site's styles, the type size people chose, visible focus.
 */

export const base = `
:host {
  all: initial;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  /* "medium" is what the visitor has set in the browser, whatever the site makes of it */
  font-size: medium;
  line-height: 1.5;
  color: var(--chat-text);
  color-scheme: light dark;
  -webkit-text-size-adjust: 100%;
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, h2, ul { margin: 0; padding: 0; font: inherit; }
ul { list-style: none; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; touch-action: manipulation; }
a { color: var(--chat-link); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 2px; }
a[href^="tel:"] { white-space: nowrap; }
:focus-visible { outline: 3px solid var(--chat-focus); outline-offset: 2px; }

.unseen {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.icon {
  flex: none;
  inline-size: 1.25em;
  block-size: 1.25em;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
  stroke-linecap: round;
  stroke-linejoin: round;
}

/* Leave quickly: the same everywhere, so that it is found without looking for it */
.leave {
  display: inline-flex;
  align-items: center;
  gap: 0.5em;
  min-block-size: 2.75em;
  padding: 0 1em;
  border: 2px solid var(--chat-control-line);
  border-radius: 0.5em;
  background: var(--chat-surface);
  color: var(--chat-text);
  font-weight: 600;
  white-space: nowrap;
}
.leave:hover { border-color: currentColor; }
.lights { display: none; gap: 0.25em; }
.leave[data-presses="1"] .lights, .leave[data-presses="2"] .lights { display: inline-flex; }
.lights i {
  inline-size: 0.6em;
  block-size: 0.6em;
  border: 2px solid currentColor;
  border-radius: 50%;
}
.leave[data-presses="1"] .lights i:nth-child(1),
.leave[data-presses="2"] .lights i:nth-child(-n + 2) { background: currentColor; }

.dock {
  position: fixed;
  z-index: 2147483000;
  inset-block-end: calc(1em + env(safe-area-inset-bottom, 0px));
  inset-inline-end: 1em;
  display: flex;
  flex-wrap: wrap;
  justify-content: flex-end;
  gap: 0.5em;
  max-inline-size: calc(100% - 2em);
}
.dock .leave, .launcher { box-shadow: 0 4px 16px var(--chat-shadow); }
.dock .leave { border-radius: 2em; }
.launcher {
  position: relative;
  display: inline-flex;
  align-items: center;
  gap: 0.6em;
  min-block-size: 2.75em;
  padding: 0 1.2em 0 1em;
  border: 2px solid transparent;
  border-radius: 2em;
  background: var(--chat-action-surface);
  color: var(--chat-action-text);
  font-weight: 600;
}
.launcher:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.has-news::after {
  content: "";
  position: absolute;
  inset-block-start: -0.2em;
  inset-inline-end: 0.4em;
  inline-size: 0.9em;
  block-size: 0.9em;
  border: 2px solid var(--chat-surface);
  border-radius: 50%;
  background: var(--chat-danger);
}

@media (max-width: 25em) {
  .dock { inset-inline: 0.75em; max-inline-size: none; }
  .dock .leave, .launcher { padding-inline: 0.7em; }
  .launcher .icon { display: none; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; }
}
@media print {
  :host { display: none; }
}
`;
