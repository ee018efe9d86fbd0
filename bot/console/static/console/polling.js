/** Asks again and again while somebody looks at the page; a failed attempt is simply followed by the next. */

/**
 * @param {number} pauseMs between the end of one attempt and the next
 * @param {(signal: AbortSignal) => Promise<void>} attempt
 */
export function every(pauseMs, attempt) {
  const TIMEOUT_MS = 10_000;

  async function run() {
    if (!document.hidden) {
      try {
        await attempt(AbortSignal.timeout(TIMEOUT_MS));
      } catch {
        // The network or the server is away, or the login ran out: the page stays as it is.
      }
    }
    setTimeout(run, pauseMs);
  }

  setTimeout(run, pauseMs);
}
