// Streets on the map, for whoever looks closely. They are decoration: what does not load is asked for again when the
// map moves, and nothing else depends on it.

const { L } = window;
const figure = document.querySelector("[data-map]");
const data = JSON.parse(document.getElementById("map-data").textContent).streets;
const ALL_FROM = 15;
const SMALL_NAMES_FROM = 16;
const THICK_FROM = 16.5;
const MOST_CELLS = 40;
const REACH = 0.001; // degrees that a piece of street may reach out of the cell of its middle
const BEND = 0.15; // radians that a line may turn under a name
const STEEP = 1.3; // radians; a name on a steeper street is read upward, whichever way it leans
const LETTER_PX = { local: 6, main: 6.8, highway: 6.8 };
const RANK = { local: 0, main: 1e4, highway: 1e4 };
const ROOM_A_NAME = 26_000; // square pixels of the map for each name

let map;
let turn = 0;
let names = [];
const asked = new Map(); // cell -> promise of its streets
const shown = new Map(); // cell -> what of it is on the map

export async function begin(onMap) {
  if (map) return;
  map = onMap;
  try {
    await styled();
    map.on("moveend", draw);
    draw();
  } catch {
    map = null; // tried again at the next move
  }
}

function styled() {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = data.style;
  document.head.append(style);
  return new Promise((done, fail) => {
    style.onload = done;
    style.onerror = () => fail(style.remove());
  });
}

// The cells that the map shows, the middle ones first: none from far away, and none over pictures of streets.
function seen() {
  const zoom = map.getZoom();
  if (zoom < data.from || figure.classList.contains("tiled")) return [];
  const [kind, perDegree] = zoom < ALL_FROM ? ["main-", 12.5] : ["", 50];
  const place = (lat, lng) => [(lat + 90) * perDegree, (lng + 180) * perDegree];
  const box = map.getBounds();
  const [bottom, left] = place(box.getSouth() - REACH, box.getWest() - REACH).map(Math.floor);
  const [top, right] = place(box.getNorth() + REACH, box.getEast() + REACH).map(Math.floor);
  const middle = place(map.getCenter().lat, map.getCenter().lng);
  const cells = [];
  for (let row = bottom; row <= top; row += 1) {
    for (let column = left; column <= right; column += 1) {
      cells.push([`${kind}${row}-${column}`, Math.hypot(row + 0.5 - middle[0], column + 0.5 - middle[1])]);
    }
  }
  return cells.sort((a, b) => a[1] - b[1]).slice(0, MOST_CELLS).map(([name]) => name);
}

function streetsOf(cell) {
  if (!asked.has(cell)) {
    const answer = fetch(data.url.replace(/0-0(?=\.json$)/, cell)).then((found) => (found.ok ? found.json() : null));
    asked.set(cell, answer.then((found) => found.streets.map(read)).catch(() => asked.delete(cell) && null));
  }
  return asked.get(cell);
}

function read([name, kind, ...lines]) {
  return { name, kind, lines: lines.map(decoded) };
}

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

async function draw() {
  const mine = (turn += 1);
  const cells = seen();
  const stale = [...shown.keys()].filter((cell) => !cells.includes(cell));
  if (!cells.length) for (const name of names.splice(0)) name.remove();
  figure.classList.toggle("thick", map.getZoom() >= THICK_FROM);
  await Promise.all(cells.map(async (cell) => {
    const streets = await streetsOf(cell);
    if (streets && mine === turn && !shown.has(cell)) shown.set(cell, { streets, lines: drawn(streets) });
  }));
  if (mine !== turn) return;
  for (const cell of stale) {
    shown.get(cell)?.lines.remove();
    shown.delete(cell);
  }
  if (cells.length) drawNames();
}

function drawn(streets) {
  const group = L.layerGroup();
  for (const kind of ["local", "main", "highway"]) {
    const lines = streets.filter((street) => street.kind === kind).flatMap((street) => street.lines);
    if (lines.length) group.addLayer(L.polyline(lines, { className: `street ${kind}`, interactive: false }));
  }
  return group.addTo(map);
}

// Names, as many as there is room for: along the longest straight parts, main streets first, over nothing else.

function drawNames() {
  for (const name of names.splice(0)) name.remove();
  const room = map.getContainer().getBoundingClientRect();
  const taken = [...figure.querySelectorAll(".areaname span, .pin, .herepin, .mapbtns, .mapcard")].map((part) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const [x, y] = [room.left, room.top];
    return L.bounds([left - x - 9, top - y - 9], [right - x + 9, bottom - y + 9]);
  });
  const dots = [];
  const written = new Set();
  for (const place of places()) {
    if (names.length >= (room.width * room.height) / ROOM_A_NAME) return;
    const own = dotsOf(place);
    const isTaken = (dot) => taken.some((box) => box.contains(dot)) || dots.some((other) => other.distanceTo(dot) < 18);
    if (written.has(place.name) || own.some(isTaken)) continue;
    written.add(place.name);
    dots.push(...own);
    names.push(write(place));
  }
}

function places() {
  const size = map.getSize();
  const box = L.bounds([10, 10], [size.x - 10, size.y - 10]);
  const isSmall = map.getZoom() < SMALL_NAMES_FROM;
  const found = [];
  for (const { name, kind, lines } of [...shown.values()].flatMap((cell) => cell.streets)) {
    if (!name || (isSmall && kind === "local")) continue;
    const wide = name.length * LETTER_PX[kind];
    for (const [from, to] of lines.flatMap(straightParts)) {
      const part = L.LineUtil.clipSegment(from, to, box, false, true);
      const long = part ? part[0].distanceTo(part[1]) : 0;
      if (long < wide + 14) continue;
      const step = part[1].subtract(part[0]).divideBy(long);
      for (const along of [0.5, 0.2, 0.8]) {
        const at = part[0].add(step.multiplyBy(wide / 2 + along * (long - wide)));
        found.push({ name, kind, at, step, wide, weight: RANK[kind] + long });
      }
    }
  }
  return found.sort((a, b) => b.weight - a.weight);
}

function straightParts(line) {
  const points = line.map((point) => map.latLngToContainerPoint(point));
  const parts = [];
  let from = points[0];
  for (let index = 1; index < points.length; index += 1) {
    const next = points[index + 1];
    const turned = next ? Math.abs(turnOf(points[index], next) - turnOf(from, points[index])) : Math.PI;
    if (Math.min(turned, 2 * Math.PI - turned) < BEND) continue;
    parts.push([from, points[index]]);
    from = points[index];
  }
  return parts;
}

function turnOf(a, b) {
  return Math.atan2(b.y - a.y, b.x - a.x);
}

// Points along where the name would stand, close enough for none to slip through.
function dotsOf({ at, step, wide }) {
  const count = Math.ceil(wide / 12);
  return Array.from({ length: count + 1 }, (_, index) => at.add(step.multiplyBy((index / count - 0.5) * wide)));
}

function write({ name, kind, at, step }) {
  let turned = Math.atan2(step.x < 0 ? -step.y : step.y, Math.abs(step.x));
  if (turned > STEEP) turned -= Math.PI;
  const text = document.createElement("span");
  text.textContent = name;
  text.style.transform = `translate(-50%, -50%) rotate(${turned.toFixed(3)}rad)`;
  const icon = L.divIcon({ className: `streetname ${kind}`, html: text, iconSize: [0, 0] });
  return L.marker(map.containerPointToLatLng(at), { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map);
}
