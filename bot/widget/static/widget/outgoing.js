/**
 * What the visitor says, on its way to the server: shown at once, sent one after the other, tried again with the same
 * id when the visitor says so.
 */

import { remedyFor } from "./refusals.js";
import { strings } from "./strings.js";

/**
 * What the conversation shows itself with.
 * @typedef {{transcript: import("./transcript.js").Transcript, panel: import("./panel.js").Panel,
 *            composer: import("./composer.js").Composer, say: (text: string, language?: string | null) => void,
 *            phone: string, onNews: () => void}} Ui
 */

export class Outgoing {
  #connection;
  #ui;
  #on;
  #queue = Promise.resolve();
  // Grows when a conversation ends: what still comes back for an older one is dropped.
  #round = 0;

  /**
   * @param {import("./connection.js").Connection} connection
   * @param {Ui} ui
   * @param {{open: () => Promise<boolean>, waiting: (isWaiting: boolean) => void, replies: (messages: object[]) => void,
   *          unreachable: () => void, gone: () => void}} on
   *   `open` makes sure that there is a conversation
   */
  constructor(connection, ui, on) {
    this.#connection = connection;
    this.#ui = ui;
    this.#on = on;
  }

  /** @param {string} text */
  say(text) {
    this.#add({ id: newId(), text }, text);
  }

  /** @param {{id: string, title: string}} button of a reply */
  press(button) {
    this.#add({ id: newId(), button: button.id }, button.title);
  }

  /** Nothing that is under way has an effect any more. */
  drop() {
    this.#round += 1;
    this.#queue = Promise.resolve();
    this.#on.waiting(false);
  }

  #add(message, shown) {
    this.#ui.transcript.addOwn({ id: message.id, text: shown });
    this.#enqueue(message, shown);
  }

  #enqueue(message, shown) {
    const round = this.#round;
    this.#queue = this.#queue.then(() => this.#send(message, shown, () => round === this.#round));
  }

  async #send(message, shown, isCurrent) {
    if (!isCurrent()) return;
    const { transcript } = this.#ui;
    try {
      const isOpen = await this.#on.open();
      if (!isCurrent()) return;
      if (!isOpen) return this.#onNotSent(message, shown, { status: 0 });
      // Only from here on: the notice of a conversation that has just begun stands before the first message.
      transcript.setState(message.id, "sending", strings.sending);
      this.#on.waiting(true);
      const replies = await this.#connection.send(message);
      if (!isCurrent()) return;
      transcript.settle(message.id);
      this.#on.waiting(false);
      this.#on.replies(replies);
    } catch (error) {
      if (!isCurrent()) return;
      this.#on.waiting(false);
      if (error.isGone) this.#on.gone();
      else this.#onNotSent(message, shown, error);
    }
  }

  #onNotSent(message, shown, error) {
    const { transcript, composer, say, phone } = this.#ui;
    const { words, mayRepeat } = remedyFor(error, phone);
    const again = () => {
      transcript.moveToEnd(message.id);
      transcript.setState(message.id, "queued", strings.sending);
      // The pressed button is gone now; the focus must not be.
      composer.field.focus();
      this.#enqueue(message, shown);
    };
    const edit = () => {
      transcript.remove(message.id);
      composer.restore(shown);
    };
    const remedy = mayRepeat ? { label: strings.tryAgain, act: again } : { label: strings.edit, act: edit };
    transcript.setState(message.id, "failed", words, remedy);
    say(words);
    if (error.status === 0) this.#on.unreachable();
  }
}

/** Version 4 without crypto.randomUUID, which pages served over plain http lack. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
