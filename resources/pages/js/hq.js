// Every page of headquarters that somebody is signed in at: it locks after some minutes without a touch, in all tabs
// together. The service is the authority; this page only knows earlier, and leaves nothing on the screen.

const TELL_MS = 60000;
const lockMs = 1000 * Number(document.querySelector("script[data-lock-s]").dataset.lockS);

let touchedAt = Date.now();
let toldAt = Date.now();

const others = new BroadcastChannel("kiosk-headquarters");
others.addEventListener("message", () => (touchedAt = Date.now()));

for (const kind of ["pointerdown", "keydown", "wheel"]) {
  document.addEventListener(kind, touched, { capture: true, passive: true });
}
const ticking = setInterval(tick, 1000);
others.postMessage("touched");

function touched() {
  if (Date.now() - touchedAt > 1000) others.postMessage("touched");
  touchedAt = Date.now();
}

function tick() {
  if (Date.now() - touchedAt >= lockMs) goTo("/unlock");
  else if (touchedAt > toldAt && Date.now() - toldAt >= TELL_MS) tell();
}

/** Let the service know that somebody is here; a page that may stay no longer goes to the door. */
async function tell() {
  toldAt = Date.now();
  try {
    const answer = await fetch("/door/touch", { method: "POST" });
    if (answer.status === 401) location.reload();
  } catch {
    toldAt = 0; // not heard: once more with the next tick
  }
}

function goTo(door) {
  clearInterval(ticking);
  location.replace(`${door}?${new URLSearchParams({ next: location.pathname + location.search })}`);
}

// A page that the browser kept is of another moment, and perhaps of another person.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

// An open menu closes with a touch elsewhere, or with Escape.
document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.hq-me[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.hq-me[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
