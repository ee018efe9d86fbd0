/**
 * The open chat and the dialog that asks before deleting.
 */

export const panel = `
.panel {
  position: fixed;
  z-index: 2147483000;
  inset: auto 1em 1em auto;
  flex-direction: column;
  inline-size: min(26em, calc(100vw - 2em));
  block-size: min(46em, calc(100vh - 2em));
  block-size: min(46em, calc(100dvh - 2em));
  max-inline-size: none;
  max-block-size: none;
  margin: 0;
  padding: 0;
  /* Scrolls only where it is too low for header, a few lines, and the field: much enlarged */
  overflow: hidden auto;
  overscroll-behavior: contain;
  border: 1px solid var(--chat-line);
  border-radius: 0.75em;
  background: var(--chat-surface);
  color: var(--chat-text);
  box-shadow: 0 12px 40px var(--chat-shadow);
}
.panel[open] { display: flex; }
.panel::backdrop { background: var(--chat-surface); }

.header {
  position: sticky;
  z-index: 1;
  inset-block-start: 0;
  flex: none;
  padding: 0.6em 0.75em 0.8em 1em;
  border-block-end: 1px solid transparent;
  background: var(--chat-header-surface);
  color: var(--chat-header-text);
}
.header :focus-visible { outline-color: var(--chat-header-focus); }
.header .menu-list :focus-visible { outline-color: var(--chat-focus); outline-offset: -3px; }
.header-row { display: flex; align-items: center; gap: 0.25em; margin-block-end: 0.5em; }
.header-row .leave {
  min-block-size: 2.5em;
  margin-inline: -0.25em auto;
  border-color: transparent;
  background: var(--chat-header-text);
  color: var(--chat-header-surface);
}
.header-row .leave:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.header-button {
  display: grid;
  place-items: center;
  inline-size: 2.75em;
  block-size: 2.75em;
  padding: 0;
  border: 1px solid transparent;
  border-radius: 0.5em;
  background: transparent;
}
.header-button:hover { border-color: currentColor; }
.header-title { font-size: 1.0625em; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
.header-title:focus-visible { outline-offset: 1px; }
.header-speaker { font-size: 0.875em; color: var(--chat-header-quiet); }
.with-staff .header-speaker { color: var(--chat-header-text); font-weight: 600; }

.menu { position: relative; }
.menu-list {
  position: absolute;
  z-index: 1;
  inset-block-start: calc(100% + 0.25em);
  inset-inline-end: 0;
  inline-size: max-content;
  max-inline-size: calc(100vw - 5em);
  padding-block: 0.25em;
  border: 1px solid var(--chat-control-line);
  border-radius: 0.5em;
  background: var(--chat-surface);
  color: var(--chat-text);
  box-shadow: 0 8px 24px var(--chat-shadow);
}
.entry {
  inline-size: 100%;
  min-block-size: 2.75em;
  padding: 0.4em 1em;
  border: 0;
  background: none;
  text-align: start;
}
.entry:hover { background: var(--chat-bot-surface); text-decoration: underline; text-underline-offset: 0.2em; }
.danger { color: var(--chat-danger); }

.middle { display: flex; flex: 1 0 8em; flex-direction: column; min-block-size: 0; overflow: hidden; }
.log { flex: 1; min-block-size: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1em; }
.log:focus-visible { outline-offset: -3px; }
.more-below {
  display: inline-flex;
  align-items: center;
  align-self: center;
  gap: 0.4em;
  margin-block: 0.25em;
  min-block-size: 2em;
  padding: 0 0.9em;
  border: 1px solid var(--chat-control-line);
  border-radius: 2em;
  background: var(--chat-surface);
  color: var(--chat-choice-text);
  font-size: 0.8125em;
  font-weight: 600;
}

.offline {
  flex: none;
  padding: 0.6em 1em;
  border-block-start: 3px solid var(--chat-danger);
  font-size: 0.9375em;
}
.notice {
  flex: none;
  padding: 0.5em 1.23em;
  border-block-start: 1px solid var(--chat-line);
  background: var(--chat-notice-surface);
  color: var(--chat-notice-text);
  font-size: 0.8125em;
  line-height: 1.4;
}
.footer {
  flex: none;
  padding: 0 1.23em calc(0.75em + env(safe-area-inset-bottom, 0px));
  font-size: 0.8125em;
  line-height: 1.4;
  color: var(--chat-text-quiet);
}
.call { display: inline-block; padding-block: 0.25em; font-weight: 600; }

.confirm {
  inline-size: min(24em, calc(100vw - 2em));
  padding: 1.25em;
  border: 1px solid var(--chat-control-line);
  border-radius: 0.75em;
  background: var(--chat-surface);
  color: var(--chat-text);
  box-shadow: 0 12px 40px var(--chat-shadow);
}
.confirm::backdrop { background: var(--chat-veil); }
.confirm h2 { margin-block: 1em 0.4em; font-size: 1.125em; font-weight: 600; }
.confirm-buttons { display: flex; flex-wrap: wrap; gap: 0.75em; margin-block-start: 1.25em; }
.confirm-buttons button {
  flex: 1;
  min-block-size: 2.75em;
  padding: 0 1em;
  border: 2px solid var(--chat-control-line);
  border-radius: 0.5em;
  background: var(--chat-surface);
  font-weight: 600;
  white-space: nowrap;
}
.confirm-buttons .confirm-yes { border-color: currentColor; color: var(--chat-danger); }
.confirm-buttons button:hover { text-decoration: underline; text-underline-offset: 0.2em; }

/* The same limits as SMALL in panel.js: telephones, and wide screens at 200 % and more */
@media (max-width: 30em), (max-height: 30em) {
  .panel {
    inset: 0;
    inline-size: 100%;
    block-size: 100vh;
    block-size: 100dvh;
    border: 0;
    border-radius: 0;
  }
  .header-title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
}
@media (max-height: 30em) {
  .header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75em; padding-block: 0.4em; }
  .header-row { flex-basis: 100%; margin-block-end: 0.1em; }
  .header-title { flex: 0 1 auto; max-inline-size: 55%; font-size: 0.875em; }
  .composer { padding-block: 0.4em 0.2em; }
}
`;
