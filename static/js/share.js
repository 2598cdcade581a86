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
const way = document.querySelector("a[data-osm]");
const device = navigator.userAgent;
if (way && !/Android/.test(device)) way.href = /iPhone|iPad|Macintosh/.test(device) ? way.dataset.apple : way.dataset.osm;
