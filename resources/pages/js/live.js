// Keeps the board current: the stream says that something changed, the page fetches the fragment again.
// What is shown counts as current at a fetch, and at a heartbeat while no fetch is due.

import { leave, turnedAway } from "./doors.js";
import { patch } from "./patch.js";
import { fill, words } from "./words.js";

const STALE_MS = 10000;
const MINUTES_MOVE_MS = 15000;
const FINGER_MS = 2000;
const PATIENCE_MS = 8000;

const board = document.getElementById("board");
const fresh = document.querySelector("#fresh span");
const lost = document.getElementById("lost");

let source = null;
let connectedAt = 0;
let currentAt = performance.now();
let fetchedAt = performance.now();
let due = false;
let fetching = false;
let fingerAt = -Infinity;
let held = null;
let empty = false;
let fetchAgain = () => {};

/** Tell whether what is shown is how things stand. */
export function isLive() {
  return performance.now() - currentAt < STALE_MS;
}

/** Follow the stream for good; `drawn` is called after each change of the board. */
export function follow(drawn) {
  const refresh = () => fetchBoard(drawn);
  fetchAgain = refresh;
  connect(refresh);
  setInterval(() => tick(refresh), 1000);
  document.addEventListener("visibilitychange", () => tick(refresh));
  document.addEventListener("pointerdown", ({ target }) => {
    fingerAt = performance.now();
    if (!target.closest("button")) held = null;
  });
  // A button loses the focus while it is disabled because what it asked for is on its way.
  board.addEventListener("focusin", ({ target }) => (held = target));
  // The click comes after pointerup, in a task of its own.
  const lifted = () => setTimeout(() => (fingerAt = -Infinity), 60);
  document.addEventListener("pointerup", lifted);
  document.addEventListener("pointercancel", lifted);
  return refresh;
}

/** Take everything off the board and show nothing on it until `fillBoard`: the page is locked. */
export function emptyBoard() {
  empty = true;
  due = false;
  if (source) source.close();
  board.textContent = "";
}

/** Show the board again, as things stand now. */
export function fillBoard() {
  empty = false;
  connect(fetchAgain);
  fetchAgain();
}

function connect(refresh) {
  if (source) source.close();
  connectedAt = performance.now();
  source = new EventSource(board.dataset.events);
  source.addEventListener("view", refresh);
  // The stream ends without a word, also where the service locked the page or nobody is signed in: the board says why.
  source.addEventListener("error", refresh);
  source.addEventListener("beat", () => {
    if (due) return;
    currentAt = performance.now();
    if (currentAt - fetchedAt > MINUTES_MOVE_MS) refresh();
  });
}

function tick(refresh) {
  if (empty) return;
  const now = performance.now();
  const age = Math.floor((now - currentAt) / 1000);
  fresh.textContent = age < 2 ? words.fresh.now : fill(words.fresh.ago, { n: age });
  const stale = !isLive();
  if (lost.hidden === stale) {
    document.body.classList.toggle("stale", stale);
    lost.textContent = stale ? words.fresh.lost : "";
    lost.hidden = !stale;
  }
  // A connection that died without a word (tablet slept, cable pulled) is not noticed by EventSource itself.
  const refused = source.readyState === EventSource.CLOSED;
  if (now - Math.max(currentAt, connectedAt) <= (refused ? 2000 : STALE_MS)) return;
  connect(refresh);
  // The stream does not say why it is refused; the board does.
  if (refused) refresh();
}

async function fetchBoard(drawn) {
  due = true;
  if (fetching || empty) return;
  fetching = true;
  while (due) {
    due = false;
    const askedAt = performance.now();
    const html = await fetchText(board.dataset.board);
    if (empty) break;
    if (html === null) {
      due = true;
      await pause(1000);
      continue;
    }
    while (performance.now() - fingerAt < FINGER_MS) await pause(30);
    if (empty) break;
    draw(html);
    currentAt = fetchedAt = askedAt;
    tick(() => fetchBoard(drawn));
    drawn();
  }
  fetching = false;
}

/** Return the text at `url`, null if there is none in time: nothing is fetched again while a fetch is under way. */
async function fetchText(url) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, { signal: late.signal });
    if (turnedAway(response) === "role_may_not") leave("role_may_not");
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function draw(html) {
  const focused = document.activeElement === document.body ? held : document.activeElement;
  const host = focused && board.contains(focused) && focused.closest("[data-key]");
  const next = document.createElement("main");
  next.innerHTML = html;
  for (const { name, value } of board.attributes) next.setAttribute(name, value);
  patch(board, next);
  if (!host || focused === document.activeElement) return;
  if (document.contains(focused)) focused.focus({ preventScroll: true });
  else focusAgain(host.dataset.key, focused);
}

/** Put the focus back where it was: the same button or the next main one, else the part it stood in. */
function focusAgain(key, focused) {
  const host = board.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!host) return;
  const alike = Array.from(host.querySelectorAll("button")).filter(
    (one) => one.dataset.ask === focused.dataset.ask && one.dataset.sheet === focused.dataset.sheet,
  );
  const same =
    (focused.classList.contains("main") && host.querySelector(".main")) ||
    alike.find((one) => one.textContent === focused.textContent) ||
    alike[0];
  if (!same) host.tabIndex = -1;
  (same || host).focus({ preventScroll: true });
}
