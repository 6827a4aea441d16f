/** Begin: either somebody is at the screen, or they choose who to be. */

import { el } from "./dom.js";
import { read } from "./api.js";
import { peopleList } from "./faces.js";
import { Client } from "./state.js";
import { Shell } from "./shell.js";
import { beginTheme, themeButton } from "./theme.js";

beginTheme();

const as = new URLSearchParams(location.search).get("as");

async function choose(trouble = null) {
  const { workspaces } = await read("people");
  document.title = "Choose who you are · Local Slack";
  document.body.replaceChildren(
    el(
      "main",
      { class: "chooser" },
      el("div", { class: "chooser-head" }, el("h1", {}, "Who are you?"), themeButton()),
      trouble ? el("p", { class: "alert alert-warning", role: "alert" }, trouble) : null,
      el(
        "p",
        { class: "lead" },
        "This is a local Slack. Choose a person; open a second one in another tab to be two people at once.",
      ),
      workspaces.length ? peopleList(workspaces) : el("p", {}, "This world has no companies yet."),
    ),
  );
}

async function begin() {
  if (!as) return choose();
  const client = new Client(as);
  try {
    await client.start();
  } catch (refused) {
    if (refused.status >= 400 && refused.status < 500) return choose(`${refused.message} Choose somebody else.`);
    throw refused;
  }
  if (!client.state) throw new Error("The local Slack does not answer. Is it still running?");
  return new Shell(client);
}

begin().catch((failure) => {
  document.body.replaceChildren(
    el(
      "main",
      { class: "chooser" },
      el("h1", {}, "Something is not right"),
      el("p", { role: "alert" }, failure.message),
      el("p", {}, el("a", { class: "button primary", href: location.href }, "Try again")),
    ),
  );
});
