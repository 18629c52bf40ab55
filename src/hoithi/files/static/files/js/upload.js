// Sends a file in pieces (tus 1.0): progress, pause, lost networks, closed tabs. See docs/developer/uploads.md.

const CHUNK = 16 * 1024 * 1024;
const DELAYS = [0, 1000, 3000, 5000, 10000, 20000, ...Array(120).fill(30000)];
const WINDOW_MS = 8000;
const AGAIN = new Set([0, 408, 423, 429, 460, 500, 502, 503, 504]);

const language = document.documentElement.lang || "vi";
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

function size(bytes) {
  const [unit, name] = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]].find(([least]) => bytes >= least) || [1, "byte"];
  const value = bytes / unit;
  return `${value.toLocaleString(language, { maximumFractionDigits: value < 100 && unit > 1 ? 1 : 0 })} ${name}`;
}

// A session that ended answers 401; tus-js-client would forget the upload. Only what is really gone is forgotten.
function storage(upload) {
  const kept = Object.create(window.tus.defaultOptions.urlStorage);
  kept.removeUpload = (key) => upload.gone ? window.tus.defaultOptions.urlStorage.removeUpload(key) : Promise.resolve();
  return kept;
}

class Sender {
  constructor(box) {
    this.box = box;
    this.text = box.dataset;
    this.form = this.find("pick");
    this.input = this.form.querySelector("input[type=file]");
    this.find("plain").hidden = true;
    this.input.addEventListener("change", () => this.chosen());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.chosen(); });
    this.find("pause").addEventListener("click", () => this.pause());
    this.find("resume").addEventListener("click", () => this.resume());
    this.find("cancel").addEventListener("click", () => this.cancel());
    window.addEventListener("online", () => this.online());
    for (const button of box.querySelectorAll("[data-forget]")) {
      button.parentElement.hidden = false;
      button.addEventListener("click", () => this.forget(button));
    }
    if (this.input.files.length) this.chosen();
  }

  find(name) { return this.box.querySelector(`[data-${name}]`); }

  csrf() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    return cookie ? cookie.slice("csrftoken=".length) : this.form.elements.csrfmiddlewaretoken.value;
  }

  async chosen() {
    const file = this.input.files[0];
    if (!file) return;
    this.file = file;
    this.gone = this.moved = false;
    this.next = undefined;
    this.upload = new window.tus.Upload(file, this.options(file));
    const [earlier] = await this.upload.findPreviousUploads();
    if (earlier) this.upload.resumeFromPreviousUpload(earlier);
    this.form.hidden = true;
    this.find("note").textContent = "";
    this.find("panel").hidden = false;
    this.find("name").textContent = file.name;
    this.begin();
    this.find("pause").focus();
  }

  options(file) {
    const { purpose, target, user } = this.text;
    return {
      endpoint: this.text.upload,
      chunkSize: CHUNK,
      retryDelays: DELAYS,
      metadata: { filename: file.name, filetype: file.type, purpose, target },
      fingerprint: async () => ["hoithi", user, purpose, target, file.name, file.size, file.lastModified].join("|"),
      urlStorage: storage(this),
      removeFingerprintOnSuccess: true,
      onBeforeRequest: (request) => { request.setHeader("X-CSRFToken", this.csrf()); },
      onAfterResponse: (request, response) => {
        const status = response.getStatus();
        const next = response.getHeader("Upload-Next");
        if (next !== null && next !== undefined) this.next = next;
        this.gone = status === 404 || status === 410 || this.next !== undefined;
      },
      onShouldRetry: (error) => this.again(error),
      onProgress: (sent, total) => this.progress(sent, total),
      onSuccess: () => this.done(),
      onError: (error) => this.failed(error),
    };
  }

  begin(text = this.text.textSending) {
    this.seen = [];
    this.running = true;
    this.shown("sending", text);
    this.find("error").hidden = true;
    this.upload.start();
  }

  again(error) {
    const answer = error.originalResponse;
    const status = answer ? answer.getStatus() : 0;
    const said = this.said(answer);
    if (!AGAIN.has(status) && said.code !== "WrongOffset") return false;
    this.moved = true;
    this.shown("waiting", status === 423 ? this.text.textBusy : this.text.textOffline);
    return true;
  }

  online() {
    if (!this.running || this.state !== "waiting") return;
    this.upload.abort().then(() => this.upload.start());
  }

  progress(sent, total) {
    const now = performance.now();
    this.seen.push([now, sent]);
    while (this.seen.length > 2 && now - this.seen[0][0] > WINDOW_MS) this.seen.shift();
    const part = Math.floor((100 * sent) / total);
    this.find("fill").setAttribute("width", `${part}%`);
    this.find("bar").setAttribute("aria-valuenow", part);
    this.find("bar").setAttribute("aria-valuetext", `${part} %`);
    this.find("sent").textContent = `${size(sent)} / ${size(total)} (${part} %)`;
    const [[then, before]] = this.seen;
    const speed = ((sent - before) / (now - then)) * 1000;
    const time = this.left((total - sent) / speed);
    this.find("speed").textContent = speed > 0 ? fill(this.text.textSpeed, { speed: size(speed), time }) : "";
    if (!this.running) return;
    if (sent === total) this.shown("sending", this.text.textFinishing);
    else if (this.moved && speed > 0) this.shown("sending", this.text.textAgain);
  }

  left(seconds) {
    const whole = Math.ceil(seconds);
    const values = { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60), s: whole % 60 };
    if (values.h) return fill(this.text.textHours, values);
    if (!values.m) return fill(this.text.textSeconds, values);
    return fill(this.text.textMinutes, { m: Math.floor(whole / 60), s: values.s });
  }

  async pause() {
    this.running = false;
    await this.upload.abort();
    this.shown("paused", this.text.textPaused);
    this.find("resume").focus();
  }

  resume() {
    this.begin();
    this.find("pause").focus();
  }

  async cancel() {
    if (!window.confirm(this.text.textCancel)) return;
    this.running = false;
    this.gone = true;
    await this.upload.abort(true).catch(() => {}); // what cannot be told to the server expires there
    this.form.reset();
    this.form.hidden = false;
    this.find("panel").hidden = true;
    this.find("fill").setAttribute("width", "0%");
    this.shown("cancelled", "");
    this.find("note").textContent = this.text.textCancelled;
    this.input.focus();
  }

  async forget(button) {
    if (!window.confirm(this.text.textCancel)) return;
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.csrf() };
    const answer = await fetch(button.dataset.forget, { method: "DELETE", headers }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 404)) return;
    button.closest("[data-waiting]").remove();
    this.input.focus();
  }

  done() {
    this.running = false;
    this.shown("done", this.text.textDone);
    const event = new CustomEvent("upload:done", { bubbles: true, cancelable: true, detail: { next: this.next } });
    if (this.box.dispatchEvent(event) && this.next) window.location.assign(this.next);
  }

  failed(error) {
    this.running = false;
    const said = this.said(error.originalResponse);
    const note = this.find("error");
    note.textContent = said.message ? `${said.message} ${said.hint || ""}` : this.text.textFailed;
    note.hidden = false;
    this.shown("failed", "");
    note.focus();
  }

  said(answer) {
    try { return JSON.parse(answer.getBody()) || {}; } catch { return {}; }
  }

  shown(state, text) {
    this.state = state;
    this.box.dataset.state = state;
    const line = this.find("state");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("state-wait", state === "waiting");
    line.classList.toggle("state-saved", state !== "waiting");
    this.find("pause").hidden = !this.running;
    this.find("resume").hidden = this.running || state === "done";
    this.find("cancel").hidden = state === "done";
    if (!this.running) this.find("speed").textContent = "";
  }
}

function ready() {
  if (!window.tus || !window.tus.isSupported) return; // the plain form stays
  for (const box of document.querySelectorAll("[data-upload]")) new Sender(box);
}

if (document.readyState === "complete") ready();
else window.addEventListener("load", ready);
