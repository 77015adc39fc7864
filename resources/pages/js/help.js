// A person, please: one touch, whether anybody is signed in or not.

import { ask } from "./asking.js";
import { toast } from "./toast.js";
import { refusalText, words } from "./words.js";

/** Call a person to `place` and say what came of it; `button` waits meanwhile. */
export async function callHelp(button, place) {
  button.disabled = true;
  const answer = await ask("call_help", { place });
  button.disabled = false;
  // A disabled button loses the focus, and whoever uses a keyboard their place.
  if (document.activeElement === document.body) button.focus({ preventScroll: true });
  if (answer && answer.kind === "refused") toast(refusalText(answer), "refused");
  else if (answer) toast(words.door.help_comes, "done");
}
