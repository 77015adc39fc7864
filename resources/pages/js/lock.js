// The lock of a staff page: after two minutes without a touch, or at once if the person wants it, nothing is left on the
// page to read until the PIN is given. The service is the authority; this page only knows earlier than it is told.

import { leave, reopen, shut, turnedAway } from "./doors.js";
import { callHelp } from "./help.js";
import { emptyBoard, fillBoard } from "./live.js";
import { Pad, post } from "./pad.js";
import { giveBackSheet, putSheetAway } from "./sheet.js";
import { toast } from "./toast.js";
import { words } from "./words.js";

const TELL_MS = 20000;

const lock = document.getElementById("lock");
const { badge, device } = lock.dataset;
const lockMs = 1000 * Number(lock.dataset.lockS);
const toasts = document.getElementById("toasts");
const pad = new Pad(lock.querySelector("form"), opened);

let locked = false;
let touchedAt = performance.now();
let toldAt = -Infinity;
let sharedAt = -Infinity;

// All pages of one browser are at one device: a touch of one of them keeps the others open, and they lock together.
const others = new BroadcastChannel("kiosk-lock");
others.addEventListener("message", ({ data }) => {
  if (data.touched) touchedAt = performance.now();
  else if (data.locked) close();
  else if (data.badge === badge) open();
  else location.reload();
});

for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touched, { capture: true, passive: true });
document.addEventListener("page-locked", close);
setInterval(tick, 1000);
tick();
others.postMessage({ badge });

function touched() {
  if (locked) return;
  touchedAt = performance.now();
  if (touchedAt - sharedAt < 1000) return;
  sharedAt = touchedAt;
  others.postMessage({ touched: true });
}

function tick() {
  if (locked) return;
  const now = performance.now();
  if (now - touchedAt >= lockMs) lockNow();
  else if (touchedAt > toldAt && now - toldAt >= TELL_MS) tell(now);
}

/** Let the service know that somebody is here; opening a page counts as a touch. */
async function tell(now) {
  toldAt = now;
  try {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    turnedAway(await fetch("/v1/door/touch", init));
  } catch {
    toldAt = -Infinity; // not heard: once more with the next tick
  }
}

function lockNow() {
  close();
  others.postMessage({ locked: true });
  post("/v1/door/lock", {});
}

function close() {
  if (locked) return;
  locked = true;
  shut();
  putSheetAway();
  emptyBoard();
  // What was done is told with numbers of customers; what is being tried still needs its person.
  for (const note of toasts.querySelectorAll(".done, .refused, .heard")) note.remove();
  document.body.classList.add("locked");
  lock.showModal();
  pad.begin();
}

/** The PIN was right; should it be another person's by now, nothing of before is left. */
function opened(answer) {
  if (answer.badge && answer.badge !== badge) {
    location.reload();
    return;
  }
  open();
  others.postMessage({ badge });
}

function open() {
  if (!locked) return;
  locked = false;
  touchedAt = performance.now();
  document.body.classList.remove("locked");
  document.body.append(toasts);
  pad.begin();
  lock.close();
  giveBackSheet();
  fillBoard();
  reopen();
}

// Escape is no way past: the key is taken below, and a browser that closes a dialog at the second cancel whatever the page
// says gets it open again.
lock.addEventListener("cancel", (event) => event.preventDefault());
lock.addEventListener("close", () => locked && lock.showModal());

document.addEventListener("keydown", (event) => {
  if (locked && (pad.pressed(event) || event.key === "Escape")) event.preventDefault();
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeMenu();
});

/** Close the menu of the person, and go back to what opened it. */
function closeMenu() {
  const menu = document.querySelector("details.me[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.me");
  if (menu && !menu.contains(event.target)) menu.open = false;
  const button = event.target.closest("button[data-door]");
  if (button) run[button.dataset.door](button);
});

const run = {
  lock: lockNow,
  other: () => leave("other_person"),
  help: (button) => callHelp(button, device),
  async "sign-out"() {
    emptyBoard(); // else the end of its stream says first that the session ended, and not why
    const answer = await post("/v1/door/sign-out", {});
    if (answer) {
      leave("signed_out");
      return;
    }
    fillBoard();
    toast(words.say.offline, "refused");
  },
};

// A page that the browser kept is of another moment, and perhaps of another person.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
