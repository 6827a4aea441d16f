/** What has been entered: state values as Slack sends them, their beginnings, and what is missing. */

const SINGLE = ["static_select", "external_select", "radio_buttons"];
const MANY = ["multi_static_select", "multi_external_select", "checkboxes"];
const TEXT = ["plain_text_input", "email_text_input", "url_text_input", "number_input"];

/** The fields that hold the entry, by type of element: the name in the state and the name of its beginning. */
const FIELDS = {
  ...Object.fromEntries(SINGLE.map((type) => [type, ["selected_option", "initial_option"]])),
  ...Object.fromEntries(MANY.map((type) => [type, ["selected_options", "initial_options"]])),
  ...Object.fromEntries(TEXT.map((type) => [type, ["value", "initial_value"]])),
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  file_input: ["files", null],
  rich_text_input: ["rich_text_value", "initial_value"],
};

/** The name under which a state value holds what was entered, or undefined for what holds nothing. */
export function fieldOf(type) {
  return FIELDS[type]?.[0];
}

/** Whether a type holds a list. */
export function isMany(type) {
  return type.startsWith("multi_") || type === "checkboxes" || type === "file_input";
}

/** The state value an element begins with. */
export function beginning(element) {
  const [name, from] = FIELDS[element.type] ?? [];
  if (!name) return undefined;
  const value = (from && element[from]) ?? (isMany(element.type) ? [] : null);
  return { type: element.type, [name]: value };
}

/** Keep what was entered, and tell the app where the block asks for it. */
export function changed({ element, block, surface }, value) {
  surface.keep(element, block, value);
  const tells = block.type !== "input" || block.dispatch_action;
  return tells ? surface.tell(element, block, value) : Promise.resolve();
}

/** Why an entry cannot be sent, in a sentence, or null: the checks that Slack makes before it asks the app. */
export function complaint(block, value) {
  const { element } = block;
  const entered = value?.[fieldOf(element.type)];
  if (empty(entered)) return block.optional ? null : "This field is needed.";
  return CHECKS[element.type]?.(element, entered) ?? null;
}

function empty(entered) {
  return (
    entered === null || entered === undefined || (Array.isArray(entered) ? !entered.length : !String(entered).trim())
  );
}

const CHECKS = {
  plain_text_input(element, entered) {
    const length = [...entered].length;
    if (element.min_length && length < element.min_length)
      return `At least ${element.min_length} characters are needed, ${length} are there.`;
    if (element.max_length && length > element.max_length)
      return `At most ${element.max_length} characters fit, ${length} are there.`;
    return null;
  },
  email_text_input: (_, entered) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(entered) ? null : "This is not an e-mail address.",
  url_text_input: (_, entered) =>
    /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(entered) ? null : "This is not an address such as https://example.org/page.",
  number_input(element, entered) {
    if (!/^[-+]?\d+([.,]\d+)?$/.test(entered)) return "This is not a number.";
    if (!element.is_decimal_allowed && /[.,]/.test(entered)) return "Only a whole number fits here.";
    if (element.min_value !== undefined && Number(entered) < Number(element.min_value))
      return `The smallest number that fits is ${element.min_value}.`;
    if (element.max_value !== undefined && Number(entered) > Number(element.max_value))
      return `The largest number that fits is ${element.max_value}.`;
    return null;
  },
  multi_static_select: (element, entered) => tooMany(element.max_selected_items, entered),
  file_input: (element, entered) => tooMany(element.max_files ?? 10, entered),
};

function tooMany(most, entered) {
  return most && entered.length > most ? `At most ${most} fit here.` : null;
}
