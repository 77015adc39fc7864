// What the doors of the branch tell a page that is not let in any more: an answer with the header kiosk-door.

const AWAY = { not_paired: "/pair", sign_in_needed: "/sign-in", pin_must_be_set: "/sign-in", role_may_not: "/sign-in" };
/** Somebody was signed in at a page that runs: that they are not any more needs another word than that nobody is. */
const WHY = { sign_in_needed: "session_ended" };

let opened = Promise.resolve();
let open = null;

/** Return the code with which `response` turns this page away, "" if it does not; a page that must go goes at once. */
export function turnedAway(response) {
  const code = response.headers.get("kiosk-door") || "";
  if (code === "page_locked") document.dispatchEvent(new Event("page-locked"));
  // A role that may not do one thing may well see the page: whether it goes then is for the page to say.
  else if (code && code !== "role_may_not") leave(code);
  return code;
}

/** Go to the door where `code` can be mended, and from there to `next`: back to this page if nothing else is said. */
export function leave(code, next = location.pathname) {
  const why = WHY[code] || code;
  const query = new URLSearchParams(next ? { why, next } : { why });
  location.replace(`${AWAY[code] || "/sign-in"}?${query}`);
}

/** Note that the page is shut: nobody is told anything until its person is back. */
export function shut() {
  if (!open) opened = new Promise((resolve) => (open = resolve));
}

/** Note that the person of this page is back. */
export function reopen() {
  if (open) open();
  open = null;
}

/** Return a promise that is kept as soon as the page is not shut. */
export function whenOpen() {
  return opened;
}
