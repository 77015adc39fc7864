// Commands: each tap is one request with its own id. It is repeated with that id while the network fails, for all to
// see, until it is answered or the person gives up. Nothing is ever kept for later.

import { turnedAway } from "./doors.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const PATIENCE_MS = 8000;
const { role, counter } = document.documentElement.dataset;

/** Ask the branch service for `kind` and return its answer; null when the person gave up waiting for one. */
export async function ask(kind, body) {
  const payload = JSON.stringify({ id: newId(), body });
  const trying = new Trying();
  for (let pause = 500; !trying.givenUp; pause = Math.min(2 * pause, 4000)) {
    const answer = await post(kind, payload, trying.signal);
    if (answer) {
      trying.end();
      return answer;
    }
    await trying.pause(pause);
  }
  toast(words.say.gave_up, "refused");
  return null;
}

/** Return the answer, null when there was none. */
async function post(kind, payload, signal) {
  const headers = { "Content-Type": "application/json", ...asking() };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  signal.addEventListener("abort", () => late.abort());
  try {
    const init = { method: "POST", headers, body: payload, signal: late.signal };
    const response = await fetch(`/v1/requests/${kind}`, init);
    turnedAway(response);
    return understand(response.status, await response.text());
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function understand(status, text) {
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Not from the branch service: something in between answered.
  }
  if (answer && answer.kind) return answer;
  return status < 500 ? { kind: "refused", code: "malformed" } : null;
}

/** One request on its way, with the message that shows it is being repeated. */
class Trying {
  constructor() {
    this.givenUp = false;
    this.controller = new AbortController();
    this.signal = this.controller.signal;
    this.close = null;
  }

  pause(ms) {
    if (!this.close) {
      this.close = toast(words.say.sending, "trying", { label: words.say.give_up, run: () => this.giveUp() });
    }
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
    });
  }

  giveUp() {
    this.givenUp = true;
    this.controller.abort();
    if (this.wake) this.wake();
  }

  end() {
    if (this.close) this.close();
  }
}

/** A UUID; crypto.randomUUID is younger than some tablets and missing on pages without TLS. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Return the headers that say as what this page asks: its role, its device, and its counter where it has one. */
export function asking() {
  const headers = { "Kiosk-Role": role, "Kiosk-Device": deviceName() };
  return counter ? { ...headers, "Kiosk-Counter": counter } : headers;
}

function deviceName() {
  try {
    const key = `device-${role}`;
    const name = localStorage.getItem(key) || `${role}-${newId().slice(0, 4)}`;
    localStorage.setItem(key, name);
    return name;
  } catch {
    return role; // a browser that keeps nothing
  }
}
