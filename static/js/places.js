// Under every input[data-places], a list of the places that answer to what is typed. The attribute is the address that
// answers in JSON; `data-places-after` names an input whose words come first. What is chosen is told by "place:chosen".
const WAIT = 180;
const LEAST = 3;
let boxes = 0;

function made(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function enhance(input) {
  const id = `places-${(boxes += 1)}`;
  const before = document.getElementById(input.dataset.placesAfter);
  const list = made("ul", { id, role: "listbox", class: "places-list", hidden: "" });
  const label = input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label");
  list.setAttribute("aria-label", label || input.name);
  const says = made("span", { class: "vh", role: "status" });
  const box = made("div", { class: "places" });
  const hadFocus = document.activeElement === input;
  input.replaceWith(box);
  box.append(input, list, says);
  if (hadFocus) input.focus();
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off",
  })) input.setAttribute(name, value);

  let places = [];
  let active = -1;
  let timer = 0;
  let asked = null;

  const isOpen = () => !list.hidden;
  function point(number) {
    active = number;
    for (const [n, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(n === number));
    const option = list.children[number];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }
  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  }
  function show(found, words) {
    places = found;
    list.replaceChildren(
      ...places.map((place, n) => {
        const option = made("li", { id: `${id}-${n}`, role: "option", "aria-selected": "false" }, place.label);
        if (place.hint) option.append(" ", made("small", {}, place.hint));
        return option;
      }),
    );
    point(-1);
    list.hidden = places.length === 0;
    input.setAttribute("aria-expanded", String(isOpen()));
    says.textContent = words || "";
  }
  function choose(number) {
    const place = places[number];
    close();
    says.textContent = place.label;
    input.value = place.label;
    input.dispatchEvent(new CustomEvent("place:chosen", { bubbles: true, detail: place }));
  }
  async function ask() {
    const words = [before?.value, input.value].filter(Boolean).join(" ").trim();
    asked?.abort();
    if (input.value.trim().length < LEAST) return close();
    asked = new AbortController();
    try {
      const url = new URL(input.dataset.places, location.href);
      url.searchParams.set("q", words);
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (document.activeElement === input) show(found.places, found.words);
    } catch (error) {
      if (error.name !== "AbortError") close(); // what was typed stays, and the page works as without a list
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = places.length - 1;
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!isOpen()) {
      if (key === "ArrowDown" && last >= 0 && input.value.trim().length >= LEAST) {
        event.preventDefault();
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
        point(0);
      }
      return;
    }
    if (key === "Tab" && active >= 0) return choose(active);
    if (key === "Escape") close();
    else if (key === "ArrowDown") point(active >= last ? 0 : active + 1);
    else if (key === "ArrowUp") point(active <= 0 ? last : active - 1);
    else if (key === "Home" && active >= 0) point(0);
    else if (key === "End" && active >= 0) point(last);
    else if (key === "Enter" && active >= 0) choose(active);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
}

for (const input of document.querySelectorAll("input[data-places]")) enhance(input);
