/** The `markdown` block: the usual Markdown, as far as Slack shows it. */

import { el } from "./dom.js";
import { link } from "./mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

/** Draw Markdown text. */
export function markdown(source) {
  return el("div", { class: "markdown" }, blocks(source.replaceAll("\r\n", "\n").split("\n")));
}

function blocks(lines) {
  const nodes = [];
  for (let at = 0; at < lines.length;) {
    const [node, next] = readers.map((reader) => reader(lines, at)).find(Boolean);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function blank(lines, at) {
  return lines[at].trim() ? null : [null, at + 1];
}

function fence(lines, at) {
  if (!/^\s*```/.test(lines[at])) return null;
  let end = at + 1;
  while (end < lines.length && !/^\s*```/.test(lines[end])) end += 1;
  return [el("pre", { class: "pre", tabindex: "0" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

function heading(lines, at) {
  const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at]);
  // A message never outranks the page: its headings begin at the third level.
  return (
    match && [
      el(`h${Math.min(6, match[1].length + 2)}`, { class: `md-h md-h${match[1].length}` }, inline(match[2])),
      at + 1,
    ]
  );
}

function rule(lines, at) {
  return /^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[at]) ? [el("hr", { class: "divider" }), at + 1] : null;
}

function quote(lines, at) {
  if (!/^\s*>/.test(lines[at])) return null;
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
  return [el("blockquote", {}, blocks(lines.slice(at, end).map((line) => line.replace(/^\s*> ?/, "")))), end];
}

function table(lines, at) {
  if (!lines[at].includes("|") || !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? "")) return null;
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const rows = [lines[at], ...lines.slice(at + 2, end)].map(cells);
  return [
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
      el(
        "table",
        {},
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            rows[0].map((cell) => el("th", { scope: "col" }, inline(cell))),
          ),
        ),
        el(
          "tbody",
          {},
          rows.slice(1).map((row) =>
            el(
              "tr",
              {},
              row.map((cell) => el("td", {}, inline(cell))),
            ),
          ),
        ),
      ),
    ),
    end,
  ];
}

function cells(line) {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function list(lines, at) {
  const first = ITEM.exec(lines[at]);
  if (!first) return null;
  const ordered = /\d/.test(first[2]);
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = ITEM.exec(lines[end]);
    if (match && match[1].length <= first[1].length + 1) items.push([match[3]]);
    else if (items.length && /^\s{2,}\S/.test(lines[end]))
      items.at(-1).push(lines[end].slice(Math.min(4, /^\s*/.exec(lines[end])[0].length)));
    else break;
  }
  return [el(ordered ? "ol" : "ul", { start: ordered ? parseInt(first[2], 10) : null }, items.map(listItem)), end];
}

function listItem([first, ...rest]) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(first);
  const words = task
    ? [el("span", { class: "task" }, task[1] === " " ? "☐ " : "☑ "), ...inline(task[2])]
    : inline(first);
  return el("li", {}, words, rest.length ? blocks(rest) : null);
}

function paragraph(lines, at) {
  let end = at + 1;
  while (
    end < lines.length &&
    lines[end].trim() &&
    ![fence, heading, rule, quote, list, table].some((reader) => reader(lines, end))
  )
    end += 1;
  return [el("p", {}, inline(lines.slice(at, end).join("\n"))), end];
}

const readers = [blank, fence, heading, rule, quote, table, list, paragraph];

const SPANS = [
  [/^\\([\\`*_{}[\]()#+\-.!|~>])/, (match) => document.createTextNode(match[1])],
  [/^`([^`\n]+)`/, (match) => el("code", {}, match[1])],
  [/^\[([^\]]+)\]\(([^\s)]+)(?:\s+"[^"]*")?\)/, (match) => link(match[2], match[1])],
  [/^<(https?:[^>\s]+)>/, (match) => link(match[1], match[1])],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"*_]/, (match) => link(match[0], match[0])],
  [/^\*\*(?=\S)([\s\S]+?\S?)\*\*/, (match) => el("strong", {}, inline(match[1]))],
  [/^__(?=\S)([\s\S]+?\S?)__/, (match) => el("strong", {}, inline(match[1]))],
  [/^~~(?=\S)([\s\S]+?\S?)~~/, (match) => el("s", {}, inline(match[1]))],
  [/^\*(?=[^\s*])([^*\n]*[^\s*])\*/, (match) => el("em", {}, inline(match[1]))],
  [/^_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)/, (match) => el("em", {}, inline(match[1])), /\w$/],
];

function inline(source) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
  };
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at);
    const span = SPANS.find(
      ([pattern, , notAfter]) => pattern.test(rest) && !(notAfter && notAfter.test(source.slice(0, at))),
    );
    if (span) {
      const match = span[0].exec(rest);
      flush();
      nodes.push(span[1](match));
      at += match[0].length;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}
