/**
 * Speaks the chat API and nothing else: JSON over fetch, the token in the Authorization header, never in an address.
 */

const TIMEOUT_MS = 15_000;

/** The server said no, or (status 0) did not answer. */
export class RequestFailed extends Error {
  /**
   * @param {number} status
   * @param {number} [retryAfterS] how long the server asks to wait
   */
  constructor(status, retryAfterS = 0) {
    super(`chat request failed: ${status || "no answer"}`);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }

  /** The conversation was erased, has expired, or was never ours. */
  get isGone() {
    return this.status === 401 || this.status === 404;
  }
}

export class Connection {
  #base;
  #session;

  /**
   * @param {string} origin of the server, without a path
   * @param {import("./session.js").Session} session
   */
  constructor(origin, session) {
    this.#base = `${origin}/api/conversations`;
    this.#session = session;
  }

  /** @returns {Promise<{conversation: string, token: string, messages: object[]}>} */
  async create() {
    return (await this.#ask("POST", "", { body: {} })).json();
  }

  /**
   * Send a message; the same id again is safe.
   * @param {{id: string, text: string} | {id: string, button: string}} message
   * @returns {Promise<object[]>} the replies
   */
  async send(message) {
    return (await (await this.#ask("POST", "/messages", { body: message })).json()).messages;
  }

  /** @returns {Promise<object[]>} the whole transcript, oldest first */
  async messages() {
    return (await (await this.#ask("GET", "/messages")).json()).messages;
  }

  /** @returns {Promise<Blob>} */
  async transcriptFile() {
    return (await this.#ask("GET", "/transcript.txt")).blob();
  }

  /** Erase the conversation on the server. */
  async erase() {
    await this.#ask("DELETE", "");
  }

  /**
   * Open the stream of events that came after `lastId`.
   * @param {string | null} lastId
   * @param {AbortSignal} signal ends it; there is no time limit
   * @returns {Promise<Response>}
   */
  async events(lastId, signal) {
    const headers = { Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}) };
    return this.#ask("GET", "/events", { headers, signal });
  }

  async #ask(method, path, { body, headers = {}, signal = AbortSignal.timeout(TIMEOUT_MS) } = {}) {
    const known = this.#session.read();
    const isOpening = method === "POST" && path === "";
    const response = await fetch(isOpening ? this.#base : `${this.#base}/${known?.conversation}${path}`, {
      method,
      headers: {
        ...(isOpening ? {} : { Authorization: `Bearer ${known?.token}` }),
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...headers,
      },
      body: body && JSON.stringify(body),
      signal,
      cache: "no-store",
      // A staff cookie of the same site has no business here.
      credentials: "omit",
      referrerPolicy: "no-referrer",
    }).catch(() => {
      throw new RequestFailed(0);
    });
    if (!response.ok) throw new RequestFailed(response.status, Number(response.headers.get("Retry-After")) || 1);
    return response;
  }
}
