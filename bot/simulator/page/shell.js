/** The rooms of the page: note bar, side list, messages, what opens beside them. */

import { el, iconButton } from "./dom.js";
import { clockWords } from "./dates.js";
import { Announcer } from "./announcer.js";
import { Conversation } from "./conversation.js";
import { Modal } from "./modal.js";
import { Panel } from "./panel.js";
import { Sidebar } from "./sidebar.js";
import { themeButton } from "./theme.js";

/** Build the page once, then follow the client. */
export class Shell {
  constructor(client) {
    this.client = client;
    this.sidebar = new Sidebar(client, () => this.drawer(false));
    this.conversation = new Conversation(client, () => this.drawer(true));
    this.panel = new Panel(client);
    this.modal = new Modal(client);
    this.announcer = new Announcer(client);
    this.build();
    client.subscribe(() => this.draw());
    this.draw();
    setInterval(() => this.tick(), 5000);
  }

  build() {
    this.clock = el("span", { class: "note-clock" });
    this.offline = el("span", { class: "note-offline", role: "status" });
    this.troubles = el("div", { class: "troubles", role: "alert" });
    this.veil = el("div", { class: "veil", hidden: true, on: { click: () => this.drawer(false) } });
    const note = el(
      "header",
      { class: "note-bar" },
      el(
        "span",
        { class: "note-words" },
        el("strong", {}, "Local Slack"),
        el("span", { class: "wide-only" }, " · nothing here leaves this computer"),
      ),
      this.offline,
      this.clock,
      themeButton(),
    );
    this.room = el("div", { class: "room" }, this.sidebar.root, this.veil, this.conversation.root, this.panel.root);
    document.body.append(
      this.skipLink("Skip to the messages", () => this.conversation.scroller),
      this.skipLink("Skip to writing", () => this.conversation.composer.field),
      note,
      this.room,
      this.troubles,
      this.announcer.root,
    );
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("visibilitychange", () => this.draw());
  }

  skipLink(words, target) {
    const skip = (event) => {
      event.preventDefault();
      target().focus();
    };
    return el("a", { class: "skip-link", href: "#messages", on: { click: skip } }, words);
  }

  draw() {
    const { client } = this;
    this.sidebar.draw();
    this.conversation.draw();
    this.panel.draw();
    this.modal.show(client.state.views ?? []);
    this.announcer.hear();
    this.offline.textContent = client.online ? "" : "Not connected, trying again";
    this.troubles.replaceChildren(...client.troubles.map((trouble) => this.troubleLine(trouble)));
    this.room.classList.toggle("with-panel", Boolean(client.panel));
    this.tick();
    this.title();
  }

  troubleLine(trouble) {
    const gone = () => this.client.set({ troubles: this.client.troubles.filter((one) => one !== trouble) });
    return el("div", { class: "trouble" }, el("span", {}, trouble.words), iconButton("close", "Dismiss", gone));
  }

  title() {
    const { client } = this;
    const unread = client.state.channels.reduce((sum, channel) => sum + client.seen.unread(channel, client.as), 0);
    const { channel } = client;
    document.title = `${unread ? `(${unread}) ` : ""}${channel ? `${channel.kind === "im" ? "" : "#"}${channel.name} · ` : ""}${client.me.name} · Local Slack`;
  }

  tick() {
    const words = clockWords({ full: !matchMedia("(max-width: 480px)").matches });
    if (this.clock.textContent !== words) this.clock.textContent = words;
  }

  /** Open or close the side list where it is a drawer. */
  drawer(open) {
    this.room.classList.toggle("drawer-open", open);
    this.veil.hidden = !open;
    if (open) this.sidebar.focus();
    else if (this.sidebar.root.contains(document.activeElement) && matchMedia("(max-width: 760px)").matches)
      this.conversation.menu.focus();
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented || this.modal.dialog.open) return;
    if (this.room.classList.contains("drawer-open")) this.drawer(false);
    else if (this.client.panel) this.panel.leave();
  }
}
