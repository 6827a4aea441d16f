/** Say what is new to those who listen rather than look. */

import { el } from "./dom.js";
import { plainWords } from "./mrkdwn.js";

const MOST = 160;

/** A live region that speaks each new message once. */
export class Announcer {
  constructor(client) {
    this.client = client;
    this.heard = null;
    this.root = el("div", {
      class: "visually-hidden",
      role: "log",
      "aria-live": "polite",
      "aria-label": "New messages",
    });
  }

  /** Compare what is there with what was said before. */
  hear() {
    const { client } = this;
    const now = new Map();
    for (const channel of client.state.channels) {
      for (const message of [...channel.messages, ...client.noticesIn(channel)])
        now.set(`${channel.id}/${message.ts}/${message.ephemeral}`, { channel, message });
    }
    const fresh = this.heard
      ? [...now].filter(([key, { message }]) => !this.heard.has(key) && message.user !== client.as && !message.deleted)
      : [];
    this.heard = new Set(now.keys());
    if (fresh.length) this.root.replaceChildren(...fresh.map(([, entry]) => el("p", {}, this.words(entry))));
  }

  words({ channel, message }) {
    const place = channel.kind === "im" ? "in your direct messages" : `in ${channel.name}`;
    const only = message.ephemeral ? ", only visible to you" : "";
    return `${message.name} ${place}${only}: ${plainWords(message.text).slice(0, MOST)}`;
  }
}
