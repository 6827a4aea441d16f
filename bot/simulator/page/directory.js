/** Who is who: names, companies and channels as the person at the screen may know them. */

const people = new Map();
const channels = new Map();
let self = null;

/** Learn the companies and their people. */
export function learnPeople(workspaces) {
  for (const workspace of workspaces) {
    for (const person of workspace.people) {
      people.set(person.id, { ...person, company: workspace.name, colour: workspace.colour, workspace: workspace.id });
    }
  }
}

/** Learn from what a person sees: the channels, their members, and who is looking. */
export function learnState(state) {
  self = state.me?.id ?? self;
  for (const channel of state.channels) {
    channels.set(channel.id, channel.name);
    for (const member of channel.members ?? []) {
      people.set(member.id, { ...member, ...people.get(member.id), ...definedOf(member) });
    }
  }
}

function definedOf(member) {
  return Object.fromEntries(Object.entries(member).filter(([, value]) => value !== null && value !== undefined));
}

/** The record of a person or bot, or an empty one. */
export function personOf(id) {
  return people.get(id) ?? {};
}

/** A person's name, or undefined. */
export function nameOf(id) {
  return people.get(id)?.name;
}

/** A channel's name, or undefined. */
export function channelName(id) {
  return channels.get(id);
}

/** Whether this is the person at the screen. */
export function isMe(id) {
  return id === self;
}

/** Two letters for a face. */
export function initials(name) {
  const words = (name ?? "?")
    .replace(/[()[\]]/g, " ")
    .trim()
    .split(/[\s_-]+/)
    .filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

/** Black or white, whichever reads better on a colour (`#rrggbb`). */
export function inkOn(colour) {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour ?? "");
  if (!match) return "#ffffff";
  const [red, green, blue] = match.slice(1).map((pair) => {
    const part = parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Above this luminance black has the higher contrast ratio (WCAG 2.2, 1.4.3).
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** The people one can choose from in a menu, as options. */
export function peopleOptions() {
  return [...people.values()]
    .filter((person) => !person.bot)
    .map((person) => ({
      value: person.id,
      text: { type: "plain_text", text: person.name },
      description: person.company ? { type: "plain_text", text: person.company } : undefined,
    }));
}

/** The channels one can choose from in a menu, as options. */
export function channelOptions() {
  return [...channels].map(([id, name]) => ({ value: id, text: { type: "plain_text", text: `#${name}` } }));
}
