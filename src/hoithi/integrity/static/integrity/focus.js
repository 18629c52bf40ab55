// Counts how often this page loses the screen. Loaded only where the plan asks for it and the person agreed.
const form = document.getElementById("bai-thi");
let losses = 0;
let away = 0;
let since = null;

function report() {
  const data = new URLSearchParams({ token: form.dataset.token, lan: losses, ms: Math.round(away) });
  navigator.sendBeacon(new URL("roi-man-hinh/", location.href), data);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    losses += 1;
    since = performance.now();
  } else if (since !== null) {
    away += performance.now() - since;
    since = null;
  }
  report();
});
