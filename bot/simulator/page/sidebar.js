/** The side list: who one is, the channels, the direct messages. */

import { el, icon, iconButton, keyed } from "./dom.js";
import { face, peopleList, swatch } from "./faces.js";

/** The list at the left; on a phone it is a drawer. */
export class Sidebar {
  constructor(client, close) {
    this.client = client;
    this.close = close;
    this.company = el("div", { class: "side-company" });
    this.channels = el("ul", { class: "side-list" });
    this.directs = el("ul", { class: "side-list" });
    this.person = el("button", {
      type: "button",
      class: "person-button",
      "aria-haspopup": "dialog",
      data: { focus: "switch-person" },
      on: { click: () => this.switchPerson() },
    });
    this.root = el(
      "nav",
      { class: "sidebar", "aria-label": "Channels and direct messages" },
      el(
        "div",
        { class: "side-head" },
        this.company,
        iconButton("close", "Close the list", close, { class: "drawer-only" }),
      ),
      el(
        "div",
        { class: "side-scroll" },
        el("h2", {}, "Channels"),
        this.channels,
        el("h2", {}, "Direct messages"),
        this.directs,
      ),
      this.person,
    );
  }

  draw() {
    const { client } = this;
    const { me } = client;
    const installed = me.installed ?? client.company.installed;
    const head = JSON.stringify([me, installed]);
    if (head !== this.head) {
      this.head = head;
      this.company.replaceChildren(
        swatch(me.colour ?? client.company.colour),
        el(
          "span",
          { class: "side-company-words" },
          el("strong", {}, me.workspace_name ?? client.company.name ?? ""),
          el(
            "span",
            { class: "quiet" },
            installed
              ? `${client.state.app?.name ?? "The app"} is installed`
              : `${client.state.app?.name ?? "The app"} is not installed`,
          ),
        ),
      );
      this.person.replaceChildren(
        face({ ...me, colour: me.colour ?? client.company.colour }),
        el(
          "span",
          { class: "person-words" },
          el("span", { class: "person-name" }, me.name, me.guest ? el("span", { class: "badge" }, "guest") : null),
          el("span", { class: "quiet" }, me.title || "You"),
        ),
        el("span", { class: "switch-words" }, "Switch"),
      );
      this.person.setAttribute("aria-label", `You are ${me.name}. Switch person`);
    }
    this.list(
      this.channels,
      client.state.channels.filter((channel) => channel.kind !== "im"),
    );
    this.list(
      this.directs,
      client.state.channels.filter((channel) => channel.kind === "im"),
    );
  }

  list(node, channels) {
    const { client } = this;
    const rows = channels.map((channel) => ({
      channel,
      unread: client.seen.unread(channel, client.as),
      current: channel === client.channel,
    }));
    if (!rows.length) rows.push(null);
    keyed(node, rows, {
      key: (row) => row?.channel.id ?? "none",
      signature: (row) =>
        row &&
        JSON.stringify([
          row.channel.name,
          row.channel.archived,
          row.channel.shared,
          row.channel.private,
          row.unread,
          row.current,
          colours(row.channel),
        ]),
      build: (row) => (row ? this.row(row) : el("li", { class: "side-empty quiet" }, "None yet")),
    });
  }

  row({ channel, unread, current }) {
    const { client } = this;
    const im = channel.kind === "im";
    const partner = im
      ? (channel.members.find((member) => member.id !== client.as) ?? { name: channel.name, bot: true })
      : null;
    const state = [
      channel.shared && !im ? "shared with other companies" : "",
      channel.archived ? "archived" : "",
      unread ? `${unread} unread` : "",
    ]
      .filter(Boolean)
      .join(", ");
    return el(
      "li",
      {},
      el(
        "a",
        {
          href: `?as=${encodeURIComponent(client.as)}&channel=${encodeURIComponent(channel.id)}`,
          "aria-current": current ? "page" : null,
          class: `side-link ${unread ? "unread" : ""} ${channel.archived ? "archived" : ""}`,
          data: { focus: `channel-${channel.id}`, channel: channel.id },
          on: { click: (event) => this.go(event, channel) },
        },
        im
          ? face(partner, "small")
          : el("span", { class: "hash", "aria-hidden": "true" }, channel.archived ? icon("archive", 16) : "#"),
        el("span", { class: "side-name" }, channel.name),
        im && partner.bot ? el("span", { class: "badge badge-app" }, "APP") : null,
        channel.shared && !im
          ? el(
              "span",
              { class: "shared-mark", "aria-hidden": "true", title: "Shared with other companies" },
              colours(channel).slice(0, 4).map(swatch),
            )
          : null,
        unread ? el("span", { class: "count", "aria-hidden": "true" }, unread > 99 ? "99+" : String(unread)) : null,
        state ? el("span", { class: "visually-hidden" }, `, ${state}`) : null,
      ),
    );
  }

  go(event, channel) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.client.go({ channel: channel.id });
    this.close();
  }

  focus() {
    (this.root.querySelector("[aria-current]") ?? this.root.querySelector("a"))?.focus();
  }

  async switchPerson() {
    await this.client.readPeople();
    const dialog = el(
      "dialog",
      {
        class: "dialog people-dialog",
        "aria-labelledby": "people-title",
        on: {
          close: () => {
            dialog.remove();
            this.person.focus();
          },
          click: (event) => {
            if (event.target === dialog) dialog.close();
          },
        },
      },
      el(
        "div",
        { class: "dialog-form" },
        el(
          "header",
          { class: "dialog-head" },
          el("h2", { id: "people-title" }, "Who are you?"),
          iconButton("close", "Close", () => dialog.close()),
        ),
        el(
          "div",
          { class: "dialog-body" },
          el("p", { class: "quiet" }, "Open a person in a new tab (Ctrl or middle click) to be two people at once."),
          peopleList(this.client.workspaces, { current: this.client.as, channel: this.client.channelId }),
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[aria-current]")?.focus();
  }
}

/** The colours of the companies in a channel. */
function colours(channel) {
  return [...new Set(channel.members.filter((member) => !member.bot).map((member) => member.colour))];
}
