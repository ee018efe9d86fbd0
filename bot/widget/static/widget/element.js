/**
 * <client-question-chat>: a firm's chat for visitors of its website. Builds the parts, joins them, and opens and
 * closes the panel; the conversation is in chat.js.
 *
 * On another site, put this first in the body, so that "Leave quickly" is the first stop of the Tab key. The link is
 * for visitors without JavaScript. The chat server is the one that serves the script; it must list the site's origin.
 *
 *   <client-question-chat firm-name="…" firm-phone="(314) 555-0142" leave-url="https://www.weather.gov/">
 *     <a href="tel:+13145550142">Call our office: (314) 555-0142</a>
 *   </client-question-chat>
 *   <script type="module" src="https://chat.firm.example.org/static/widget/element.js"></script>
 */

import { Announcer } from "./announcer.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { confirm } from "./confirm.js";
import { Connection } from "./connection.js";
import { icon, make } from "./dom.js";
import { Leave } from "./leave.js";
import { Menu } from "./menu.js";
import { Panel } from "./panel.js";
import { Session } from "./session.js";
import { strings } from "./strings.js";
import { styleSheets } from "./styles/sheets.js";
import { Transcript } from "./transcript.js";

const NEUTRAL_PAGE = "https://www.weather.gov/";

export class ClientQuestionChat extends HTMLElement {
  #session = new Session();
  #announcer = new Announcer();
  #listening = null;
  #chat;
  #panel;
  #transcript;
  #composer;
  #frame;
  #dock;
  #launcher;
  #leave;
  #leaveInDialog;

  connectedCallback() {
    if (!this.shadowRoot) {
      this.#build();
      performance.mark("client-question-chat-ready");
    }
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#leave.listen(signal);
    this.#panel.listen(signal);
    window.addEventListener("online", () => this.#chat.hurry(), { signal });
    window.addEventListener("pagehide", () => this.#chat.stop(), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#comeBack(), { signal });
    if (this.#session.read()) this.#resume();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#chat.stop();
  }

  /** Open the chat; called by a click on the launcher, or on the site's own link. */
  open() {
    this.#show();
    this.#panel.focus(this.#composer.field);
    if (this.#transcript.isEmpty && !this.#session.read()) this.#begin();
  }

  /** Close the chat and go back to the launcher; the conversation goes on. */
  close() {
    this.#panel.close();
    this.#session.rememberOpen(false);
    this.#dock.hidden = false;
    this.#nameLauncher(this.#session.read() ? strings.launcherBack : strings.launcher);
    this.#launcher.focus();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = styleSheets;
    const firm = { name: this.getAttribute("firm-name") ?? "", phone: this.getAttribute("firm-phone") ?? "" };
    const say = (text, language) => this.#announcer.say(text, language);
    this.#leave = new Leave({ address: this.#neutralPage(), wipe: () => this.#wipe(), say });
    this.#leaveInDialog = this.#leave.button();
    this.#transcript = new Transcript((button) => this.#chat.press(button));
    this.#composer = new Composer((text) => this.#chat.say(text), say);
    this.#launcher = make("button", { type: "button", class: "launcher", click: () => this.open() });
    this.#nameLauncher(this.#session.read() ? strings.launcherBack : strings.launcher);
    this.#dock = make("div", { class: "dock" }, this.#leave.button(), this.#launcher);
    this.#panel = new Panel({
      firm,
      leave: this.#leave.button(),
      menu: new Menu([
        { label: strings.save, act: () => this.#save() },
        { label: strings.startOver, act: () => this.#startOver() },
        { label: strings.erase, act: () => this.#erase(), isDanger: true },
      ]),
      transcript: this.#transcript,
      composer: this.#composer,
      announcer: this.#announcer,
      onClose: () => this.close(),
    });
    const origin = this.getAttribute("api-origin") ?? new URL(import.meta.url).origin;
    const ui = {
      transcript: this.#transcript,
      panel: this.#panel,
      composer: this.#composer,
      say,
      phone: firm.phone,
      onNews: () => this.#panel.isOpen || this.#nameLauncher(strings.launcherNew, true),
    };
    this.#chat = new Chat({ connection: new Connection(origin, this.#session), session: this.#session, ui });
    const help = make("p", { id: "leave-help", hidden: true }, strings.leaveHelp);
    this.#frame = make("section", { "aria-label": strings.panel }, this.#dock, this.#panel.element, help);
    this.#frame.append(this.#announcer.outside);
    root.append(this.#frame);
  }

  #neutralPage() {
    const address = this.getAttribute("leave-url") ?? "";
    return /^https?:\/\//i.test(address) ? address : NEUTRAL_PAGE;
  }

  #nameLauncher(label, hasNews = false) {
    this.#launcher.classList.toggle("has-news", hasNews);
    this.#launcher.replaceChildren(icon("chat"), make("span", {}, label));
  }

  #show() {
    this.#dock.hidden = true;
    this.#panel.open();
    this.#session.rememberOpen(true);
    this.#transcript.showNewest();
  }

  /** A new conversation: the server brings the notice; if it cannot be reached, ours stands there. */
  async #begin() {
    const isOpened = await this.#chat.open();
    if (!isOpened && this.#transcript.isEmpty) this.#transcript.addLine(strings.notice, true);
  }

  /** After a reload the chat is as it was; on another page of the site it waits behind the launcher. */
  #resume() {
    const [navigation] = performance.getEntriesByType("navigation");
    if (navigation?.type === "reload" && this.#session.read().open) this.#show();
    this.#chat.restore();
  }

  /** Restored by the Back button: nothing may show that this tab has meanwhile forgotten. */
  #comeBack() {
    if (this.#session.read()) return this.#chat.restore();
    this.#chat.end();
    this.#composer.clear();
    this.#panel.close();
    this.#dock.hidden = false;
    this.#nameLauncher(strings.launcher);
  }

  #wipe() {
    this.#chat.end();
    this.#composer.clear();
    this.#session.wipe();
  }

  async #save() {
    try {
      const address = URL.createObjectURL(await this.#chat.transcriptFile());
      // A plain name: it will lie among other files on a device that others may use.
      make("a", { href: address, download: "chat.txt" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      this.#tell(strings.saved);
    } catch {
      this.#tell(strings.failed);
    }
  }

  async #startOver() {
    const words = {
      title: strings.startOverTitle,
      text: strings.startOverText,
      yes: strings.startOverYes,
      no: strings.startOverNo,
    };
    if (!(await confirm(this.#frame, this.#leaveInDialog, words))) return;
    this.#chat.end();
    this.#composer.field.focus();
    await this.#begin();
  }

  async #erase() {
    const words = {
      title: strings.eraseTitle,
      text: strings.eraseText,
      yes: strings.eraseYes,
      no: strings.eraseNo,
    };
    if (!(await confirm(this.#frame, this.#leaveInDialog, words))) return;
    try {
      if (this.#session.read()) await this.#chat.erase();
      this.#composer.clear();
      this.#tell(strings.erased);
      this.#composer.field.focus();
    } catch {
      this.#tell(strings.failed);
    }
  }

  #tell(text) {
    this.#transcript.addLine(text);
    this.#announcer.say(text);
  }
}

customElements.define("client-question-chat", ClientQuestionChat);
