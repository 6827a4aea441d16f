/** How people, companies and the app are shown wherever they appear. */

import { el } from "./dom.js";
import { initials, inkOn, personOf } from "./directory.js";

/** A face: two letters on the company's colour. Bots have a round one. */
export function face(person, size = "") {
  const colour = person.colour ?? "#5b6470";
  return el(
    "span",
    {
      class: `face ${size} ${person.bot ? "face-bot" : ""}`,
      "aria-hidden": "true",
      style: { background: colour, color: inkOn(colour) },
    },
    initials(person.name),
  );
}

/** A company's colour as a small mark. */
export function swatch(colour) {
  return el("i", { class: "swatch", "aria-hidden": "true", style: { background: colour ?? "#5b6470" } });
}

/** The marks behind a name: company, guest, APP. */
export function marks(id, { bot = false, company = true } = {}) {
  const person = personOf(id);
  return [
    bot || person.bot ? el("span", { class: "badge badge-app" }, "APP") : null,
    company && person.company ? el("span", { class: "company" }, swatch(person.colour), person.company) : null,
    person.guest ? el("span", { class: "badge" }, "guest") : null,
  ];
}

/** All people, grouped by company, each a link that opens the page as that person, in the same channel if they see it. */
export function peopleList(workspaces, { current = null, channel = null } = {}) {
  return el(
    "div",
    { class: "companies" },
    workspaces.map((workspace) =>
      el(
        "section",
        { class: "company-card", style: { "--company": workspace.colour } },
        el(
          "h3",
          {},
          workspace.name,
          el(
            "span",
            { class: `installed ${workspace.installed ? "yes" : ""}` },
            workspace.installed ? "app installed" : "without the app",
          ),
        ),
        workspace.people.length
          ? el(
              "ul",
              {},
              workspace.people.map((person) => personRow(person, workspace, { current, channel })),
            )
          : el("p", { class: "quiet" }, "Nobody here."),
      ),
    ),
  );
}

function personRow(person, workspace, { current, channel }) {
  const address = `?${new URLSearchParams({ as: person.id, ...(channel && { channel }) })}`;
  return el(
    "li",
    {},
    el(
      "a",
      {
        class: "person-link",
        href: address,
        "aria-current": person.id === current ? "true" : null,
        data: { person: person.id },
      },
      face({ ...person, colour: workspace.colour }),
      el(
        "span",
        { class: "person-words" },
        el(
          "span",
          { class: "person-name" },
          person.name,
          person.guest ? el("span", { class: "badge" }, "guest") : null,
        ),
        el("span", { class: "quiet" }, person.title || " "),
      ),
    ),
  );
}
