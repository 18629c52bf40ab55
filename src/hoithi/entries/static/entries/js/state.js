// The state of a work updates by itself: often while something is going on, seldom otherwise, never in a hidden tab.
const box = document.querySelector("[data-work-state]");
const SOON_MS = 4000;
const SELDOM_MS = 60000;

const inner = () => box.firstElementChild;

async function look() {
  if (document.hidden) return;
  const response = await fetch(box.dataset.workState, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!response.ok || response.redirected) return;
  const text = await response.text();
  const fresh = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
  if (!fresh || fresh.isEqualNode(inner())) return;
  const open = [...box.querySelectorAll("details")].map((details) => details.open);
  const moved = fresh.dataset.key !== inner().dataset.key;
  box.replaceChildren(document.importNode(fresh, true));
  box.querySelectorAll("details").forEach((details, at) => { details.open = Boolean(open[at]); });
  if (moved) say();
}

// What else the page offers depends on the state; nothing is reloaded under somebody's hands.
function say() {
  if (document.querySelector("[data-state-moved]")) return;
  const line = document.createElement("p");
  line.className = "note note-wait";
  line.dataset.stateMoved = "";
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = box.dataset.reload;
  line.append(`${box.dataset.changed} `, link);
  box.after(line);
}

function again() {
  setTimeout(async () => {
    try { await look(); } catch { /* the network is away: asked again later */ }
    again();
  }, inner().dataset.busy ? SOON_MS : SELDOM_MS);
}

if (box && inner()) again();
