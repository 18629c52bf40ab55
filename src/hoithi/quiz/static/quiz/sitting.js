// The sitting. Contract with the server: docs/developer/sitting-protocol.md. Syntax of 2017: old web views run it as it is.

const form = document.getElementById("bai-thi");
const words = document.getElementById("loi").dataset;
const site = form.dataset;
const find = (selector, root) => (root || document).querySelector(selector);
const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name]);

const questions = all(".q").map((section) => ({
  section,
  pos: Number(section.dataset.pos),
  inputs: all("input", section),
  heading: find(".q-text", section),
}));
const byPos = new Map(questions.map((question) => [question.pos, question]));
const chosen = (question) => question.inputs.filter((input) => input.checked).map((input) => input.value);
const isAnswered = (question) => question.inputs.some((input) => input.checked);
const wide = window.matchMedia("(min-width: 64rem)");
const guess = find("[data-prediction]"); // the question about the contest itself, where the plan asks one

// ---- what the server has not acknowledged yet, kept on this device -------------------------------------------------

const storeKey = "hoithi:bai-thi:" + site.code;
const epoch = Number(site.epoch);
let seq = Number(site.seq);
let queue = new Map(); // pos → {seq, choice}

function remember() {
  const kept = {};
  queue.forEach((answer, pos) => { kept[pos] = answer; });
  try {
    localStorage.setItem(storeKey, JSON.stringify({ epoch, seq, queue: kept, prediction: guess ? guess.value : "" }));
  } catch (error) { /* private mode: the queue lives in memory */ }
}

function forget() {
  try { localStorage.removeItem(storeKey); } catch (error) { /* nothing was kept */ }
}

function enqueue(question) {
  seq += 1;
  question.seq = seq;
  queue.set(question.pos, { seq, choice: chosen(question) });
}

function recall() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(storeKey)); } catch (error) { return; }
  if (!kept || !kept.queue) return;
  if (guess) guess.value = kept.prediction || "";
  const newest = kept.epoch === epoch - 1; // nobody else opened the paper in between
  const waiting = Object.keys(kept.queue).map(Number).sort((a, b) => kept.queue[a].seq - kept.queue[b].seq);
  for (const pos of waiting) {
    const question = byPos.get(pos);
    if (!question || (!newest && isAnswered(question))) continue;
    for (const input of question.inputs) input.checked = kept.queue[pos].choice.includes(input.value);
    enqueue(question);
  }
  remember();
}

// ---- talking to the server ----------------------------------------------------------------------------------------

const WAITS = [2, 4, 8, 16, 30];
const PATIENCE_MS = 10000;
let inFlight = false;
let failures = 0;
let timer = 0;
let count = questions.filter(isAnswered).length; // questions the server holds an answer to
let savedAt = "";
let submitting = false;
let stopped = false;

async function post(url, body) {
  const started = performance.now();
  const abort = window.AbortController ? new AbortController() : null;
  const patience = setTimeout(() => { if (abort) abort.abort(); }, PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Authorization: "Attempt " + site.token },
      body: JSON.stringify(body),
      signal: abort ? abort.signal : undefined,
      keepalive: document.hidden, // a page put away may still finish its sentence
    });
    let data = {};
    try { data = await response.json(); } catch (error) { /* a proxy's page, or nothing */ }
    return { status: response.status, data, started, pause: Number(response.headers.get("Retry-After")) || 0 };
  } catch (error) {
    return { status: 0, data: {}, started, pause: 0 };
  } finally {
    clearTimeout(patience);
  }
}

function batch() {
  const answers = [];
  queue.forEach((answer, pos) => answers.push({ pos, seq: answer.seq, choice: answer.choice }));
  return answers;
}

function paper() {
  const answers = [];
  for (const question of questions) {
    if (question.seq || isAnswered(question)) answers.push({ pos: question.pos, seq: question.seq || 0, choice: chosen(question) });
  }
  return answers;
}

async function flush() {
  clearTimeout(timer);
  if (inFlight || stopped) return;
  inFlight = true;
  const sent = submitting ? paper() : batch();
  const body = { epoch, answers: sent };
  if (submitting && guess && predicted() >= 0) body.prediction = predicted();
  const slow = setTimeout(showState, 1500);
  const answer = await post(submitting ? site.submit : site.save, body);
  clearTimeout(slow);
  inFlight = false;
  if (answer.status === 200) accepted(answer, sent);
  else if ([400, 403, 409].includes(answer.status) && answer.data.error) refused(answer);
  else again(answer);
}

function accepted(answer, sent) {
  failures = 0;
  const data = answer.data;
  if (data.receipt) {
    stopped = true;
    forget();
    location.replace(data.receipt);
    return;
  }
  if (!Array.isArray(data.saved)) { again(answer); return; } // a captive portal says 200 to everything
  for (const one of sent) {
    const waiting = queue.get(one.pos);
    if (waiting && waiting.seq === one.seq && data.saved.includes(one.pos)) queue.delete(one.pos);
  }
  remember();
  count = data.count;
  savedAt = data.server_time.slice(11, 19);
  setClock(data.server_time, data.deadline, answer.started);
  showState();
  if (submitting || queue.size) flush();
}

function again(answer) {
  const pause = answer.pause || WAITS[Math.min(failures, WAITS.length - 1)] * (0.75 + Math.random() / 2);
  failures += 1;
  showState();
  timer = setTimeout(flush, pause * 1000);
}

function refused(answer) {
  const code = answer.data.error;
  if (code === "superseded") {
    stop(words.superseded, words.supersededText, words.supersededKey, takeOver);
  } else if (code === "closed") {
    forget();
    stop(words.closed, answer.data.message || words.closedText, words.closedKey, () => location.replace(answer.data.receipt || location.href));
  } else {
    stop(words.stale, answer.data.message || words.staleText, words.staleKey, () => location.reload());
  }
}

async function takeOver() {
  const answer = await post(site.resume, {});
  if (answer.data.receipt) location.replace(answer.data.receipt);
  else if (answer.data.url) location.replace(answer.data.url);
  else location.reload();
}

function nudge() {
  if (stopped || inFlight) return;
  failures = 0;
  flush();
}

// ---- the clock: the server's time, carried by this page's own monotonic clock --------------------------------------

let deadline = Date.parse(site.deadline);
let offset = 0; // server time − performance.now(), in ms
let uncertainty = Infinity;
let told = Infinity; // the last mark spoken

function setClock(serverTime, newDeadline, started) {
  const now = performance.now();
  const trip = now - started;
  deadline = Date.parse(newDeadline) || deadline;
  if (trip > uncertainty) return;
  uncertainty = trip;
  offset = Date.parse(serverTime) + trip / 2 - now;
}

function startClock() {
  const entry = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  const arrived = entry && entry.responseStart ? entry.responseStart : 0;
  offset = Date.parse(site.now) - arrived;
  uncertainty = entry ? Math.max(entry.responseStart - entry.requestStart, 50) : 2000;
}

function tick() {
  const left = Math.max(0, Math.ceil((deadline - performance.now() - offset) / 1000));
  find("[data-clock]").textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  find("[data-timer]").classList.toggle("timer-loud", left <= 60);
  for (const [mark, sentence] of [[300, words.five], [60, words.one]]) {
    if (left <= mark && left > mark - 5 && told > mark) {
      told = mark;
      find("[data-speak]").textContent = sentence;
    }
  }
  if (left === 0 && !submitting && !stopped) submit();
}

// ---- the state line: one place, two lines, always --------------------------------------------------------------------

function setState(kind, head, text) {
  const strip = find(".sit-state");
  if (strip.dataset.state !== kind) strip.dataset.state = kind;
  for (const [selector, value] of [["[data-state-head]", head], ["[data-state-text]", text]]) {
    const place = find(selector);
    if (place.textContent !== value) place.textContent = value;
  }
}

function showState() {
  const lost = failures > 0 || navigator.onLine === false;
  const n = queue.size;
  if (submitting) {
    if (lost) setState("error", words.unsent, words.unsentText);
    else setState("send", words.submitting, words.submittingText);
  } else if (lost) {
    setState("wait", words.offline, n ? say(words.offlineText, { n }) : words.offlineNone);
  } else if (n) {
    setState("send", words.sending, say(words.sendingText, { n }));
  } else if (count) {
    setState("saved", savedAt ? say(words.saved, { time: savedAt }) : words.kept, say(words.savedText, { n: count }));
  } else {
    setState("saved", words.start, words.startText);
  }
}

// ---- answers, place, map ---------------------------------------------------------------------------------------------

let here = 0;

function changed(question) {
  enqueue(question);
  remember();
  paint();
  if (failures === 0) { clearTimeout(timer); timer = setTimeout(flush, 150); } else showState();
}

function paint() {
  const done = questions.filter(isAnswered).length;
  const values = { n: done, all: questions.length, left: questions.length - done };
  const links = all("#danh-sach .map a");
  questions.forEach((question, index) => {
    const answered = isAnswered(question);
    const tickMark = all(".ticks li")[index];
    question.section.classList.toggle("answered", answered);
    question.section.classList.toggle("q-now", index === here);
    tickMark.className = index === here ? "here" : answered ? "done" : "";
    links[index].className = answered ? "" : "todo";
    links[index].setAttribute("aria-label", say(answered ? words.done : words.todo, { n: question.pos }));
    if (index === here) links[index].setAttribute("aria-current", "true");
    else links[index].removeAttribute("aria-current");
  });
  find("[data-place]").textContent = here + 1;
  find("[data-tally]").textContent = done + "/" + questions.length;
  find("[data-answered]").textContent = say(values.left ? words.answered : words.answeredAll, values);
  find("[data-back]").disabled = here === 0;
  find("[data-next-word]").textContent = here === questions.length - 1 ? words.last : words.next;
}

function go(index, quiet) {
  here = Math.max(0, Math.min(index, questions.length - 1));
  paint();
  history.replaceState(null, "", "#cau-" + questions[here].pos);
  if (quiet) return;
  const question = questions[here];
  if (wide.matches) {
    question.section.scrollIntoView({ block: "start" });
    (question.inputs.find((input) => input.checked) || question.inputs[0]).focus({ preventScroll: true });
  } else {
    window.scrollTo(0, 0);
    question.heading.focus({ preventScroll: true });
  }
}

// ---- sheets: the map on phones, the review, the full stop -----------------------------------------------------------

let open = null;
let opener = null;

function show(sheet) {
  if (open) hide();
  opener = document.activeElement;
  open = sheet;
  sheet.hidden = false;
  if (sheet.classList.contains("sheet")) {
    sheet.classList.add("sheet-open");
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
  }
  find("[data-veil]").hidden = false;
  sheet.focus();
}

function hide() {
  if (!open) return;
  if (open.classList.contains("sheet")) {
    open.classList.remove("sheet-open");
    open.setAttribute("role", "complementary");
    open.removeAttribute("aria-modal");
  } else {
    open.hidden = true;
  }
  open = null;
  find("[data-veil]").hidden = true;
  if (opener && opener.focus) opener.focus({ preventScroll: true });
}

function review() {
  const left = questions.filter((question) => !isAnswered(question));
  const values = { n: questions.length - left.length, all: questions.length, left: left.length };
  const map = find("[data-review-map]");
  const wait = find("[data-review-wait]");
  find("[data-review-text]").textContent = say(left.length ? words.review : words.reviewAll, values);
  map.textContent = "";
  for (const question of left) {
    const link = document.createElement("a");
    link.href = "#cau-" + question.pos;
    link.className = "todo";
    link.textContent = question.pos;
    link.setAttribute("aria-label", say(words.todo, { n: question.pos }));
    map.append(link);
  }
  wait.hidden = failures === 0;
  wait.textContent = say(words.reviewWait, { n: queue.size });
  show(document.getElementById("xem-lai"));
}

function predicted() {
  const digits = guess.value.replace(/[\s.]/g, "");
  return /^\d{1,15}$/.test(digits) && Number(digits) <= Number(guess.dataset.most) ? Number(digits) : -1;
}

function handIn() {
  const wrong = guess && predicted() < 0 && (guess.value.trim() || "required" in guess.dataset);
  if (!wrong) { submit(); return; }
  document.getElementById("du-doan-loi").hidden = false;
  guess.setAttribute("aria-invalid", "true");
  guess.focus();
}

function submit() {
  hide();
  submitting = true;
  freeze();
  showState();
  nudge();
}

function freeze() {
  for (const question of questions) for (const input of question.inputs) input.disabled = true;
  for (const button of all("[data-review], [data-submit-now]")) button.disabled = true;
}

function stop(head, text, key, act) {
  stopped = true;
  freeze();
  setState("error", head, text);
  find("[data-stop-head]").textContent = head;
  find("[data-stop-text]").textContent = text;
  find("[data-stop-key]").textContent = key;
  find("[data-stop-key]").onclick = act;
  show(document.getElementById("dung-lai"));
}

// ---- hands: thumb, mouse, keyboard -----------------------------------------------------------------------------------

function keyboard(event) {
  if (open) {
    if (event.key === "Escape" && open.id !== "dung-lai") hide();
    if (event.key === "Tab") keepInside(event);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || stopped || submitting) return;
  const letter = event.key.toUpperCase();
  const input = /^[A-Z]$/.test(letter) && questions[here].inputs.find((one) => one.value === letter);
  if (input) {
    input.focus({ preventScroll: true });
    input.click();
  } else if (letter === "R") {
    review();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(here + (event.key === "ArrowDown" ? 1 : -1));
  } else {
    return;
  }
  event.preventDefault();
}

function keepInside(event) {
  const stops = all("a[href], input, button:not([disabled])", open).filter((one) => one.offsetParent);
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (event.shiftKey && (document.activeElement === first || document.activeElement === open)) { event.preventDefault(); last.focus(); }
  else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
}

function clicked(event) {
  const link = event.target.closest(".map a");
  const on = (selector) => event.target.closest(selector);
  if (link) {
    event.preventDefault();
    hide();
    go(questions.findIndex((question) => "#cau-" + question.pos === link.getAttribute("href")));
  } else if (on("[data-close]") || on("[data-veil]")) {
    if (open && open.id !== "dung-lai") hide();
  } else if (on("[data-review]")) {
    review();
  } else if (on("[data-map]")) {
    show(document.getElementById("danh-sach"));
  } else if (on("[data-back]")) {
    go(here - 1);
  } else if (on("[data-next]")) {
    if (here === questions.length - 1) review();
    else go(here + 1);
  } else if (on("[data-submit-now]")) {
    handIn();
  }
}

document.body.classList.add("live");
recall();
startClock();
form.addEventListener("change", (event) => {
  const question = byPos.get(Number(event.target.closest(".q").dataset.pos));
  here = questions.indexOf(question);
  changed(question);
});
form.addEventListener("focusin", (event) => {
  const section = event.target.closest(".q");
  if (!wide.matches || !section || questions[here].section === section) return;
  here = questions.findIndex((question) => question.section === section);
  paint();
});
form.addEventListener("submit", (event) => { event.preventDefault(); review(); });
if (guess) guess.addEventListener("input", remember);
document.addEventListener("click", clicked);
document.addEventListener("keydown", keyboard);
window.addEventListener("online", () => { failures = 0; showState(); nudge(); });
window.addEventListener("offline", () => { failures = Math.max(failures, 1); showState(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) { if (queue.size) nudge(); return; }
  uncertainty = Infinity; // a sleeping device stops its clock: ask the server
  nudge();
});
window.addEventListener("beforeunload", (event) => {
  if (queue.size && !stopped) { event.preventDefault(); event.returnValue = ""; }
});

const first = questions.findIndex((question) => "#cau-" + question.pos === location.hash);
go(first < 0 ? 0 : first, true);
showState();
tick();
setInterval(tick, 250);
if (queue.size) flush();
