// The pages at the doors: signing in, the first manager, pairing. What follows a yes is the service's to say.

import { callHelp } from "./help.js";
import { Pad } from "./pad.js";

const form = document.querySelector("form.pad");
const pad = form && new Pad(form, () => location.replace(form.dataset.on));

if (pad) {
  codeFromLink();
  document.addEventListener("keydown", (event) => {
    if (pad.pressed(event)) event.preventDefault();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-help]");
  if (button) callHelp(button, button.dataset.help);
});

// A page that the browser kept from before must not show what somebody else typed.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

/** Take the code out of a link that was scanned, and out of the address: nobody reads it there later. */
function codeFromLink() {
  const digits = location.hash.replace(/[^0-9]/g, "");
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  if (digits && form.elements.code) {
    pad.enter(form.elements.code);
    pad.take(digits);
  }
}
