// A juror's sheet: kept while it is filled in, digits and Enter, N for the next work. Without this script the form works alone.

const form = document.getElementById("phieu-cham");
const words = form.dataset;
const state = document.getElementById("luu-phieu");
const inputs = Array.from(form.querySelectorAll(".mark-in input"));
const comment = form.elements["nhan-xet"];
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name]);

// ---- where this page stands: its own name, a counter, the revision it has seen -------------------------------------

const tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const storeKey = "hoithi:phieu-cham:" + words.code;
let seq = 0;
let revision = Number(form.elements["phien-ban"].value);
let dirty = false;
let inFlight = false;
let stopped = form.dataset.locked === "1";
let timer = 0;
let failures = 0;

function marks() {
  const found = {};
  for (const input of inputs) found[input.name.slice(5)] = input.value.trim();
  return found;
}

function show(kind, sentence) {
  state.className = "state state-" + kind;
  state.querySelector("span").textContent = sentence;
}

function remember() {
  try { localStorage.setItem(storeKey, JSON.stringify({ revision, marks: marks(), comment: comment.value })); } catch (error) { /* private mode */ }
}

function forget() {
  try { localStorage.removeItem(storeKey); } catch (error) { /* nothing was kept */ }
}

function recall() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(storeKey)); } catch (error) { return; }
  if (!kept || kept.revision !== revision) { forget(); return; } // somebody has written since
  for (const input of inputs) {
    const value = kept.marks[input.name.slice(5)];
    if (value !== undefined) input.value = value;
  }
  comment.value = kept.comment;
  changed();
}

// ---- marks -------------------------------------------------------------------------------------------------------

const number = (text) => (/^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN);
const written = (value) => String(Math.round(value * 10000) / 10000).replace(".", ",");

function wrong(input) {
  const text = input.value.trim();
  if (!text) return "";
  const value = number(text);
  const { max, step } = input.dataset;
  if (Number.isNaN(value)) return words.notNumber;
  if (value > Number(max)) return say(words.above, { max: written(Number(max)) });
  const steps = value / Number(step);
  return Math.abs(steps - Math.round(steps)) > 1e-9 ? say(words.step, { step: written(Number(step)) }) : "";
}

function tell(input, sentence) {
  const place = document.getElementById(input.id + "-loi");
  input.setAttribute("aria-invalid", sentence ? "true" : "false");
  place.hidden = !sentence;
  place.querySelector("span").textContent = sentence;
}

function sum() {
  let total = 0;
  let count = 0;
  for (const input of inputs) {
    const value = number(input.value);
    if (Number.isNaN(value) || wrong(input)) continue;
    total += value * Number(input.dataset.weight);
    count += 1;
  }
  document.getElementById("tam-cong").textContent = written(total);
  document.getElementById("da-cham").textContent = String(count);
}

function changed() {
  if (stopped) return;
  dirty = true;
  sum();
  remember();
  clearTimeout(timer);
  timer = setTimeout(save, 800);
}

// ---- talking to the server ---------------------------------------------------------------------------------------

async function save() {
  clearTimeout(timer);
  if (inFlight || stopped || !dirty) return;
  const bad = inputs.filter((input) => wrong(input));
  if (bad.length) { show("error", words.fix); return; }
  inFlight = true;
  dirty = false;
  seq += 1;
  const body = JSON.stringify({ marks: marks(), comment: comment.value, revision, tab, seq });
  let response = null;
  let data = {};
  try {
    response = await fetch(words.save, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body,
      keepalive: document.hidden,
    });
    data = await response.json();
  } catch (error) { /* no network, or a proxy's page */ }
  inFlight = false;
  if (response && response.ok && data.revision) saved(data);
  else if (response && data.error) refused(response.status, data);
  else later();
}

function saved(data) {
  failures = 0;
  revision = data.revision;
  form.elements["phien-ban"].value = revision;
  form.elements.lan.value = seq + 1;
  if (dirty) { remember(); save(); return; }
  forget();
  show("saved", say(words.saved, { at: data.saved_at }));
}

function refused(status, data) {
  show("error", data.error);
  for (const input of inputs) tell(input, (data.problems || {})[input.name.slice(5)] || "");
  if (status !== 400) stopped = true; // signed, closed, or newer marks elsewhere: nothing here may overwrite them
}

function later() {
  dirty = true;
  failures += 1;
  remember();
  show("wait", words.offline);
  timer = setTimeout(save, Math.min(30, 2 ** failures) * 1000);
}

// ---- hands -------------------------------------------------------------------------------------------------------

form.elements.trang.value = tab;
form.elements.lan.value = 1;
for (const input of inputs) {
  input.addEventListener("input", () => { tell(input, ""); changed(); });
  input.addEventListener("change", () => tell(input, wrong(input)));
  input.addEventListener("focus", () => input.select());
  for (const button of input.parentElement.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => nudge(input, Number(button.dataset.by)));
  }
}
comment.addEventListener("input", changed);

function nudge(input, by) {
  const step = Number(input.dataset.step);
  const value = (number(input.value) || 0) + by * step;
  input.value = written(Math.min(Number(input.dataset.max), Math.max(0, value)));
  tell(input, "");
  changed();
}

form.addEventListener("keydown", (event) => {
  const at = inputs.indexOf(event.target);
  if (at < 0) return;
  if (event.key === "Enter") {
    event.preventDefault();
    (inputs[at + 1] || comment).focus();
  } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    nudge(event.target, event.key === "ArrowUp" ? 1 : -1);
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([inputmode])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = document.getElementById("tac-pham-sau");
  if ((event.key === "n" || event.key === "N") && next) {
    event.preventDefault();
    next.click();
  } else if (/^\d$/.test(event.key) && !inputs.includes(event.target)) {
    const empty = inputs.find((input) => !input.value.trim()) || inputs[0];
    if (!empty || empty.readOnly) return;
    event.preventDefault();
    empty.focus();
    empty.value = event.key;
    changed();
  }
});

form.addEventListener("submit", () => {
  clearTimeout(timer);
  form.elements.lan.value = seq + 1;
  stopped = true;
  forget();
});
window.addEventListener("online", save);
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

if (!stopped) recall();
sum();
