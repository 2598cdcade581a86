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
