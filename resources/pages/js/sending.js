// "Try now": the service goes to headquarters at once, and the sheet then shows how that stands.

import { asking } from "./asking.js";
import { turnedAway } from "./doors.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const PATIENCE_MS = 8000;

/** Have records sent now; resolves when it is known how it went, and says so. */
export async function sendNow(button) {
  const { said, still, late } = button.dataset;
  button.disabled = true;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const init = { method: "POST", headers: asking(), signal: controller.signal };
    const response = await fetch("/v1/upload", init);
    if (turnedAway(response)) return;
    const told = response.ok ? await response.json() : null;
    if (told && told.sending) toast(late, "done");
    else if (told && !told.failure) toast(said, "done");
    else toast(still, "refused");
  } catch {
    toast(words.say.offline, "refused");
  } finally {
    clearTimeout(timer);
    button.disabled = false;
  }
}
