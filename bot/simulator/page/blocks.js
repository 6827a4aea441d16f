/** Block Kit to DOM nodes: https://docs.slack.dev/reference/block-kit/blocks */

import { el, freshId } from "./dom.js";
import { text } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { markdown } from "./markdown.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputblock.js";

const BLOCKS = {
  section,
  header,
  context,
  divider,
  actions,
  image,
  alert,
  container,
  table,
  input: drawInput,
  data_table: dataTable,
  context_actions: actions,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
};

/** Draw one block on a surface (a message or a view). */
export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  const node = draw
    ? draw(block, surface)
    : el("div", { class: "unknown" }, `This page cannot draw the block “${block.type}”.`);
  node.classList.add("block", `block-${block.type.replaceAll("_", "-")}`);
  return node;
}

function section(block, surface) {
  const words = block.text ? el("div", { class: "text" }, text(block.text)) : null;
  const fields = block.fields
    ? el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", { class: "text" }, text(field))),
      )
    : null;
  const name = words?.textContent.slice(0, 150);
  const accessory = block.accessory
    ? el(
        "div",
        { class: `accessory accessory-${block.accessory.type}` },
        drawElement(block.accessory, block, surface, { label: name }),
      )
    : null;
  const error = surface.errorOf?.(block) ? el("p", { class: "field-error" }, surface.errorOf(block)) : null;
  return el("div", {}, el("div", { class: "section-body" }, words, fields), accessory, error);
}

function header(block) {
  return el("h3", {}, text(block.text));
}

function context(block) {
  return el(
    "div",
    {},
    block.elements.map((element) =>
      element.type === "image" ? picture(element, "context-image") : el("span", { class: "text" }, text(element)),
    ),
  );
}

function divider() {
  return el("hr", { class: "divider" });
}

function actions(block, surface) {
  return el(
    "div",
    { role: "group" },
    block.elements.map((element) => drawElement(element, block, surface)),
  );
}

function image(block) {
  const title = block.title ? el("figcaption", {}, text(block.title)) : null;
  return el("figure", {}, title, picture(block, "block-picture"));
}

/** Where this page fetches a file that only some people may see. */
function asMe(file) {
  const me = new URLSearchParams(location.search).get("as") ?? "";
  return `/files/${encodeURIComponent(file)}/picture?as=${encodeURIComponent(me)}`;
}

/** The id of this Slack's own file that an element names by its id or its address. */
function fileOf({ slack_file: named }) {
  return named?.id ?? (named?.url ? new URL(named.url, location.href).pathname.split("/")[2] : null);
}

/** Draw a picture of this Slack; one from elsewhere is only named, because the page fetches nothing from the internet. */
export function picture(element, className) {
  const file = fileOf(element);
  const address = element.image_url ?? (file ? asMe(file) : "");
  const ours = new URL(address, location.href).origin === location.origin;
  if (ours && address)
    return el("img", { src: address, alt: element.alt_text ?? "", class: className, loading: "lazy" });
  return el(
    "span",
    {
      class: `picture-elsewhere ${className}`,
      role: "img",
      "aria-label": element.alt_text ?? "Picture",
      title: address,
    },
    className === "block-picture" ? element.alt_text || "Picture" : "",
  );
}

function alert(block) {
  const level = block.level ?? "default";
  return el(
    "div",
    { class: `alert alert-${level}`, role: level === "error" || level === "warning" ? "alert" : "note" },
    el("div", { class: "text" }, text(block.text)),
  );
}

function container(block, surface) {
  const title = block.rich_text_title ? richText(block.rich_text_title) : text(block.title);
  const heading = el(
    block.is_collapsible ? "summary" : "div",
    { class: "container-title" },
    el("strong", {}, title),
    block.subtitle ? el("div", { class: "quiet" }, text(block.subtitle)) : null,
  );
  const children = el(
    "div",
    { class: "blocks" },
    (block.child_blocks ?? []).map((child) => drawBlock(child, surface)),
  );
  return el(
    block.is_collapsible ? "details" : "div",
    { open: block.is_collapsible && !block.default_collapsed },
    heading,
    children,
  );
}

function cell(content) {
  if (content.type === "rich_text") return richText(content);
  return document.createTextNode(content.text ?? String(content.value ?? ""));
}

function scroller(label, ...children) {
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, children);
}

function rowOf(cells, settings, head, rowHeader) {
  return el(
    "tr",
    {},
    cells.map((content, column) => {
      const setting = settings?.[column] ?? {};
      const align = setting.align ?? (content.type === "raw_number" ? "right" : "left");
      const name = head || column === rowHeader ? "th" : "td";
      return el(
        name,
        {
          scope: head ? "col" : name === "th" ? "row" : null,
          class: `align-${align} ${setting.is_wrapped === false ? "one-line" : ""}`,
        },
        cell(content),
      );
    }),
  );
}

function table(block) {
  return scroller(
    "Table",
    el(
      "table",
      {},
      el("thead", {}, rowOf(block.rows[0], block.column_settings, true)),
      el(
        "tbody",
        {},
        block.rows.slice(1).map((row) => rowOf(row, block.column_settings, false)),
      ),
    ),
  );
}

function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const body = el("tbody", {});
  const words = el("span", { class: "quiet", role: "status" });
  let page = 0;
  const show = (next) => {
    page = Math.max(0, Math.min(next, Math.ceil(rows.length / size) - 1));
    body.replaceChildren(
      ...rows
        .slice(page * size, (page + 1) * size)
        .map((row) => rowOf(row, null, false, block.row_header_column_index ?? 0)),
    );
    words.textContent = `${page * size + 1} to ${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`;
  };
  show(0);
  const caption = freshId("caption");
  const turn = (step, label) =>
    el("button", { type: "button", class: "button small", on: { click: () => show(page + step) } }, label);
  return el(
    "div",
    {},
    scroller(
      block.caption,
      el("table", {}, el("caption", { id: caption }, block.caption), el("thead", {}, rowOf(head, null, true)), body),
    ),
    rows.length > size ? el("div", { class: "pager" }, turn(-1, "Previous"), words, turn(1, "Next")) : null,
  );
}
