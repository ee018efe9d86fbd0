/**
 * The conversation itself: begins it or brings it back, shows what comes by reply and by stream, knows who answers,
 * and ends it. Draws nothing; the panel, the transcript and the announcer do.
 */

import { languageOf } from "./language.js";
import { spoken } from "./message.js";
import { Outgoing } from "./outgoing.js";
import { EventStream } from "./stream.js";
import { strings } from "./strings.js";

// An answer that comes at once needs no indicator.
const TYPING_AFTER_MS = 400;
const TYPING_FOR_MS = 8000;
// One failure is a hiccup that the next attempt mends.
const OFFLINE_AFTER_FAILURES = 2;

export class Chat {
  #connection;
  #session;
  #ui;
  #stream;
  #outgoing;
  #opening = null;
  #staff = null;
  #typingTimer;
  #round = 0;

  /**
   * @param {{connection: import("./connection.js").Connection, session: import("./session.js").Session,
   *          ui: import("./outgoing.js").Ui}} parts
   */
  constructor({ connection, session, ui }) {
    this.#connection = connection;
    this.#session = session;
    this.#ui = ui;
    this.#stream = new EventStream((lastId, signal) => connection.events(lastId, signal), {
      event: (type, data) => this.#onEvent(type, data),
      live: () => this.#setOffline(false),
      broken: (failures) => failures >= OFFLINE_AFTER_FAILURES && this.#setOffline(true),
      gone: () => this.#onGone(),
    });
    this.#outgoing = new Outgoing(connection, ui, {
      open: () => this.open(),
      waiting: (isWaiting) => this.#showWaiting(isWaiting),
      replies: (messages) => {
        this.#setOffline(false);
        messages.forEach((message) => this.#show(message));
      },
      unreachable: () => this.#setOffline(true),
      gone: () => this.#onGone(),
    });
  }

  /** Begin the conversation, or do nothing when there is one. Resolves to whether there is one now. */
  async open() {
    if (this.#session.read()) return true;
    this.#opening ??= this.#begin(this.#round).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Bring back the conversation that this tab had before the page was loaded again. */
  async restore() {
    const round = this.#round;
    try {
      const messages = await this.#connection.messages();
      if (round !== this.#round) return;
      messages.forEach((message, index) => this.#ui.transcript.add(message, index === 0));
      this.#setStaff(staffNow(messages));
      this.#stream.start(messages.at(-1)?.id ?? null);
    } catch (error) {
      if (round !== this.#round) return;
      if (error.isGone) return this.#onGone();
      this.#setOffline(true);
      // The stream brings everything once it can be had: an id that it does not know means from the beginning.
      this.#stream.start("beginning");
    }
  }

  /** @param {string} text typed by the visitor */
  say(text) {
    this.#outgoing.say(text);
  }

  /** @param {{id: string, title: string}} button of a reply */
  press(button) {
    this.#outgoing.press(button);
  }

  /** @returns {Promise<Blob>} */
  transcriptFile() {
    return this.#connection.transcriptFile();
  }

  /** Erase on the server, then here. Throws when the server could not. */
  async erase() {
    await this.#connection.erase().catch((error) => {
      if (!error.isGone) throw error;
    });
    this.end();
  }

  /** Let go of this conversation without erasing it. */
  end() {
    this.stop();
    this.#session.forget();
    this.#ui.transcript.clear();
    this.#setStaff(null);
    this.#setOffline(false);
  }

  /** Stop listening and sending. */
  stop() {
    this.#round += 1;
    this.#opening = null;
    this.#outgoing.drop();
    this.#stream.stop();
  }

  /** The browser says that the network is back. */
  hurry() {
    this.#stream.hurry();
  }

  async #begin(round) {
    try {
      const opened = await this.#connection.create();
      if (round !== this.#round) return false;
      this.#session.keep(opened);
      this.#setOffline(false);
      opened.messages.forEach((message, index) => this.#show(message, index === 0));
      this.#ui.transcript.showBeginning();
      this.#stream.start(opened.messages.at(-1)?.id ?? null);
      return true;
    } catch {
      if (round === this.#round) this.#setOffline(true);
      return false;
    }
  }

  #onEvent(type, data) {
    if (type === "message") this.#show(data);
    if (type === "typing") this.#showTyping(strings.typing(data.from === "staff" ? this.#staff || strings.staff : null));
    // The record tells both with a line of its own.
    if (type === "takeover") this.#setStaff(data.staff.name);
    if (type === "released") this.#setStaff(null);
  }

  #show(message, isNotice = false) {
    if (!this.#ui.transcript.add(message, isNotice) || message.from === "visitor") return;
    if (message.from !== "system") this.#showTyping(null);
    if (message.from === "staff") this.#setStaff(message.staff?.name ?? "");
    this.#ui.say(spoken(message), languageOf(message.text));
    this.#ui.onNews();
  }

  /** @param {string | null} name of the staff member who answers now, null for the bot */
  #setStaff(name) {
    if (name === this.#staff) return;
    this.#staff = name;
    this.#ui.panel.showSpeaker(name);
    this.#showTyping(null);
  }

  #showWaiting(isWaiting) {
    clearTimeout(this.#typingTimer);
    if (this.#staff !== null) return;
    if (!isWaiting) return this.#showTyping(null);
    this.#typingTimer = setTimeout(() => this.#showTyping(strings.typing(null)), TYPING_AFTER_MS);
  }

  #showTyping(words) {
    clearTimeout(this.#typingTimer);
    this.#ui.transcript.showTyping(words);
    if (words) this.#typingTimer = setTimeout(() => this.#showTyping(null), TYPING_FOR_MS);
  }

  #setOffline(isOffline) {
    const { panel, say, phone } = this.#ui;
    if (panel.isOffline === isOffline) return;
    panel.showOffline(isOffline);
    say(isOffline ? strings.offline(phone) : strings.back);
  }

  #onGone() {
    this.end();
    this.#ui.transcript.addLine(strings.gone);
    this.#ui.say(strings.gone);
  }
}

/** Who answers, as far as the record tells: staff who spoke last, unless a system line or the bot came after. */
function staffNow(messages) {
  const last = messages.findLast(({ from }) => from !== "visitor");
  return last?.from === "staff" ? (last.staff?.name ?? "") : null;
}
