/** Slack's own markup to DOM nodes: https://docs.slack.dev/messaging/formatting-message-text */

import { el } from "./dom.js";
import { fullOf, slackDate } from "./dates.js";
import { channelName, isMe, nameOf } from "./directory.js";

const SAFE_LINK = /^(https?:\/\/|mailto:|tel:)/i;
const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** Undo Slack's three escapes. */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A link that opens beside the page; text alone where the scheme is not a harmless one. */
export function link(address, label) {
  if (!SAFE_LINK.test(address)) return document.createTextNode(label);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "link" }, label);
}

/** A person's name as a mention. */
export function mention(user, fallback) {
  return el(
    "span",
    { class: isMe(user) ? "mention mention-me" : "mention", data: { user } },
    `@${nameOf(user) ?? fallback ?? user}`,
  );
}

/** A moment in the reader's zone, with the full moment as its title. */
export function moment(unix, format, fallback, address) {
  const words = slackDate(unix, format);
  if (words === null) return document.createTextNode(fallback);
  const time = el("time", { datetime: new Date(unix * 1000).toISOString(), title: fullOf(unix) }, words);
  if (!address || !SAFE_LINK.test(address)) return time;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "link" }, time);
}

/** Draw a text object or a plain string of mrkdwn. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const fragment = document.createDocumentFragment();
  text.split(/```\n?([\s\S]+?)\n?```/).forEach((piece, index) => {
    if (index % 2) fragment.append(el("pre", { class: "pre", tabindex: "0" }, plainOf(piece)));
    else if (piece) fragment.append(...paragraphs(piece, verbatim));
  });
  return fragment;
}

/** Draw a `plain_text` or `mrkdwn` object. */
export function text(object) {
  if (!object) return document.createDocumentFragment();
  if (typeof object === "string") return document.createTextNode(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text, object);
  return document.createTextNode(object.text ?? "");
}

/** The words of markup without the marks, for titles and announcements. */
export function plainWords(markup) {
  return mrkdwn(markup ?? "").textContent;
}

function paragraphs(piece, verbatim) {
  const nodes = [];
  const lines = piece.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    if (/^(>>>|&gt;&gt;&gt;)/.test(lines[at])) {
      const rest = [lines[at].replace(/^(>>>|&gt;&gt;&gt;) ?/, ""), ...lines.slice(at + 1)].join("\n");
      nodes.push(el("blockquote", {}, inline(rest, verbatim)));
      return trimmed(nodes);
    }
    if (/^(>|&gt;)/.test(lines[at])) {
      const quoted = [];
      for (; at < lines.length && /^(>|&gt;)/.test(lines[at]); at += 1)
        quoted.push(lines[at].replace(/^(>|&gt;) ?/, ""));
      at -= 1;
      nodes.push(el("blockquote", {}, inline(quoted.join("\n"), verbatim)));
    } else {
      const newline = nodes.length && nodes.at(-1).nodeName !== "BLOCKQUOTE" ? "\n" : "";
      if (newline) nodes.push(document.createTextNode(newline));
      nodes.push(...inline(lines[at], verbatim));
      if (!lines[at] && !newline) nodes.push(document.createTextNode(""));
    }
  }
  return trimmed(nodes);
}

function trimmed(nodes) {
  return nodes.filter((node) => node.nodeType !== Node.TEXT_NODE || node.data);
}

function inline(source, verbatim) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(unescaped(plain)));
    plain = "";
  };
  for (let at = 0; at < source.length;) {
    const found =
      entity(source, at) ?? code(source, at) ?? styled(source, at, verbatim) ?? bareLink(source, at, verbatim);
    if (found) {
      flush();
      nodes.push(found.node);
      at += found.length;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function entity(source, at) {
  if (source[at] !== "<") return null;
  const match = /^<([^<>\n]+)>/.exec(source.slice(at));
  if (!match) return null;
  const [target, ...rest] = match[1].split("|");
  const label = rest.length ? unescaped(rest.join("|")) : null;
  return { node: entityNode(target, label), length: match[0].length };
}

function entityNode(target, label) {
  if (/^@[UWB]/.test(target)) return mention(target.slice(1), label);
  if (target.startsWith("#C") || target.startsWith("#G"))
    return el("span", { class: "mention" }, `#${channelName(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) {
    const [, unix, format, address] = target.split("^");
    return moment(Number(unix), unescaped(format ?? ""), label ?? "", address && unescaped(address));
  }
  if (target.startsWith("!")) return el("span", { class: "mention" }, label ?? `@${target.slice(1).split("^")[0]}`);
  // What names nothing is shown as it was written.
  if (!label && !SAFE_LINK.test(target)) return document.createTextNode(`<${unescaped(target)}>`);
  return link(unescaped(target), label ?? unescaped(target).replace(/^(mailto|tel):/, ""));
}

function code(source, at) {
  if (source[at] !== "`") return null;
  const match = /^`([^`\n]+)`/.exec(source.slice(at));
  return match && { node: el("code", {}, plainOf(match[1])), length: match[0].length };
}

function plainOf(markup) {
  return unescaped(markup.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, target, label) => label ?? target));
}

function styled(source, at, verbatim) {
  const mark = source[at];
  if (!MARKS[mark] || (at && (WORD.test(source[at - 1]) || source[at - 1] === mark))) return null;
  const end = closing(source, at, mark);
  if (end < 0) return null;
  return { node: el(MARKS[mark], {}, inline(source.slice(at + 1, end), verbatim)), length: end - at + 1 };
}

function closing(source, at, mark) {
  if (!source[at + 1] || /\s/.test(source[at + 1]) || source[at + 1] === mark) return -1;
  for (let end = at + 1; end < source.length && source[end] !== "\n"; end += 1) {
    if (source[end] === "<") {
      const skipped = /^<[^<>\n]+>/.exec(source.slice(end));
      if (skipped) end += skipped[0].length - 1;
    } else if (source[end] === "`") {
      const skipped = /^`[^`\n]+`/.exec(source.slice(end));
      if (skipped) end += skipped[0].length - 1;
    } else if (
      source[end] === mark &&
      !/\s/.test(source[end - 1]) &&
      !(source[end + 1] && WORD.test(source[end + 1]))
    ) {
      return end;
    }
  }
  return -1;
}

function bareLink(source, at, verbatim) {
  if (verbatim || source[at] !== "h" || (at && WORD.test(source[at - 1]))) return null;
  const match = /^https?:\/\/[^\s<>|]+/.exec(source.slice(at));
  if (!match) return null;
  const address = match[0].replace(/(?:[.,;:!?)*_~'"\]]|&gt;|&lt;)+$/, "");
  return { node: link(unescaped(address), unescaped(address)), length: address.length };
}
