/** Words for moments, in the zone and the language of the person at the screen. */

let zone = "UTC";
let language = "en-GB";
let ahead = 0;

/** Take over the person's zone and locale, and how far the world's clock is from this machine's. */
export function setReader({ tz, locale, clock }) {
  zone = valid((candidate) => new Intl.DateTimeFormat("en", { timeZone: candidate }), tz) ?? "UTC";
  language = valid((candidate) => new Intl.DateTimeFormat(candidate), locale?.replace("_", "-")) ?? "en-GB";
  if (clock !== undefined && clock !== null) ahead = toMilliseconds(clock) - Date.now();
}

function valid(attempt, candidate) {
  if (!candidate) return null;
  try {
    attempt(candidate);
    return candidate;
  } catch {
    return null;
  }
}

function toMilliseconds(clock) {
  return typeof clock === "number" || /^\d+(\.\d+)?$/.test(clock) ? Number(clock) * 1000 : Date.parse(clock);
}

const formats = new Map();

function say(options, milliseconds) {
  const name = JSON.stringify([language, zone, options]);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(name).format(milliseconds);
}

/** The world's present, in milliseconds. */
export function worldNow() {
  return Date.now() + ahead;
}

/** The world's clock in words; in full with the weekday and the zone's short name. */
export function clockWords({ full }) {
  const more = full ? { weekday: "short", timeZoneName: "short" } : {};
  return say(
    { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", ...more },
    worldNow(),
  );
}

/** The name of the reader's zone. */
export function zoneName() {
  return zone;
}

/** Hour and minute of a message. */
export function timeOf(ts) {
  return say({ hour: "numeric", minute: "2-digit" }, Number(ts) * 1000);
}

/** A moment in full, for titles. */
export function fullOf(ts) {
  return say({ dateStyle: "full", timeStyle: "long" }, Number(ts) * 1000);
}

/** The day of a message as a sortable name, in the reader's zone. */
export function dayKey(milliseconds) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    milliseconds,
  );
}

function daysFromToday(milliseconds) {
  return Math.round((Date.parse(dayKey(milliseconds)) - Date.parse(dayKey(worldNow()))) / 86_400_000);
}

function relativeDay(milliseconds) {
  const distance = daysFromToday(milliseconds);
  if (Math.abs(distance) > 1) return null;
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(distance, "day");
}

function capitalised(words) {
  return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
}

/** The day of a message in words: "Today", or the weekday and date. */
export function dayWords(ts) {
  const moment = Number(ts) * 1000;
  const near = relativeDay(moment);
  if (near) return capitalised(near);
  const year = dayKey(moment).slice(0, 4) === dayKey(worldNow()).slice(0, 4) ? {} : { year: "numeric" };
  return capitalised(say({ weekday: "long", day: "numeric", month: "long", ...year }, moment));
}

/** How long ago, or in how long, in words. */
export function agoWords(milliseconds) {
  const seconds = Math.round((milliseconds - worldNow()) / 1000);
  const units = [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return relative.format(seconds, "second");
}

const LONG = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
const MEDIUM = { year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };

/** The tokens of Slack's date format: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const TOKENS = {
  date: (moment) => say(MEDIUM, moment),
  date_short: (moment) => say(SHORT, moment),
  date_long: (moment) => say(LONG, moment),
  date_num: (moment) => dayKey(moment),
  date_slash: (moment) => say({ year: "numeric", month: "2-digit", day: "2-digit" }, moment),
  day_divider_pretty: (moment) =>
    relativeDay(moment) ?? say({ weekday: "long", month: "long", day: "numeric" }, moment),
  date_pretty: (moment) => relativeDay(moment) ?? say(MEDIUM, moment),
  date_short_pretty: (moment) => relativeDay(moment) ?? say(SHORT, moment),
  date_long_pretty: (moment) => relativeDay(moment) ?? say(LONG, moment),
  date_long_full: (moment) => say(LONG, moment),
  time: (moment) => say({ hour: "numeric", minute: "2-digit" }, moment),
  time_secs: (moment) => say({ hour: "numeric", minute: "2-digit", second: "2-digit" }, moment),
  ago: (moment) => agoWords(moment),
};

/** Fill a Slack date format for a UNIX moment; null where it uses a token that Slack does not know. */
export function slackDate(unix, format) {
  const moment = Number(unix) * 1000;
  if (!Number.isFinite(moment)) return null;
  let known = true;
  const words = format.replace(/\{(\w+)\}/g, (_, token) => {
    if (!TOKENS[token]) known = false;
    return TOKENS[token]?.(moment) ?? "";
  });
  return known ? words : null;
}

/** UNIX seconds of a wall time ("2018-08-24T09:30") in the reader's zone. */
export function fromLocal(wall) {
  const naive = Date.parse(`${wall}Z`);
  let moment = naive;
  // Twice, because the first guess may fall on the other side of a clock change.
  for (let pass = 0; pass < 2; pass += 1) moment = naive - offsetAt(moment);
  return Math.round(moment / 1000);
}

/** The wall time ("2018-08-24T09:30") of UNIX seconds in the reader's zone. */
export function toLocal(unix) {
  const moment = unix * 1000;
  return new Date(moment + offsetAt(moment)).toISOString().slice(0, 16);
}

function offsetAt(moment) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
      .formatToParts(moment)
      .map((part) => [part.type, part.value]),
  );
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(moment / 1000) * 1000;
}
