// A map for the pin: press on it, move the pin by keys or buttons, or use the place of the device. A place chosen from
// the list of places.js fills the fields. Without all this the address and the two numbers can be typed.
const SVG = "http://www.w3.org/2000/svg";
const part = document.querySelector("[data-pin]");
const [lat, lng, number, street, name, stand] = ["lat", "lng", "number", "street", "place_name", "stand"].map((field) =>
  document.getElementById(`id_${field}`),
);
const STEP_M = 10;
const CLOSE_DEG = 0.009; // how wide the map is around a pin: about 800 m
const BOTH = /^\(?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*\)?$/;
const byPin = document.querySelector("[name=place][value=pin]"); // coordinators choose between places and the pin
let map = null;
let chosen = false;

function element(kind, attributes, text = "") {
  const made = document.createElementNS(SVG, kind);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function pinned() {
  const [y, x] = [Number.parseFloat(lat.value), Number.parseFloat(lng.value)];
  return Number.isFinite(y) && Number.isFinite(x) ? [y, x] : null;
}

// The same drawing as on the city's page: west and north are its corner, the scale is that of its middle.
function projection(frame) {
  const across = frame.width / (frame.east - frame.west);
  const down = across / Math.cos(((frame.south + frame.north) / 2) * (Math.PI / 180));
  return {
    across,
    metre: down / 111195,
    height: (frame.north - frame.south) * down,
    xy: (y, x) => [(x - frame.west) * across, (frame.north - y) * down],
    place: (x, y) => [frame.north - y / down, frame.west + x / across],
  };
}

function draw({ frame, areas }) {
  const { across, metre, height, xy, place } = projection(frame);
  const whole = { x: -8, y: -8, width: frame.width + 16, height: height + 16 };
  let view = whole;
  let asked = "";
  const svg = element("svg", { "aria-hidden": "true" });
  const shapes = areas.map((area) => {
    const shape = element("path", { d: area.path, class: `pm-${area.kind}` });
    Object.assign(shape.dataset, { number: area.number, name: area.name });
    return shape;
  });
  const ways = element("g", {});
  const pin = element("g", { class: "pm-pin", visibility: "hidden" });
  pin.append(element("circle", { r: 26 }), element("circle", { r: 9 }));
  svg.append(...shapes, ways, pin);
  const says = part.ownerDocument.querySelector("[data-pin-says]");
  let later = 0;

  const px = () => Math.max(view.width / (svg.clientWidth || 600), view.height / (svg.clientHeight || 800));
  function show() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    svg.style.setProperty("--px", `${px()}px`);
    put();
    streets();
  }
  function put() {
    const at = pinned();
    pin.setAttribute("visibility", at ? "visible" : "hidden");
    if (at) pin.setAttribute("transform", `translate(${xy(...at).join(" ")}) scale(${px()})`);
  }
  function around(width, [x, y]) {
    width = Math.min(width, whole.width);
    const tall = width === whole.width ? whole.height : width * Math.min(0.62, whole.height / whole.width);
    view = width === whole.width ? whole : { x: x - width / 2, y: y - tall / 2, width, height: tall };
    show();
  }
  function shapeAt(at) {
    const point = svg.createSVGPoint();
    [point.x, point.y] = xy(...at);
    return shapes.find((shape) => shape.isPointInFill(point));
  }
  function tell() {
    clearTimeout(later);
    later = setTimeout(() => {
      const shape = pinned() && shapeAt(pinned());
      says.textContent = !pinned() ? "" : shape ? says.dataset.in.replace("{area}", shape.dataset.name) : says.dataset.out;
    }, 300);
  }
  function choose(y, x) {
    lat.value = y.toFixed(5);
    lng.value = x.toFixed(5);
    chosen = false;
    if (byPin) byPin.checked = true;
    const select = document.querySelector("select#id_neighborhood");
    const shape = shapeAt([y, x]);
    if (select && shape) select.value = shape.dataset.number;
    put();
    tell();
  }
  function move(east, north) {
    const at = pinned() || place(view.x + view.width / 2, view.y + view.height / 2);
    const [x, y] = xy(...at);
    const step = Math.max(STEP_M * metre, view.width / 80);
    choose(...place(x + east * step, y - north * step));
    const [cx, cy] = xy(...pinned());
    if (Math.abs(cx - view.x - view.width / 2) > view.width * 0.45 || Math.abs(cy - view.y - view.height / 2) > view.height * 0.45)
      around(view.width, [cx, cy]);
  }
  function zoom(by) {
    around(view.width * by, pinned() ? xy(...pinned()) : [view.x + view.width / 2, view.y + view.height / 2]);
  }
  async function streets() {
    if (view.width > across * 0.03) return ways.replaceChildren();
    const [y, x] = place(view.x + view.width / 2, view.y + view.height / 2);
    const at = `${y.toFixed(3)},${x.toFixed(3)}`;
    if (at !== asked) {
      asked = at;
      const answer = await fetch(`${part.dataset.pinStreets}?near=${at}`).catch(() => null);
      const { lines } = answer?.ok ? await answer.json() : { lines: [] };
      if (at !== asked) return;
      ways.lines = lines;
    }
    const named = new Map();
    ways.replaceChildren(
      ...(ways.lines || []).map((line) => {
        const points = line.points.map((point) => xy(...point));
        const [[x1, y1], [x2, y2]] = [points[0], points[points.length - 1]];
        const length = Math.hypot(x2 - x1, y2 - y1) / px();
        if (length > line.name.length * 6 && length > (named.get(line.name)?.length || 0))
          named.set(line.name, { length, x: (x1 + x2) / 2, y: (y1 + y2) / 2, turn: (Math.atan((y2 - y1) / (x2 - x1 || 1e-9)) * 180) / Math.PI });
        return element("path", { class: `pm-way${line.main ? " pm-main" : ""}`, d: `M${points.map((point) => point.join(" ")).join("L")}` });
      }),
      ...[...named].map(([text, { x, y, turn }]) =>
        element("text", { transform: `translate(${x} ${y}) rotate(${turn}) scale(${px()})`, dy: 4 }, text)),
    );
  }

  svg.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    choose(...place(at.x, at.y));
  });
  const host = document.querySelector("[data-pin-map]");
  const still = document.querySelector("[data-pin-still]");
  if (still) still.replaceWith(host);
  const canvas = host.querySelector("[data-pin-draw]");
  const keys = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keys[event.key]) move(...keys[event.key].map((one) => one * (event.shiftKey ? 5 : 1)));
    else if (event.key === "+" || event.key === "=") zoom(0.5);
    else if (event.key === "-") zoom(2);
    else return;
    event.preventDefault();
  });
  for (const button of host.querySelectorAll("[data-pin-move]"))
    button.addEventListener("click", () => move(...button.dataset.pinMove.split(",").map(Number)));
  for (const button of host.querySelectorAll("[data-pin-zoom]"))
    button.addEventListener("click", () => zoom(Number(button.dataset.pinZoom)));
  host.querySelector("[data-pin-here]")?.addEventListener("click", () => {
    const failed = () => (says.textContent = says.dataset.failed);
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      choose(coords.latitude, coords.longitude);
      around(CLOSE_DEG * across, xy(coords.latitude, coords.longitude));
    }, failed);
  });
  canvas.append(svg);
  host.hidden = false;
  function look() {
    if (pinned() && shapeAt(pinned())) return around(CLOSE_DEG * across, xy(...pinned()));
    view = whole;
    show();
  }
  look();
  return { look, tell };
}

async function open() {
  if (!part.open || part.dataset.drawn) return;
  part.dataset.drawn = "yes";
  const answer = await fetch(part.dataset.pin).catch(() => null);
  const drawing = answer?.ok ? await answer.json() : {};
  if (drawing.frame) map = draw(drawing);
}

function fill(place) {
  const isName = place.kind === "place";
  name.value = isName ? place.place_name || place.label : "";
  street.value = isName ? "" : place.street || place.label;
  number.value = isName ? "" : place.number || (place.kind === "crossing" ? "" : number.value);
  if (place.kind === "street" || place.kind === "zip") return;
  [lat.value, lng.value] = [place.lat, place.lng];
  stand.value = [number, street, name, lat, lng].map((field) => field.value.replaceAll("|", "/")).join("|");
  const select = document.querySelector("select#id_neighborhood");
  if (select && place.neighborhood) select.value = place.neighborhood;
  chosen = true;
  if (map) {
    map.look();
    map.tell();
  }
  part.open = true;
}

function point(y, x) {
  [lat.value, lng.value] = [y, x];
  map?.look();
  map?.tell();
}

if (part && lat && lng) {
  part.addEventListener("toggle", open);
  open();
  document.addEventListener("place:chosen", (event) => {
    if (event.target === street || event.target === name) fill(event.detail);
    else if (!street) {
      if (byPin) byPin.checked = true;
      point(event.detail.lat, event.detail.lng);
    }
  });
  if (byPin)
    byPin.form.addEventListener("change", ({ target }) => {
      if (target.name === "place" && target !== byPin) point(...target.value.split(","));
      if (target === lat || target === lng) byPin.checked = true;
    });
  for (const field of [number, street, name])
    field?.addEventListener("input", () => {
      if (chosen) lat.value = lng.value = "";
      chosen = false;
      map?.look();
    });
  for (const field of [lat, lng])
    field.addEventListener("change", () => {
      const both = BOTH.exec(field.value.trim());
      point(...(both ? both.slice(1) : [lat.value, lng.value]));
    });
  if (!document.querySelector(".errsum")) document.querySelector("[data-found]")?.focus();
}
