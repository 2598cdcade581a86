// Says while one types what the city's rules say of the street closure: refusals at their fields, the rest in one list.
// Without an answer, or without this script, "Continue" says the same.
const WAIT = 400;
const box = document.querySelector("[data-closure]");
const said = box?.querySelector("[data-closure-said]");
const instead = document.querySelector("[data-closure-instead]");
const form = box?.closest("form");
const own = (control) => /^(closure_|barricades$|csrfmiddlewaretoken$)/.test(control.name);
const stretch = () => ["street", "from", "to"].map((name) => form?.elements[`closure_${name}`]?.value).join("|");
const first = stretch();
let timer = 0;
let asked = null;

function spoken({ words }) {
  const line = document.createElement("p"); // it stands at its field for everybody who sees
  line.className = "vh";
  line.textContent = words;
  return line;
}

function list(sentences) {
  const lines = sentences.map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  });
  const all = document.createElement("ul");
  all.append(...lines);
  return lines.length ? [all] : [];
}

function clear() {
  for (const words of box.querySelectorAll(".errmsg")) words.remove();
  for (const field of box.querySelectorAll(".bad")) field.classList.remove("bad");
  for (const control of box.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

function refuse({ field, words }) {
  const control = form.elements[field] ?? form.elements.closure_street;
  const id = `${control.id}_error`;
  let place = document.getElementById(id);
  if (!place) {
    place = document.createElement("p");
    place.className = "errmsg";
    place.id = id;
    control.before(place);
    const known = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((name) => name && name !== id);
    control.setAttribute("aria-describedby", [...known, id].join(" "));
    control.setAttribute("aria-invalid", "true");
    control.closest(".field").classList.add("bad");
  }
  place.append(place.textContent ? " " : "", words);
}

function show({ refusals, others }) {
  clear();
  refusals.forEach(refuse);
  said.replaceChildren(...refusals.map(spoken), ...list(others));
  if (instead) instead.hidden = refusals.length === 0;
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData();
  for (const control of form.elements) {
    const counts = own(control) && (control.type !== "radio" || control.checked) && control.type !== "checkbox";
    if (counts) data.append(control.name, control.value);
  }
  for (const name of ["date", "lat", "lng"]) data.append(name, box.dataset[name]);
  if (stretch() === first) data.append("asked", box.dataset.asked); // another one is asked for today
  try {
    const answer = await fetch(box.dataset.closure, { method: "POST", body: data, signal: asked.signal });
    if (answer.ok) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error);
  }
}

// The answer "yes" stands above the box, and the box may be filled in already.
form?.addEventListener("input", (event) => {
  if (!own(event.target)) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});
