/**
 * What this tab remembers of the conversation: id and token, and whether the panel was open.
 * Only in sessionStorage: no cookie, nothing left once the tab is closed.
 */

const KEY = "client-question-chat";

export class Session {
  // Where the browser forbids storage the chat still works, but a reload starts a new one.
  #inMemory = null;
  #isOpen = false;

  /** @returns {{conversation: string, token: string, open: boolean} | null} */
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return this.#inMemory;
    }
  }

  /** @param {{conversation: string, token: string}} opened */
  keep({ conversation, token }) {
    this.#write({ conversation, token, open: this.#isOpen });
  }

  /** @param {boolean} open */
  rememberOpen(open) {
    this.#isOpen = open;
    const known = this.read();
    if (known) this.#write({ ...known, open });
  }

  /** Forget this conversation only. */
  forget() {
    this.#inMemory = null;
    this.#tryStorage((storage) => storage.removeItem(KEY));
  }

  /** Forget all that this tab stored for the site; for leaving quickly. */
  wipe() {
    this.#inMemory = null;
    this.#tryStorage((storage) => storage.clear());
  }

  #write(value) {
    this.#inMemory = value;
    this.#tryStorage((storage) => storage.setItem(KEY, JSON.stringify(value)));
  }

  #tryStorage(use) {
    try {
      use(sessionStorage);
    } catch {
      // Storage is blocked or full: memory has it.
    }
  }
}
