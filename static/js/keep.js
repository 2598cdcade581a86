// Has a copy of this page kept for a moment without a network; see /sw.js. Without it the page is only not kept.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => null);
  navigator.serviceWorker.ready.then(({ active }) => {
    if (!navigator.serviceWorker.controller) active.postMessage({ keep: location.pathname + location.search });
  });
}
