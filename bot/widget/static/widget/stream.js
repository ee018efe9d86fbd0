/**
 * Keeps the stream of events open: reads server-sent events over fetch (EventSource cannot send a token), resumes
 * after the last message it saw, and waits longer after each failure.
 */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
// A stream that says nothing for this long (the server sends comments in between) is taken for dead.
const SILENCE_MS = 60_000;
// One that ends after this long was sound: a proxy closed it, and waiting starts small again.
const SOUND_MS = 5_000;

/** Cuts a text stream into events; lines may arrive in any pieces. */
export class EventParser {
  #rest = "";
  #event = { type: "message", data: [], id: null };

  /**
   * @param {string} piece
   * @returns {{type: string, data: string, id: string | null}[]} the events that are complete now
   */
  feed(piece) {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => this.#read(line)).filter((event) => event !== null);
  }

  #read(line) {
    if (line === "") {
      const { type, data, id } = this.#event;
      this.#event = { type: "message", data: [], id: null };
      return data.length ? { type, data: data.join("\n"), id } : null;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") this.#event.type = value;
    if (field === "data") this.#event.data.push(value);
    if (field === "id") this.#event.id = value;
    return null;
  }
}

export class EventStream {
  #open;
  #on;
  #stop = null;
  #wake = () => {};

  /**
   * @param {(lastId: string | null, signal: AbortSignal) => Promise<Response>} open
   * @param {{event: (type: string, data: object) => void, live: () => void, broken: (failures: number) => void,
   *          gone: () => void}} on
   */
  constructor(open, on) {
    this.#open = open;
    this.#on = on;
  }

  /** @param {string | null} lastId the newest message already shown */
  start(lastId) {
    this.stop();
    this.#stop = new AbortController();
    this.#follow(lastId, this.#stop.signal);
  }

  stop() {
    this.#stop?.abort();
    this.#wake();
  }

  /** Try again now; for when the browser says that the network is back. */
  hurry() {
    this.#wake();
  }

  async #follow(lastId, signal) {
    let failures = 0;
    while (!signal.aborted) {
      let openedAt = Infinity;
      try {
        const response = await this.#open(lastId, signal);
        if (signal.aborted) return;
        openedAt = Date.now();
        this.#on.live();
        for await (const event of this.#events(response, signal)) {
          if (event.id) lastId = event.id;
          this.#on.event(event.type, JSON.parse(event.data));
        }
      } catch (error) {
        if (error.isGone && !signal.aborted) return this.#on.gone();
      }
      if (signal.aborted) return;
      failures = Date.now() - openedAt > SOUND_MS ? 1 : failures + 1;
      this.#on.broken(failures);
      await this.#wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.75 + Math.random() / 2));
    }
  }

  async *#events(response, signal) {
    const parser = new EventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let timer;
    try {
      while (!signal.aborted) {
        const silence = new Promise((_, fail) => (timer = setTimeout(fail, SILENCE_MS, new Error("silent stream"))));
        const { value, done } = await Promise.race([reader.read(), silence]);
        clearTimeout(timer);
        if (done) return;
        yield* parser.feed(value);
      }
    } finally {
      clearTimeout(timer);
      reader.cancel().catch(() => {});
    }
  }

  #wait(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => (clearTimeout(timer), resolve());
    });
  }
}
