// "Near me": asks the browser for its place when pressed, rounds it to about a hundred meters, and puts it in the
// address. Without an answer the search field has the focus: a street or ZIP code does the same.
const DECIMALS = 3;

function go(address, { lat, lng }) {
  const query = new URLSearchParams(location.search);
  query.set("near", `${lat.toFixed(DECIMALS)},${lng.toFixed(DECIMALS)}`);
  location.assign(`${address}?${query.toString().replaceAll("%2C", ",")}`);
}

function say(what) {
  const box = document.querySelector("[data-near-said]");
  if (!box) return;
  box.hidden = false;
  const words = box.querySelector("p");
  words.textContent = words.dataset[what];
}

function fail() {
  say("failed");
  document.getElementById("id_q")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-near]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!navigator.geolocation) return fail();
  say("waits");
  const found = ({ coords }) => go(link.dataset.near, { lat: coords.latitude, lng: coords.longitude });
  navigator.geolocation.getCurrentPosition(found, fail, { maximumAge: 300_000, timeout: 10_000 });
});

// A place chosen from the suggestions needs no second look-up.
document.addEventListener("place:chosen", (event) => {
  if (event.target.id !== "id_place") return;
  const { lat, lng } = event.detail;
  if (Number.isFinite(lat) && Number.isFinite(lng)) go(location.pathname, { lat, lng });
});
