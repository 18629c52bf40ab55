// Pictures of the paper are fetched with the page. One the network lost is asked for again, slower and slower, and at once when the
// phone is back online; its words stand in its place meanwhile.
const WAITS_S = [2, 4, 8, 16, 30];

function again(picture) {
  const url = new URL(picture.getAttribute("src"), location.href);
  url.searchParams.set("lan", String(Number(url.searchParams.get("lan") || 0) + 1));
  picture.src = url.pathname + url.search;
}

for (const picture of document.querySelectorAll("img[data-picture]")) {
  let tries = 0;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => again(picture), 1000 * WAITS_S[Math.min(tries, WAITS_S.length - 1)]);
    tries += 1;
  };
  picture.addEventListener("error", later);
  picture.addEventListener("load", () => clearTimeout(timer));
  addEventListener("online", () => {
    if (picture.complete && picture.naturalWidth === 0) again(picture);
  });
  if (picture.complete && picture.naturalWidth === 0) later();
}
