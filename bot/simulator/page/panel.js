/** What opens beside the messages: a thread, the pinned messages, the members. */

import { el, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { drawMessages, repliesTo } from "./messages.js";
import { face, marks, swatch } from "./faces.js";
import { personOf } from "./directory.js";
import { walkable } from "./roving.js";
import { Stick } from "./stick.js";

const TITLES = { thread: "Thread", pins: "Pinned messages", members: "Members" };

/** The right-hand side; on a phone it covers the messages. */
export class Panel {
  constructor(client) {
    this.client = client;
    this.title = el("h2", { tabindex: "-1" });
    this.list = el("div", { class: "message-list" });
    this.scroller = el(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": "Beside the messages" },
      this.list,
    );
    walkable(this.scroller);
    this.stick = new Stick(this.scroller, this.list);
    this.composer = new Composer(client, () => this.place());
    this.root = el(
      "aside",
      { class: "panel", "aria-label": "Beside the messages", hidden: true },
      el(
        "header",
        { class: "panel-head" },
        this.title,
        iconButton("close", "Close", () => this.leave()),
      ),
      this.scroller,
      this.stick.button,
      this.composer.root,
    );
  }

  place() {
    const { panel, channel } = this.client;
    const thread = panel?.kind === "thread" ? panel.ts : undefined;
    return { key: `thread-${thread}`, channel: channel?.id, thread_ts: thread, label: "Reply" };
  }

  leave() {
    this.client.go({});
    const back = this.opener?.isConnected
      ? this.opener
      : document.querySelector(`[data-focus="${CSS.escape(this.openerKey ?? "")}"]`);
    (back ?? document.querySelector(".composer-field"))?.focus();
  }

  draw() {
    const { panel, channel } = this.client;
    const shown = panel && channel ? `${panel.kind}/${panel.ts ?? ""}/${channel.id}` : null;
    const opened = shown !== this.shown;
    if (opened && shown) this.remember();
    this.shown = shown;
    this.root.hidden = !shown;
    if (!shown) return;
    this.title.textContent = TITLES[panel.kind];
    this.scroller.setAttribute("aria-label", TITLES[panel.kind]);
    this.root.setAttribute("aria-label", TITLES[panel.kind]);
    if (opened) this.list.replaceChildren();
    this[panel.kind](channel, opened);
    this.composer.root.hidden = panel.kind !== "thread" || Boolean(channel.archived);
    if (opened)
      (panel.kind === "thread" && !matchMedia("(pointer: coarse)").matches && !channel.archived
        ? this.composer.field
        : this.title
      ).focus({ preventScroll: true });
  }

  remember() {
    if (this.root.contains(document.activeElement)) return;
    this.opener = document.activeElement;
    this.openerKey = this.opener?.closest?.("[data-focus]")?.dataset.focus;
  }

  thread(channel, opened) {
    const root = channel.messages.find((message) => message.ts === this.client.panel.ts);
    const messages = root ? [root, ...repliesTo(channel, root)] : [];
    this.stick.around(() => drawMessages(this.list, messages, { client: this.client, channel, inThread: true }), {
      jump: opened,
    });
    if (!root) this.list.replaceChildren(el("p", { class: "empty" }, "This thread is not there any more."));
    this.composer.show();
  }

  pins(channel) {
    const messages = channel.messages.filter((message) => channel.pins?.includes(message.ts) && !message.deleted);
    drawMessages(this.list, messages, { client: this.client, channel, inThread: true });
    if (!messages.length) this.list.replaceChildren(el("p", { class: "empty quiet" }, "Nothing is pinned here."));
  }

  members(channel) {
    const drawn = JSON.stringify(channel.members);
    if (this.list.dataset.members === drawn && this.list.children.length) return;
    this.list.dataset.members = drawn;
    const groups = new Map();
    for (const member of channel.members) {
      const group = member.bot ? "Apps" : (personOf(member.id).company ?? member.workspace ?? "Others");
      groups.set(group, [...(groups.get(group) ?? []), member]);
    }
    this.list.replaceChildren(...[...groups].map(([name, members]) => this.group(name, members)));
  }

  group(name, members) {
    const workspace = this.client.workspaces.find((one) => one.name === name);
    return el(
      "section",
      { class: "member-group" },
      el(
        "h3",
        {},
        workspace ? swatch(workspace.colour) : null,
        name,
        workspace
          ? el(
              "span",
              { class: `installed ${workspace.installed ? "yes" : ""}` },
              workspace.installed ? "app installed" : "without the app",
            )
          : null,
      ),
      el(
        "ul",
        {},
        members.map((member) =>
          el(
            "li",
            {},
            face({ ...personOf(member.id), ...member }, "small"),
            el(
              "span",
              { class: "person-words" },
              el("span", { class: "person-name" }, member.name, marks(member.id, { bot: member.bot, company: false })),
              el("span", { class: "quiet" }, member.title ?? ""),
            ),
          ),
        ),
      ),
    );
  }
}
