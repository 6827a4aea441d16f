/** The person at the screen: what they see, where they are, and what they do. */

import { act, listen, read, Refused, upload } from "./api.js";
import { learnPeople, learnState } from "./directory.js";
import { setReader } from "./dates.js";

/** One person's view of the local Slack; `subscribe` hears of every change. */
export class Client {
  constructor(as) {
    this.as = as;
    this.workspaces = [];
    this.state = null;
    this.online = true;
    this.listeners = new Set();
    this.troubles = [];
    this.reading = null;
    this.again = false;
    this.seen = new Seen(as);
    const place = new URLSearchParams(location.search);
    this.channelId = place.get("channel");
    this.panel = place.get("thread") ? { kind: "thread", ts: place.get("thread") } : null;
  }

  /** Read everything once and stay tuned. */
  async start() {
    await this.readPeople();
    await this.refresh();
    listen({ changed: () => this.refresh(), online: (online) => this.set({ online }) });
    addEventListener("popstate", () => {
      const place = new URLSearchParams(location.search);
      const thread = place.get("thread");
      this.set({ channelId: place.get("channel"), panel: thread ? { kind: "thread", ts: thread } : null });
    });
  }

  /** Learn who is there and who has installed the app. */
  async readPeople() {
    this.workspaces = (await read("people")).workspaces;
    learnPeople(this.workspaces);
  }

  subscribe(listener) {
    this.listeners.add(listener);
  }

  set(changes) {
    Object.assign(this, changes);
    for (const listener of this.listeners) listener(this);
  }

  /** Fetch the state; calls that come while one is under way share one further fetch. */
  refresh() {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.fetch().finally(() => {
      this.reading = null;
      if (!this.again) return;
      this.again = false;
      this.refresh();
    });
    return this.reading;
  }

  async fetch() {
    try {
      const state = await read(`state?as=${encodeURIComponent(this.as)}`);
      setReader({ ...state.me, clock: state.clock });
      learnState(state);
      if (!this.state) this.seen.begin(state.channels, state.clock);
      this.set({ state, online: true });
    } catch (refused) {
      if (refused.code === "unreachable") this.set({ online: false });
      else throw refused;
    }
  }

  get me() {
    return this.state.me;
  }

  /** The company of the person at the screen. */
  get company() {
    return this.workspaces.find((workspace) => workspace.people.some((person) => person.id === this.as)) ?? {};
  }

  /** The channel that is shown; the first one until the person chooses. */
  get channel() {
    const channels = this.state.channels;
    return (
      channels.find((channel) => channel.id === this.channelId) ??
      channels.find((channel) => !channel.archived) ??
      channels[0] ??
      null
    );
  }

  /** What Slack itself tells this person in a channel, as messages that only they see. */
  noticesIn(channel) {
    return (this.state.notices ?? [])
      .filter((notice) => notice.channel === channel.id)
      .map((notice) => ({
        ts: momentOf(notice.at),
        user: "slack",
        name: "Local Slack",
        bot: true,
        text: notice.text,
        ephemeral: true,
        notice: notice.id,
        files: [],
      }));
  }

  /** Write in a channel; a direct message that comes into being this way gets its own place. */
  async says(body) {
    const answer = await this.does("say", body);
    if (answer.channel && answer.channel !== body.channel) {
      await this.refresh();
      this.go({ channel: answer.channel });
    }
  }

  /** Go to a channel, or open something beside it. */
  go({ channel = this.channel?.id, panel = null }) {
    const place = new URLSearchParams({ as: this.as, channel: channel ?? "" });
    if (panel?.kind === "thread") place.set("thread", panel.ts);
    history.pushState(null, "", `?${place}`);
    this.set({ channelId: channel, panel });
  }

  /** Do something at the switchboard as this person, then read what became of it. */
  async does(verb, body) {
    try {
      const answer = await act(verb, { as: this.as, ...body });
      if (answer.ok === false)
        throw Object.assign(new Refused(answer.error ?? "not_acked", troubleWords(answer), 200), { answer });
      return answer;
    } finally {
      this.refresh();
    }
  }

  /** The same, where a refusal is only to be told: it appears as a trouble line and answers null. */
  async tries(verb, body) {
    try {
      return await this.does(verb, body);
    } catch (refused) {
      // What the app did not do stands among the messages, as a notice of Slack's own.
      if (!refused.answer) this.tell(refused.message);
      return null;
    }
  }

  /** Tell the person about something that did not work. */
  tell(words) {
    this.set({
      troubles: [
        ...this.troubles.filter((trouble) => trouble.words !== words),
        { id: Date.now() + Math.random(), words },
      ],
    });
  }

  /** Upload a file as this person. */
  async uploads(file, channel) {
    return upload(this.as, file, channel);
  }
}

function troubleWords(answer) {
  if (answer.message) return answer.message;
  if (answer.error === "field_errors") return "Some fields need another look.";
  return answer.status
    ? `The app answered with an error (${answer.status}).`
    : "The app did not answer within three seconds.";
}

/** What a person has read in each channel, kept in this browser. */
class Seen {
  constructor(as) {
    this.name = `seen:${as}`;
    this.marks = JSON.parse(localStorage.getItem(this.name) ?? "null");
  }

  /** On a first visit what stands in channels counts as read; direct messages do not. */
  begin(channels, clock) {
    const now = String(Date.parse(clock) / 1000);
    // What was read after the world's present was read in another world at the same address.
    if (this.marks && !Object.values(this.marks).some((mark) => mark > now)) return;
    this.marks = Object.fromEntries(
      channels.filter((channel) => channel.kind !== "im").map((channel) => [channel.id, lastOf(channel)]),
    );
    this.keep();
  }

  unread(channel, me) {
    const mark = this.marks?.[channel.id] ?? "0";
    return channel.messages.filter((message) => message.ts > mark && message.user !== me && !message.deleted).length;
  }

  mark(channel) {
    const last = lastOf(channel);
    if (this.marks[channel.id] === last) return;
    this.marks[channel.id] = last;
    this.keep();
  }

  keep() {
    localStorage.setItem(this.name, JSON.stringify(this.marks));
  }
}

/** A `ts` of a moment given as ISO text or as seconds. */
function momentOf(at) {
  const seconds = /^\d+(\.\d+)?$/.test(String(at)) ? Number(at) : Date.parse(at) / 1000;
  return seconds.toFixed(6);
}

function lastOf(channel) {
  return channel.messages.reduce((last, message) => (message.ts > last ? message.ts : last), "0");
}
