/** Speak with the switchboard of the local Slack. */

/** The switchboard's refusal, with its code and its sentence. */
export class Refused extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(
      body.error ?? "http_error",
      body.message ?? `The local Slack answered ${response.status}.`,
      response.status,
    );
  }
  return body;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Refused("unreachable", "The local Slack does not answer. Is it still running?", 0);
  }
}

/** Read one resource of the switchboard. */
export async function read(path) {
  return answer(await reach(`/_control/${path}`, { cache: "no-store" }));
}

/** Ask the switchboard to do something as a person. */
export async function act(verb, body) {
  return answer(
    await reach(`/_control/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

/** Upload one `File` as a person and return what the switchboard made of it. */
export async function upload(as, file, channel = undefined) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces = [];
  for (let start = 0; start < bytes.length; start += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  const made = await act("upload", { as, name: file.name, content_base64: btoa(pieces.join("")), channel });
  return made.file ?? made;
}

/**
 * Call `changed` whenever this Slack changed, and `online` with whether the stream is up.
 *
 * A browser opens six connections to one address, so that many tabs must share one stream: the tab that holds the
 * lock listens, and tells the others. When it is closed, the next one takes over.
 */
export function listen({ changed, online }) {
  const others = new BroadcastChannel("changed");
  others.addEventListener("message", changed);
  const attend = () => {
    const stream = new EventSource("/_control/stream");
    stream.addEventListener("changed", () => {
      others.postMessage(null);
      changed();
    });
    stream.addEventListener("open", () => online(true));
    stream.addEventListener("error", () => online(false));
    return new Promise(() => {});
  };
  if (navigator.locks) navigator.locks.request("stream", attend);
  else attend();
}
