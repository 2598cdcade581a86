// On the city's page: filters and searches bring in the new list without leaving the page, and say how many parties
// there are. A map that is being moved stays, and is told by the event "list:shown". The address is the state, so that Back works; whatever fails, the browser simply follows the link.
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);

const listOf = (address) => new URL(address, location.href).href.split("#")[0];
let shown = listOf(location.href);

async function show(address, { push }) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wasOpen = document.querySelector(".filtermore")?.open;
  const spot = spotOf(document.activeElement);
  for (const part of [document.querySelector("[data-map]:not(.failed)") ? ".find" : "main", ".sprite"]) {
    const fresh = page.querySelector(part);
    const old = document.querySelector(part);
    if (!fresh || !old) throw new Error(part);
    old.replaceWith(fresh);
  }
  document.title = page.title;
  shown = listOf(address);
  if (push) history.pushState({ list: true }, "", address);
  if (wasOpen) document.querySelector(".filtermore").open = true;
  const heading = document.getElementById("f");
  said.textContent = heading ? heading.textContent.trim() : "";
  refocus(spot, heading);
  document.dispatchEvent(new CustomEvent("list:shown"));
}

// Where the focus was: the same control has it afterwards, or else the heading of the results.
function spotOf(control) {
  if (!control || !control.closest("main")) return null;
  if (control.id) return `#${CSS.escape(control.id)}`;
  const chips = control.closest(".filters");
  return chips ? `.filters > :nth-child(${[...chips.children].indexOf(control) + 1})` : "";
}

function refocus(spot, heading) {
  if (spot === null) return;
  const target = (spot && document.querySelector(spot)) || heading;
  if (!target) return;
  if (target === heading) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function follow(address) {
  show(address, { push: true }).catch(() => location.assign(address));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".filters a:not([data-whole]), .picked a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follow(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[role=search]");
  if (!form) return;
  event.preventDefault();
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(filled).toString();
  follow(form.action + (query ? `?${query}` : ""));
});

// A step within the page, as by its skip link, is no new list.
addEventListener("popstate", () => {
  if (listOf(location.href) !== shown) show(location.href, { push: false }).catch(() => location.reload());
});

// Pointing at a neighborhood on the map marks its heading in the list.
document.addEventListener("pointerover", (event) => {
  const area = event.target.closest?.(".citymap a");
  for (const marked of document.querySelectorAll(".hood.marked")) marked.classList.remove("marked");
  if (!area) return;
  const slug = area.getAttribute("href").split("/").filter(Boolean).pop();
  document.getElementById(`h-${slug}`)?.classList.add("marked");
});

// Long after the page is there, a copy of it is kept for a moment without a network.
const AT_REST = 3000;
addEventListener("load", () => setTimeout(() => import("./keep.js"), AT_REST));
