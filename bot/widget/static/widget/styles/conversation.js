/**
 * Messages and the field to type in.
 */

export const conversation = `
.intro {
  margin-block-end: 1em;
  font-size: 0.8125em;
  line-height: 1.4;
  color: var(--chat-text-quiet);
  text-wrap: pretty;
}
.message { margin-block-end: 1em; overflow-wrap: anywhere; }
.message-system { margin-inline: 1em; text-align: center; }
.by { margin-block-end: 0.2em; font-size: 0.8125em; color: var(--chat-text-quiet); }
.message-visitor .by { text-align: end; }
.speaker { font-weight: 600; }
.words {
  inline-size: fit-content;
  max-inline-size: 88%;
  padding: 0.6em 0.9em;
  border: 1px solid transparent;
  border-radius: 0.25em 0.9em 0.9em 0.9em;
  background: var(--chat-bot-surface);
  color: var(--chat-bot-text);
  white-space: pre-wrap;
}
.message-visitor .words {
  margin-inline-start: auto;
  border-radius: 0.9em 0.25em 0.9em 0.9em;
  background: var(--chat-own-surface);
  color: var(--chat-own-text);
}
.message-staff .words {
  border-radius: 0.25em 0.9em 0.9em 0.25em;
  border-inline-start: 4px solid var(--chat-staff-line);
  background: var(--chat-staff-surface);
  color: var(--chat-staff-text);
}
.message-staff a { color: inherit; }
.message-system .words {
  inline-size: auto;
  max-inline-size: none;
  padding: 0.25em 0;
  background: none;
  color: var(--chat-text-quiet);
  font-size: 0.875em;
}
.message-notice { margin-inline: 0; text-align: start; }
.message-notice .words {
  inline-size: auto;
  max-inline-size: none;
  padding: 0.7em 1em;
  border-inline-start: 4px solid var(--chat-notice-line);
  border-radius: 0.25em;
  background: var(--chat-notice-surface);
  color: var(--chat-notice-text);
  font-size: 1em;
}
.message[data-state] .words { opacity: 1; border: 1px dashed var(--chat-control-line); }
.state { margin-block-start: 0.25em; font-size: 0.875em; text-align: end; color: var(--chat-text-quiet); }
.message[data-state="failed"] .state { color: var(--chat-danger); }
.remedy {
  min-block-size: 2em;
  padding: 0.1em 0.7em;
  border: 1px solid currentColor;
  border-radius: 0.4em;
  background: var(--chat-surface);
  color: var(--chat-danger);
  font-weight: 600;
}

.sources { margin-block-start: 0.4em; padding-inline-start: 0.9em; font-size: 0.875em; color: var(--chat-text-quiet); }
.sources-title { display: inline; }
.sources-title::after { content: ": "; }
.sources ul, .sources li { display: inline; }
.sources li + li::before { content: " · "; }

.choices { display: flex; flex-wrap: wrap; gap: 0.5em; margin-block-start: 0.6em; }
.choice {
  display: inline-flex;
  align-items: center;
  gap: 0.4em;
  min-block-size: 2.75em;
  padding: 0.4em 0.9em;
  border: 2px solid currentColor;
  border-radius: 1.4em;
  background: var(--chat-choice-surface);
  color: var(--chat-choice-text);
  font-weight: 600;
  text-align: start;
}
.choice:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.choice[aria-disabled="true"] {
  border: 1px solid var(--chat-line);
  background: var(--chat-bot-surface);
  color: var(--chat-choice-done);
  font-weight: 400;
  text-decoration: none;
  cursor: default;
}
.choice.chosen { border: 2px solid currentColor; font-weight: 600; }

.typing { display: flex; align-items: center; gap: 0.5em; font-size: 0.875em; color: var(--chat-text-quiet); }
.dots { display: inline-flex; gap: 0.25em; }
.dots i { inline-size: 0.4em; block-size: 0.4em; border-radius: 50%; background: currentColor; animation: wait 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: 0.2s; }
.dots i:nth-child(3) { animation-delay: 0.4s; }
@keyframes wait { 50% { opacity: 0.25; } }

.composer {
  flex: none;
  display: flex;
  flex-wrap: wrap;
  align-items: flex-end;
  gap: 0.5em;
  padding: 0.75em 1em 0.5em;
}
.field {
  flex: 1 1 8em;
  min-inline-size: 0;
  min-block-size: 2.75em;
  max-block-size: 9em;
  padding: 0.5em 0.75em;
  border: 1px solid var(--chat-control-line);
  border-radius: 0.5em;
  background: var(--chat-surface);
  color: var(--chat-text);
  resize: none;
  field-sizing: content;
}
.field::placeholder { color: var(--chat-text-quiet); opacity: 1; }
.field:focus-visible { outline-offset: 0; }
.field[aria-invalid="true"] { border: 2px solid var(--chat-danger); }
.send {
  display: inline-flex;
  align-items: center;
  gap: 0.4em;
  min-block-size: 2.75em;
  padding: 0 1em 0 0.8em;
  border: 2px solid transparent;
  border-radius: 0.5em;
  background: var(--chat-action-surface);
  color: var(--chat-action-text);
  font-weight: 600;
}
@media (max-width: 25em) {
  .send { padding-inline: 0.7em; }
  .send span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
}
.send:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.count { flex-basis: 100%; font-size: 0.8125em; color: var(--chat-text-quiet); }
.over { color: var(--chat-danger); font-weight: 600; }

@media (forced-colors: active) {
  .words, .notice { border: 1px solid CanvasText; }
  .message-system .words { border: 0; }
  .message-notice .words, .message-staff .words { border-inline-start-width: 4px; }
  .choice[aria-disabled="true"] { border-color: GrayText; color: CanvasText; }
  .dots i, .leave[data-presses] .lights i { forced-color-adjust: none; }
}
`;
