/** The messages of a channel or a thread, as one person sees them. */

import { el, icon, keyed } from "./dom.js";
import { drawBlock } from "./blocks.js";
import { mrkdwn } from "./mrkdwn.js";
import { dayKey, dayWords, fullOf, timeOf, worldNow } from "./dates.js";
import { face, marks } from "./faces.js";
import { sizeWords } from "./fileinput.js";
import { beginning } from "./values.js";

/** A message of the same person within this many seconds goes on under the one before. */
const RUN_SECONDS = 300;

const entered = new Map();

/** Draw `messages` into `list`, with a line between days, touching only what changed. */
export function drawMessages(list, messages, { client, channel, inThread = false }) {
  const rows = [];
  let before = null;
  for (const message of messages) {
    const day = dayKey(Number(message.ts) * 1000);
    if (!before || dayKey(Number(before.ts) * 1000) !== day) {
      rows.push({ key: `day-${day}`, day, ts: message.ts });
      before = null;
    }
    rows.push({
      key: message.ts + (message.ephemeral ? "-own" : ""),
      message,
      continues: goesOn(before, message),
      replies: inThread ? [] : repliesTo(channel, message),
      pinned: channel.pins?.includes(message.ts),
    });
    before = message;
  }
  keyed(list, rows, {
    key: (row) => row.key,
    signature: (row) => JSON.stringify([row, channel.id, dayKey(worldNow())]),
    build: (row) => (row.day ? dayLine(row) : messageRow(row, { client, channel, inThread })),
  });
}

function goesOn(before, message) {
  return (
    Boolean(before) &&
    before.user === message.user &&
    before.name === message.name &&
    before.ephemeral === message.ephemeral &&
    !message.pinned &&
    Number(message.ts) - Number(before.ts) < RUN_SECONDS
  );
}

/** The replies to a message in a channel. */
export function repliesTo(channel, message) {
  return channel.messages.filter(
    (other) => other.thread_ts === message.ts && other.ts !== message.ts && !other.deleted,
  );
}

/** The messages that stand in the channel itself; a reply whose first message is gone stands there too. */
export function topLevel(channel) {
  const here = new Set(channel.messages.map((message) => message.ts));
  return channel.messages.filter(
    (message) =>
      (!message.thread_ts || message.thread_ts === message.ts || !here.has(message.thread_ts)) &&
      (!message.deleted || repliesTo(channel, message).length),
  );
}

function dayLine(row) {
  return el(
    "div",
    { class: "day-line", role: "separator", "aria-label": dayWords(row.ts) },
    el("span", {}, dayWords(row.ts)),
  );
}

function messageRow({ message, continues, replies, pinned }, { client, channel, inThread }) {
  const surface = messageSurface(client, channel, message);
  const head = el(
    "div",
    { class: "message-head" },
    el("span", { class: "author", title: message.title || null }, message.name),
    marks(message.user, { bot: message.bot && !message.notice }),
    time(message),
  );
  const parts = [
    pinned ? el("div", { class: "message-note" }, icon("pin", 14), "Pinned") : null,
    message.ephemeral ? el("div", { class: "message-note" }, icon("eye", 14), "Only visible to you") : null,
    continues ? null : head,
    message.deleted ? el("p", { class: "quiet" }, "This message was deleted.") : content(message, surface),
    (message.files ?? []).map((file) => fileCard(file, client.as)),
    message.notice
      ? el(
          "button",
          {
            type: "button",
            class: "text-button",
            on: { click: () => client.tries("dismiss", { id: message.notice }) },
          },
          "Dismiss",
        )
      : null,
    replies.length ? threadLink(client, message, replies) : null,
  ];
  const gutter = continues
    ? el("div", { class: "gutter" }, time(message))
    : el("div", { class: "gutter" }, face({ ...message }, ""));
  return el(
    "article",
    {
      class: `message ${continues ? "continues" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
      tabindex: "-1",
      data: { ts: message.ts },
      "aria-label": `${message.name}, ${timeOf(message.ts)}`,
    },
    gutter,
    el("div", { class: "message-body" }, parts),
    inThread || message.ephemeral || message.deleted ? null : replyButton(client, message),
  );
}

function time(message) {
  return el(
    "time",
    { class: "message-time", datetime: new Date(Number(message.ts) * 1000).toISOString(), title: fullOf(message.ts) },
    timeOf(message.ts),
  );
}

function content(message, surface) {
  const edited = message.edited ? el("span", { class: "edited" }, " (edited)") : null;
  // What a person typed is shown as typed marks; their rich text block says the same.
  if (!message.blocks?.length || !message.bot) return el("div", { class: "text" }, mrkdwn(message.text ?? ""), edited);
  return el(
    "div",
    { class: "blocks" },
    message.blocks.map((block) => drawBlock(block, surface)),
    edited,
  );
}

function fileCard(file, as) {
  const words = [
    icon("file", 20),
    el("span", { class: "file-name" }, file.title || file.name || file.id),
    el("span", { class: "quiet" }, sizeWords(file.size)),
  ];
  if (!file.url) return el("div", { class: "file-row file-card" }, words);
  const address = new URL(file.url, location.href);
  address.searchParams.set("as", as);
  return el("a", { class: "file-row file-card", href: address, download: file.name ?? "" }, words);
}

function threadLink(client, message, replies) {
  const words = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  const faces = [...new Map(replies.map((reply) => [reply.user, reply])).values()].slice(0, 4);
  return el(
    "button",
    {
      type: "button",
      class: "thread-link",
      data: { focus: `thread-${message.ts}` },
      on: { click: () => client.go({ panel: { kind: "thread", ts: message.ts } }) },
    },
    faces.map((reply) => face(reply, "tiny")),
    el("span", {}, words),
    el("span", { class: "quiet" }, timeOf(replies.at(-1).ts)),
  );
}

function replyButton(client, message) {
  return el(
    "button",
    {
      type: "button",
      class: "icon-button message-action",
      tabindex: "-1",
      title: "Reply in thread",
      "aria-label": `Reply in thread to ${message.name}`,
      data: { focus: `reply-${message.ts}` },
      on: { click: () => client.go({ panel: { kind: "thread", ts: message.ts } }) },
    },
    icon("reply", 18),
  );
}

function messageSurface(client, channel, message) {
  const id = `${channel.id}/${message.ts}`;
  const name = (element, block) => `${id}|${block.block_id}|${element.action_id}`;
  const at = (element, block) => ({
    channel: channel.id,
    ts: message.ts,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  const keep = (element, block, value) => entered.set(name(element, block), value);
  return {
    id,
    valueOf: (element, block) =>
      entered.get(name(element, block)) ?? message.values?.[block.block_id]?.[element.action_id] ?? beginning(element),
    keep,
    click: (element, block) => client.tries("click", { ...at(element, block), value: element.value }),
    tell: (element, block, value) => client.tries("choose", { ...at(element, block), value }),
    suggest: (element, block, words) => client.does("suggest", { ...at(element, block), value: words }),
    upload: (file) => client.uploads(file),
  };
}
