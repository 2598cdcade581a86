// The map that can be moved. Pins come from one file, their words from the list in the page: nothing here says more.
// The keyboard has one stop: arrows, plus and minus, Escape. Whoever cannot use it has the list.

const data = JSON.parse(document.getElementById("map-data").textContent);
const figure = document.querySelector("[data-map]");
const words = data.words;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const MOST_ON_A_CARD = 5;
const NEAREST_SHOWN = 12;
const LETTER_PX = 6.4;
const SQUARE_PX = 42;
const SQUARE_CLOSE_PX = 24;
const COVERED = 0.8; // of their size: lanterns nearer than that are one
const LIGHT_PX = 19;
const CLOSE_ZOOM = 16;
const WORLD_PX = 256;
const NAMES_FROM = 1.5; // how much nearer than the least zoom the neighborhoods' names begin

let L, map, card;
let pins = [];
let groups = {}; // all pins as gathered at its zoom
let areas = [];
let drawn = new Map(); // what stands on the map: cell -> marker
let markerOf = new Map(); // party -> marker
let names = [];
let isLate = false; // whether the list changed while the map was loading

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const meanOf = (group, axis) => group.reduce((sum, pin) => sum + pin[axis], 0) / group.length;
const rowOf = (key) => document.querySelector(`[data-pin="${key}"]`);

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function say(text) {
  const said = figure.querySelector("[data-map-said]");
  said.textContent = text;
  said.hidden = !text;
}

async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function pinsAddress() {
  const query = new URLSearchParams(location.search);
  query.delete("near");
  query.delete("view");
  return query.toString() ? `${data.pins}?${query}` : data.pins;
}

// Pins gathered by the squares of a grid that lies still on the ground, then with those whose lights they would cover:
// a group is the same wherever the map is moved, and nothing is counted twice or left out.

// Pins as [key, lat, lng] with their place on the whole world drawn 256 pixels wide (Web Mercator).
function readied(rows) {
  return rows.map(([key, lat, lng]) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    return { key, lat, lng, x: WORLD_PX * (lng / 360 + 0.5), y: WORLD_PX * y };
  });
}

// {cell: [pin, ...]} of all pins at a zoom.
function gathered(pins, zoom) {
  const scale = 2 ** zoom / (zoom >= CLOSE_ZOOM ? SQUARE_CLOSE_PX : SQUARE_PX);
  const squares = new Map();
  for (const pin of pins) {
    const cell = [Math.floor(pin.x * scale), Math.floor(pin.y * scale)];
    const group = squares.get(`${cell}`);
    if (group) group.pins.push(pin);
    else squares.set(`${cell}`, { cell, pins: [pin] });
  }
  let groups = squares;
  for (let pass = 0; pass < 3; pass += 1) {
    const fresh = new Map();
    for (const group of [...groups.values()].sort((a, b) => b.pins.length - a.pins.length)) {
      const beside = covered(group, fresh, 2 ** zoom);
      if (beside) beside.pins.push(...group.pins);
      else fresh.set(`${group.cell}`, group);
    }
    groups = fresh;
  }
  return new Map([...groups].map(([cell, group]) => [`${zoom}/${cell}`, group.pins]));
}

// The larger group next to this one that would cover its light, if any.
function covered(group, groups, scale) {
  Object.assign(group, { size: sizeOf(group.pins), x: meanOf(group.pins, "x"), y: meanOf(group.pins, "y") });
  const [column, row] = group.cell;
  for (let place = 0; place < 9; place += 1) {
    const other = groups.get(`${column - 1 + (place % 3)},${row - 1 + Math.floor(place / 3)}`);
    const near = (COVERED * (other?.size + group.size)) / 2;
    if (Math.hypot(other?.x - group.x, other?.y - group.y) * scale < near) return other;
  }
}

// The points of a ring: its first as whole steps, each next one as what it lies from the one before.
function decoded(steps) {
  const points = [];
  let [lat, lng] = [0, 0];
  for (let index = 0; index < steps.length; index += 2) {
    lat += steps[index];
    lng += steps[index + 1];
    points.push([lat / 100_000, lng / 100_000]);
  }
  return points;
}

// The map and what lies on it

function open(room) {
  map = L.map(room, {
    zoomControl: false, attributionControl: false, maxZoom: data.maxZoom, zoomSnap: 0.25, wheelPxPerZoomLevel: 90,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
  });
  room.setAttribute("role", "application");
  room.setAttribute("aria-label", words.map);
  map.getPane("mapPane").setAttribute("aria-hidden", "true");
  map.createPane("names").style.zIndex = 450;
  const begin = () => import(data.streets.code).then((streets) => streets.begin(map), () => {});
  map.on("moveend", () => map.getZoom() >= data.streets?.from && begin());
  room.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (card) return closeCard();
    const heading = document.getElementById("f");
    heading.tabIndex = -1;
    heading.focus();
  });
}

function wholeOf() {
  const whole = L.latLngBounds(data.box ? [data.box.slice(0, 2), data.box.slice(2)] : []);
  for (const pin of pins) whole.extend([pin.lat, pin.lng]);
  if (data.here) whole.extend(data.here);
  return whole.isValid() ? whole : L.latLngBounds([[24.5, -125], [49.5, -67]]);
}

function show(box) {
  map.fitBounds(box, { padding: [14, 14], maxZoom: 16, animate: !calm });
}

// Around the place somebody asked from, as far as the nearest parties; else the whole city.
function firstBox() {
  if (!data.here || !pins.length) return wholeOf();
  const here = L.latLng(data.here);
  const far = (pin) => here.distanceTo([pin.lat, pin.lng]);
  const nearest = [...pins].sort((a, b) => far(a) - far(b)).slice(0, NEAREST_SHOWN);
  return L.latLngBounds(nearest.map((pin) => [pin.lat, pin.lng])).extend(here);
}

function button(sign, label, deed) {
  const control = made("button", "mapbtn", sign);
  control.type = "button";
  control.tabIndex = -1; // the keyboard has plus and minus, at the map's one stop
  control.setAttribute("aria-label", label);
  control.title = label;
  control.addEventListener("click", deed);
  return control;
}

function addButtons() {
  const bar = made("div", "mapbtns");
  bar.append(
    button("+", words.zoomIn, () => map.zoomIn(1)),
    button("−", words.zoomOut, () => map.zoomOut(1)),
    button("⤢", words.whole, () => show(wholeOf())),
  );
  figure.append(bar);
}

function addTiles() {
  if (!data.tiles) return;
  const { url, attribution, maxZoom } = data.tiles;
  const layer = L.tileLayer(url, { maxNativeZoom: maxZoom, maxZoom: data.maxZoom, referrerPolicy: "strict-origin" });
  let loaded = 0;
  layer.on("tileload", () => {
    if (loaded++) return;
    figure.classList.add("tiled");
    if (attribution) figure.append(made("p", "credit", attribution));
    say("");
  });
  layer.on("tileerror", () => loaded || say(words.tilesFailed));
  layer.addTo(map);
}

function addOutlines(outlines) {
  areas = outlines.map((area) => {
    const shape = L.polygon(area.rings.map(decoded), { className: "n", weight: 1.5, bubblingMouseEvents: true });
    shape.addTo(map);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    shape.getElement().append(title);
    shape.on("click", () => map.fitBounds(shape.getBounds(), { maxZoom: 15, animate: !calm }));
    return { ...area, shape, title, box: shape.getBounds() };
  });
}

function light(counts) {
  for (const { slug, name, kind, shape, title } of areas) {
    const count = counts[slug] || 0;
    const path = shape.getElement();
    path.classList.toggle("lit", count > 0);
    path.classList.toggle("park", kind === "park" || kind === "cemetery");
    title.textContent = !count ? name : fill(count === 1 ? words.one : words.area, { name, count });
  }
}

function drawNames() {
  for (const marker of names) marker.remove();
  names = [];
  if (figure.classList.contains("tiled") || map.getZoom() < map.getMinZoom() + NAMES_FROM) return;
  for (const { name, at, box } of areas) {
    const [a, b] = [map.latLngToContainerPoint(box.getNorthWest()), map.latLngToContainerPoint(box.getSouthEast())];
    if (b.x - a.x < name.length * LETTER_PX + 8 || b.y - a.y < 26 || !map.getBounds().intersects(box)) continue;
    const icon = L.divIcon({ className: "areaname", html: made("span", "", name), iconSize: [0, 0] });
    names.push(L.marker(at || box.getCenter(), { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map));
  }
}

// Pins

function sizeOf(group) {
  return group.length === 1 ? LIGHT_PX : Math.min(48, 22 + 5 * Math.log2(group.length));
}

function iconOf(group) {
  const size = Math.max(sizeOf(group), 28);
  const shown = group.length === 1 ? made("i", "") : made("b", "", String(group.length));
  return L.divIcon({ className: group.length === 1 ? "pin" : "pin many", html: shown, iconSize: [size, size] });
}

function titleOf(group) {
  if (group.length > 1) return fill(words.cluster, { count: group.length });
  return rowOf(group[0].key)?.querySelector(".go").textContent || words.party;
}

function markerFor(group, at) {
  const marker = L.marker(at, { icon: iconOf(group), keyboard: false, title: titleOf(group) });
  return marker.on("click", () => press(group)).addTo(map);
}

function draw() {
  const fresh = new Map();
  const zoom = map.getZoom();
  const seen = map.getBounds().pad(0.2);
  if (groups.zoom !== zoom) groups = { zoom, all: gathered(pins, zoom) };
  markerOf = new Map();
  for (const [cell, group] of groups.all) {
    const at = [meanOf(group, "lat"), meanOf(group, "lng")];
    if (!seen.contains(at)) continue;
    const marker = drawn.get(cell) || markerFor(group, at);
    drawn.delete(cell);
    fresh.set(cell, marker);
    for (const pin of group) markerOf.set(pin.key, marker);
  }
  for (const marker of drawn.values()) marker.remove();
  drawn = fresh;
  drawNames();
}

function press(group) {
  const box = L.latLngBounds(group.map((pin) => [pin.lat, pin.lng]));
  const [a, b] = [map.project(box.getNorthWest(), data.maxZoom), map.project(box.getSouthEast(), data.maxZoom)];
  const isOneSpot = Math.max(b.x - a.x, b.y - a.y) < 24;
  if (group.length === 1 || isOneSpot || map.getZoom() >= data.maxZoom) return showCard(group);
  map.fitBounds(box, { padding: [40, 40], animate: !calm });
}

// The card of what was pressed

async function partyOf({ key }) {
  const row = rowOf(key);
  if (!row) return asked(data.pin.replace(/0(?=\.json$)/, key));
  const link = row.querySelector(".go");
  return { name: link.textContent, url: link.href, when: row.querySelector(".by b").textContent };
}

async function showCard(group) {
  closeCard();
  const shown = made("div", "mapcard");
  card = shown;
  const parties = await Promise.all(group.slice(0, MOST_ON_A_CARD).map((pin) => partyOf(pin).catch(() => null)));
  if (card !== shown) return;
  if (group.length > 1) shown.append(made("p", "sm mute", fill(words.together, { count: group.length })));
  for (const { name, url, when } of parties.filter(Boolean)) {
    const line = made("p", "flush");
    const link = made("a", "go", name);
    link.href = url;
    line.append(link, made("b", "when", when));
    shown.append(line);
  }
  const left = group.length - MOST_ON_A_CARD;
  if (left > 0) shown.append(made("p", "sm mute flush", fill(words.more, { count: left })));
  const close = button("×", words.close, closeCard);
  close.tabIndex = 0;
  shown.append(close);
  figure.append(shown);
  mark(group.map((pin) => pin.key));
  const row = rowOf(group[0].key);
  if (row && matchMedia("(min-width: 60em)").matches) bringUp(row);
}

// Twice, since rows that were never shown have only a guessed height.
function bringUp(row) {
  const there = () => row.scrollIntoView({ block: "center", behavior: "instant" });
  there();
  requestAnimationFrame(there);
}

function closeCard() {
  card?.remove();
  card = null;
  mark([]);
}

function mark(keys) {
  for (const marked of document.querySelectorAll("[data-pin].marked, .pin.marked")) marked.classList.remove("marked");
  for (const key of keys) {
    rowOf(key)?.classList.add("marked");
    markerOf.get(key)?.getElement()?.classList.add("marked");
  }
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const row = event.target.closest?.(".find [data-pin]");
    if (row && map) mark([row.dataset.pin]);
  });
}

// The list has changed: its filters, not where the map stands.
async function renew() {
  closeCard();
  try {
    const found = await asked(pinsAddress());
    pins = readied(found.pins);
    groups = {};
    light(found.areas);
    for (const marker of drawn.values()) marker.remove();
    drawn = new Map();
    draw();
  } catch {
    say(words.failed);
  }
}

async function start() {
  performance.mark("map:began");
  try {
    const [found, outlines] = await Promise.all([asked(pinsAddress()), asked(data.outlines), import(data.leaflet)]);
    L = window.L;
    pins = readied(found.pins);
    figure.classList.remove("bare");
    const room = made("div", "maproom");
    figure.append(room);
    open(room);
    map.setMinZoom(Math.max(0, map.getBoundsZoom(wholeOf()) - 0.5));
    show(firstBox());
    addTiles();
    addOutlines(outlines.areas);
    light(found.areas);
    addButtons();
    if (data.here) {
      const icon = L.divIcon({ className: "herepin", iconSize: [20, 20] });
      L.marker(data.here, { icon, keyboard: false, interactive: false, title: words.here, zIndexOffset: 1000 }).addTo(map);
    }
    map.on("moveend", draw);
    draw();
    figure.classList.add("live");
    performance.mark("map:ready");
    if (isLate) renew();
  } catch {
    figure.classList.add("failed");
    figure.querySelector(".maproom")?.remove();
    say(words.failed);
  }
}

document.addEventListener("list:shown", () => {
  if (figure.classList.contains("live")) renew();
  else isLate = true;
});

start();
