/** Slack's rich_text block to DOM nodes. Nothing in it is markup: every string is shown as it is. */

import { el } from "./dom.js";
import { link, mention, moment } from "./mrkdwn.js";
import { channelName } from "./directory.js";

/** Draw a rich_text block (or a rich_text table cell). */
export function richText(block) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return el("div", { class: "rich-section" }, element.elements.map(inline));
    case "rich_text_quote":
      return el("blockquote", {}, element.elements.map(inline));
    case "rich_text_preformatted":
      return el(
        "pre",
        { class: "pre", tabindex: "0" },
        element.elements.map((child) => child.text ?? child.url ?? ""),
      );
    case "rich_text_list":
      return list(element);
    default:
      return el("div", { class: "unknown" }, `This page cannot draw “${element.type}”.`);
  }
}

function list(element) {
  const ordered = element.style === "ordered";
  return el(
    ordered ? "ol" : "ul",
    {
      class: `rich-list depth-${(element.indent ?? 0) % 3}`,
      style: { "--indent": String(element.indent ?? 0) },
      start: ordered && element.offset ? element.offset + 1 : null,
    },
    element.elements.map((item) => el("li", {}, (item.elements ?? []).map(inline))),
  );
}

function inline(element) {
  return styled(leaf(element), element.style ?? {});
}

function leaf(element) {
  switch (element.type) {
    case "text":
      return document.createTextNode(element.text);
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return mention(element.user_id);
    case "channel":
      return el("span", { class: "mention" }, `#${channelName(element.channel_id) ?? element.channel_id}`);
    case "usergroup":
      return el("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "team":
      return el("span", { class: "mention" }, element.team_id);
    case "broadcast":
      return el("span", { class: "mention mention-me" }, `@${element.range}`);
    case "emoji":
      return document.createTextNode(`:${element.name}:`);
    case "color":
      return el("span", { class: "colour-chip" }, el("i", { style: { background: element.value } }), element.value);
    case "date":
      return moment(element.timestamp, element.format, element.fallback ?? "", element.url);
    default:
      return document.createTextNode(element.text ?? element.fallback ?? "");
  }
}

function styled(node, style) {
  const wraps = [
    ["code", "code"],
    ["bold", "strong"],
    ["italic", "em"],
    ["strike", "s"],
    ["underline", "u"],
  ];
  return wraps.reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}
