// Keys for the film of a page; a field that is being written in keeps its own. The player's own controls work without.
const films = Array.from(document.querySelectorAll("[data-player] video"));
const film = films[0];
const writing = (element) => element.closest("input, textarea, select, [contenteditable]");

function captions() {
  const tracks = Array.from(film.textTracks);
  const shown = tracks.find((track) => track.mode === "showing");
  if (shown) shown.mode = "hidden";
  else if (tracks.length) tracks[0].mode = "showing";
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (film.requestFullscreen) film.requestFullscreen();
}

const press = (name) => {
  const found = document.querySelector(`[data-key="${name}"]`);
  if (!found) return;
  if (found.type === "checkbox" || found.tagName === "A" || found.tagName === "BUTTON") found.click();
  else found.focus();
};

const keys = {
  d: () => press("d"),
  r: () => press("r"),
  n: () => press("n"),
  k: () => (film.paused ? film.play() : film.pause()),
  j: () => { film.currentTime = Math.max(0, film.currentTime - 10); },
  l: () => { film.currentTime = Math.min(film.duration || 0, film.currentTime + 10); },
  c: captions,
  f: full,
};

if (film || document.querySelector("[data-key]")) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (document.body.dataset.keys === "off") return;
    const name = event.key.toLowerCase();
    if (/^[1-9]$/.test(name)) press(name);
    else if (keys[name] && (film || "drn".includes(name))) { event.preventDefault(); keys[name](); }
  });
}

// Single keys can be turned off, and stay off on this device.
const toggle = document.querySelector("[data-keys-toggle]");
if (toggle) {
  const show = () => { toggle.textContent = document.body.dataset.keys === "off" ? toggle.dataset.off : toggle.dataset.on; };
  try { document.body.dataset.keys = localStorage.getItem("hoithi-keys") || "on"; } catch { document.body.dataset.keys = "on"; }
  toggle.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    document.body.dataset.keys = document.body.dataset.keys === "off" ? "on" : "off";
    try { localStorage.setItem("hoithi-keys", document.body.dataset.keys); } catch { /* this page only */ }
    show();
  });
}

// Two films side by side: a pair of moments takes both there.
for (const button of document.querySelectorAll("[data-moment]")) {
  button.addEventListener("click", () => {
    for (const side of ["newer", "older"]) {
      const one = document.getElementById(side);
      if (one) { one.pause(); one.currentTime = Number(button.dataset[side]); }
    }
    for (const other of document.querySelectorAll("[data-moment]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}
const both = document.querySelector("[data-both]");
if (both) {
  both.hidden = false;
  both.addEventListener("click", () => {
    const stopped = films.every((one) => one.paused);
    for (const one of films) { if (stopped) one.play(); else one.pause(); }
  });
}
