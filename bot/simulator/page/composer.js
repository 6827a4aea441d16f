/** The field to write in: Enter sends, `/` offers commands, `@` offers people, files wait above it. */

import { el, freshId, icon, iconButton } from "./dom.js";
import { sizeWords } from "./fileinput.js";
import { Suggestions } from "./suggestions.js";

const drafts = new Map();

/** A composer for a channel or a thread; `where()` tells `{key, channel, thread_ts, label}` and `client` does what is asked. */
export class Composer {
  constructor(client, where) {
    this.client = client;
    this.where = where;
    this.files = [];
    this.mentioned = new Map();
    this.build();
  }

  build() {
    const listId = freshId("suggestions");
    this.field = el("textarea", {
      class: "composer-field",
      rows: 1,
      enterkeyhint: "send",
      "aria-autocomplete": "list",
      "aria-controls": listId,
      data: { focus: `composer-${listId}` },
      on: {
        input: () => this.changed(),
        keydown: (event) => this.key(event),
        blur: () => this.suggestions.close(),
        paste: (event) => this.paste(event),
      },
    });
    this.suggestions = new Suggestions(this.field, listId, {
      commands: () => this.client.state.commands ?? [],
      people: () => this.client.channel?.members ?? [],
      took: () => this.changed(),
      mentioned: (name, id) => this.mentioned.set(name, id),
    });
    this.picker = el("input", {
      type: "file",
      multiple: true,
      hidden: true,
      on: { change: () => this.attach(this.picker.files) },
    });
    this.waiting = el("ul", { class: "file-list composer-files" });
    this.trouble = el("p", { class: "composer-trouble", role: "alert" });
    this.send = el(
      "button",
      { type: "submit", class: "icon-button send", title: "Send", "aria-label": "Send" },
      icon("send"),
    );
    this.root = el(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.go();
          },
          dragover: (event) => event.preventDefault(),
          drop: (event) => {
            event.preventDefault();
            this.attach(event.dataTransfer.files);
          },
        },
      },
      this.trouble,
      this.suggestions.list,
      this.waiting,
      el(
        "div",
        { class: "composer-row" },
        iconButton("attach", "Attach a file", () => this.picker.click()),
        this.picker,
        this.field,
        this.send,
      ),
    );
  }

  /** Show the place that is open now, with what was being written there. */
  show() {
    const place = this.where();
    if (place.key === this.shown) return;
    if (this.shown) drafts.set(this.shown, this.field.value);
    this.shown = place.key;
    this.field.value = drafts.get(place.key) ?? "";
    this.field.placeholder = place.label;
    this.field.setAttribute("aria-label", place.label);
    this.say("");
    this.changed();
  }

  say(words) {
    this.trouble.textContent = words;
  }

  changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 200)}px`;
    this.send.classList.toggle("ready", Boolean(this.field.value.trim() || this.files.length));
    if (document.activeElement === this.field) this.suggestions.update();
  }

  key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.go();
    }
  }

  paste(event) {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      this.attach(event.clipboardData.files);
    }
  }

  async attach(chosen) {
    for (const file of [...chosen]) {
      try {
        const made = await this.client.uploads(file);
        this.files.push({ name: file.name, size: file.size, ...made });
      } catch (refused) {
        this.say(refused.message);
      }
    }
    this.picker.value = "";
    this.showFiles();
    this.field.focus();
  }

  showFiles() {
    this.waiting.replaceChildren(
      ...this.files.map((file) =>
        el(
          "li",
          { class: "file-row" },
          icon("file", 18),
          el("span", { class: "file-name" }, file.name),
          el("span", { class: "quiet" }, sizeWords(file.size)),
          iconButton("close", `Remove ${file.name}`, () => {
            this.files = this.files.filter((one) => one !== file);
            this.showFiles();
          }),
        ),
      ),
    );
    this.changed();
  }

  async go() {
    const words = this.field.value;
    const { channel, thread_ts: thread } = this.where();
    const command = /^\/(\S+)\s*([\s\S]*)$/.exec(words.trim());
    if (!words.trim() && !this.files.length) return;
    if (command && thread) return this.say(`/${command[1]} cannot be used in a thread.`);
    const files = this.files;
    this.clear();
    try {
      if (command)
        await this.client.does("command", { channel, command: `/${command[1]}`, text: this.marked(command[2]) });
      else
        await this.client.says({
          channel,
          text: this.marked(words.trim()),
          thread_ts: thread,
          files: files.map((file) => file.id),
        });
    } catch (refused) {
      this.giveBack(words, command ? [] : files);
      // What Slack says about a command stands among the messages already.
      if (refused.code !== "invalid_command" && !refused.answer) this.say(refused.message);
    }
    return undefined;
  }

  clear() {
    this.field.value = "";
    this.files = [];
    this.suggestions.close();
    this.say("");
    this.showFiles();
  }

  /** Put back what could not be sent, unless something new is being written. */
  giveBack(words, files) {
    if (!this.field.value) this.field.value = words;
    this.files = [...files, ...this.files];
    this.showFiles();
  }

  /** What was typed, with the people that were picked from the list as ids: names may be shared. */
  marked(words) {
    let text = words;
    for (const [name, id] of this.mentioned) {
      const end = new RegExp(`@${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
      text = text.replace(end, `<@${id}>`);
    }
    this.mentioned.clear();
    return text;
  }
}
