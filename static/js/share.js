// Shows every hidden [data-share] button where the browser can share, and shares the page's own address.
if (navigator.share) {
  for (const button of document.querySelectorAll("button[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = document.querySelector("link[rel=canonical]")?.href || location.href;
      try {
        await navigator.share({ title: button.dataset.share || document.title, url: address });
      } catch (reason) {
        if (reason.name !== "AbortError") button.hidden = true;
      }
    });
  }
}

// Only Android opens a geo: link. Elsewhere "Get directions" leads to Apple's map or to one on the web.
const device = navigator.userAgent;
const isAndroid = /Android/.test(device);
const isApple = /iPhone|iPad|Macintosh/.test(device);
const way = document.querySelector("a[data-osm]");
if (way && !isAndroid) way.href = isApple ? way.dataset.apple : way.dataset.osm;

// A list has many ways to go, each with its place alone and the map on the web.
for (const one of document.querySelectorAll("a[data-at]")) {
  const at = one.dataset.at;
  if (isAndroid) one.href = `geo:${at}?q=${at}`;
  else if (isApple) one.href = `https://maps.apple.com/?daddr=${at}`;
}
