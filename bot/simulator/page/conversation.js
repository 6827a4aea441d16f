/** The middle: a channel's head, its messages, and the field to write in. */

import { el, icon, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { drawMessages, topLevel } from "./messages.js";
import { walkable } from "./roving.js";
import { Stick } from "./stick.js";

const WALK = "The arrow keys move between messages; Tab then reaches what one can do with it.";

/** The channel that is open. */
export class Conversation {
  constructor(client, openDrawer) {
    this.client = client;
    this.menu = iconButton("menu", "Channels", openDrawer, { class: "drawer-only" });
    this.name = el("h1", {});
    this.about = el("p", { class: "quiet about" });
    this.pins = el("button", {
      type: "button",
      class: "head-button",
      data: { focus: "pins" },
      on: { click: () => this.beside("pins") },
    });
    this.members = el("button", {
      type: "button",
      class: "head-button",
      data: { focus: "members" },
      on: { click: () => this.beside("members") },
    });
    this.list = el("div", { class: "message-list" });
    this.empty = el("div", { class: "empty" });
    this.scroller = el(
      "div",
      {
        class: "scroller",
        id: "messages",
        tabindex: "0",
        role: "region",
        "aria-label": "Messages",
        "aria-description": WALK,
      },
      this.empty,
      this.list,
    );
    walkable(this.scroller);
    this.stick = new Stick(this.scroller, this.list);
    this.composer = new Composer(client, () => this.place());
    this.closed = el("p", { class: "composer-closed quiet" });
    this.root = el(
      "main",
      { class: "conversation" },
      el(
        "header",
        { class: "channel-head" },
        this.menu,
        el("div", { class: "channel-words" }, this.name, this.about),
        this.pins,
        this.members,
      ),
      this.scroller,
      this.stick.button,
      this.composer.root,
      this.closed,
    );
  }

  place() {
    const { channel } = this.client;
    const name = channel?.kind === "im" ? channel.name : `#${channel?.name}`;
    return { key: channel?.id, channel: channel?.id, thread_ts: undefined, label: `Message ${name}` };
  }

  beside(kind) {
    const open = this.client.panel?.kind === kind;
    this.client.go({ panel: open ? null : { kind } });
  }

  draw() {
    const { client } = this;
    const { channel } = client;
    if (!channel) return this.drawNothing();
    this.drawHead(channel);
    const before = this.shown;
    this.shown = channel.id;
    const messages = [...topLevel(channel), ...client.noticesIn(channel)].sort((one, other) =>
      one.ts < other.ts ? -1 : 1,
    );
    const own = messages.at(-1)?.user === client.as && messages.at(-1)?.ts !== this.lastTs;
    this.lastTs = messages.at(-1)?.ts;
    this.stick.around(() => drawMessages(this.list, messages, { client, channel }), {
      jump: before !== channel.id || own,
    });
    this.empty.hidden = messages.length > 0;
    this.empty.replaceChildren(
      el(
        "p",
        {},
        el(
          "strong",
          {},
          channel.kind === "im"
            ? `This is the beginning of your messages with ${channel.name}.`
            : `This is the beginning of #${channel.name}.`,
        ),
      ),
      el("p", { class: "quiet" }, "Say something, or type / to see what the app can do."),
    );
    this.composer.show();
    this.composer.root.hidden = Boolean(channel.archived);
    this.closed.hidden = !channel.archived;
    this.closed.textContent = "This channel is archived. It can be read, not written to.";
    if (document.visibilityState === "visible") client.seen.mark(channel);
    return undefined;
  }

  drawNothing() {
    this.name.textContent = "No channel";
    this.about.textContent = "";
    this.list.replaceChildren();
    this.empty.hidden = false;
    this.empty.replaceChildren(
      el("p", {}, el("strong", {}, "You are in no channel yet.")),
      el("p", { class: "quiet" }, "Once somebody invites you, or writes to you, it appears at the left."),
    );
    this.composer.root.hidden = true;
    this.pins.hidden = true;
    this.members.hidden = true;
    this.closed.hidden = true;
  }

  drawHead(channel) {
    const im = channel.kind === "im";
    const drawn = JSON.stringify([channel.name, channel.archived, channel.members, channel.pins, this.client.panel]);
    if (drawn === this.head) return;
    this.head = drawn;
    const people = channel.members.filter((member) => !member.bot);
    const companies = new Set(people.map((member) => member.workspace)).size;
    this.name.replaceChildren(el("span", { class: "hash", "aria-hidden": "true" }, im ? "" : "#"), channel.name);
    this.about.textContent = im
      ? "Direct message with the app"
      : `${counted(people.length, "person", "people")}${channel.shared ? ` of ${counted(companies, "company", "companies")}` : ""}${channel.archived ? " · archived" : ""}`;
    const pins = channel.pins?.length ?? 0;
    this.pins.hidden = !pins;
    this.headButton(this.pins, "pin", pins, `${pins} pinned`, "pins");
    this.members.hidden = im;
    this.headButton(this.members, "people", channel.members.length, "Members", "members");
  }

  headButton(button, name, count, label, kind) {
    button.replaceChildren(icon(name, 18), el("span", { "aria-hidden": "true" }, String(count)));
    button.setAttribute("aria-label", label);
    button.title = label;
    button.setAttribute("aria-expanded", String(this.client.panel?.kind === kind));
  }
}

/** A number with its noun. */
function counted(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}
