// Boards that update by themselves: ask, replace what has changed, wait. They rest while the tab is hidden, wait longer
// after each failure, and say when what they show is old. Without scripts there is the link "Tải lại số liệu".

const LONGEST_S = 300;

for (const board of document.querySelectorAll("[data-live]")) run(board);

function run(board) {
  const line = board.parentElement.querySelector("[data-live-state]");
  const every = Number(board.dataset.every) || 15;
  let wait = every;
  let timer = 0;
  let asking = false;
  let ended = false;
  let asked = Date.now();

  function say(word) {
    const text = word ? line.dataset[word] : "";
    if (line.textContent !== text) line.textContent = text;
  }

  // A fifth more or less, so that many boards opened together do not ask together for ever.
  function later() {
    clearTimeout(timer);
    if (!ended && !document.hidden) timer = setTimeout(ask, wait * 1000 * (0.8 + 0.4 * Math.random()));
  }

  function inUse() {
    const selection = document.getSelection();
    return board.contains(document.activeElement)
      || (selection && !selection.isCollapsed && board.contains(selection.anchorNode));
  }

  function show(html, tag) {
    if (inUse()) return; // what somebody is on is not taken from under them; the tag stays, so it comes next time
    board.innerHTML = html;
    board.dataset.tag = tag;
  }

  // The ticket has run out: the page itself is asked, which looks again at who is asking.
  async function renew() {
    const page = await fetch(location.href, { cache: "no-store" });
    if (!page.ok || page.redirected) return end();
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-live]");
    if (!fresh) return end();
    board.dataset.live = fresh.dataset.live;
    show(fresh.innerHTML, fresh.dataset.tag);
  }

  function end() {
    ended = true;
    clearTimeout(timer);
    say("ended");
  }

  async function ask() {
    if (asking || ended) return;
    asking = true;
    asked = Date.now();
    try {
      const headers = { "If-None-Match": board.dataset.tag };
      const answer = await fetch(board.dataset.live, { headers, cache: "no-store" });
      if (answer.status === 403) await renew();
      else if (answer.status === 200) show(await answer.text(), answer.headers.get("ETag") || "");
      else if (answer.status !== 304) throw new Error(String(answer.status));
      wait = every;
      if (!ended) say("running");
    } catch (error) {
      wait = Math.min(wait * 2, LONGEST_S);
      say("lost");
    }
    asking = false;
    later();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else if (Date.now() - asked > every * 1000) ask();
    else later();
  });
  window.addEventListener("online", ask);
  window.addEventListener("offline", () => { if (!ended) say("lost"); });
  say(navigator.onLine === false ? "lost" : "running");
  later();
}
