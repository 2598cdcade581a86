// A map for the pin: press on it, or use the place of the device. Without it the two numbers can be typed.
const SVG = "http://www.w3.org/2000/svg";
const part = document.querySelector("[data-pin]");
const lat = document.getElementById("id_lat");
const lng = document.getElementById("id_lng");

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// The same drawing as on the city's page: west and north are its corner, the scale is that of its middle.
function projection(frame) {
  const across = frame.width / (frame.east - frame.west);
  const down = across / Math.cos(((frame.south + frame.north) / 2) * (Math.PI / 180));
  return {
    height: (frame.north - frame.south) * down,
    xy: (y, x) => [(x - frame.west) * across, (frame.north - y) * down],
    place: (x, y) => [frame.north - y / down, frame.west + x / across],
  };
}

function draw({ frame, areas }) {
  const map = projection(frame);
  const whole = { x: -8, y: -8, width: frame.width + 16, height: map.height + 16 };
  let view = whole;
  const svg = element("svg", { width: "100%", "aria-hidden": "true" });
  for (const area of areas) {
    svg.append(
      element("path", {
        d: area.path, fill: "currentColor", "fill-opacity": ".12", stroke: "currentColor", "stroke-opacity": ".6",
        "vector-effect": "non-scaling-stroke", "data-number": area.number,
      }),
    );
  }
  const pin = element("circle", {
    visibility: "hidden", fill: "#ffbb3d", stroke: "#101c35", "stroke-width": "2", "vector-effect": "non-scaling-stroke",
  });
  svg.append(pin);

  function middle() {
    return pin.hasAttribute("cx")
      ? [Number(pin.getAttribute("cx")), Number(pin.getAttribute("cy"))]
      : [view.x + view.width / 2, view.y + view.height / 2];
  }
  function show() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    pin.setAttribute("r", String((8 * view.width) / whole.width));
  }
  function put() {
    const [y, x] = [Number.parseFloat(lat.value), Number.parseFloat(lng.value)];
    if (Number.isFinite(y) && Number.isFinite(x)) {
      const [cx, cy] = map.xy(y, x);
      pin.setAttribute("cx", cx);
      pin.setAttribute("cy", cy);
      pin.setAttribute("visibility", "visible");
    }
  }
  function choose(y, x) {
    lat.value = y.toFixed(5);
    lng.value = x.toFixed(5);
    put();
  }

  svg.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    choose(...map.place(at.x, at.y));
    const number = event.target.dataset.number;
    const select = document.querySelector("select#id_neighborhood");
    if (number && select) select.value = number;
  });
  for (const button of part.querySelectorAll("[data-pin-zoom]")) {
    button.addEventListener("click", () => {
      const width = Math.min(view.width * Number(button.dataset.pinZoom), whole.width);
      const height = (width * whole.height) / whole.width;
      const [x, y] = middle();
      view = width === whole.width ? whole : { x: x - width / 2, y: y - height / 2, width, height };
      show();
    });
  }
  const words = part.querySelector("[data-pin-failed]");
  part.querySelector("[data-pin-here]")?.addEventListener("click", () => {
    const failed = () => (words.textContent = words.dataset.pinFailed);
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(({ coords }) => choose(coords.latitude, coords.longitude), failed);
  });
  lat.addEventListener("change", put);
  lng.addEventListener("change", put);
  const place = part.querySelector("[data-pin-map]");
  const paragraph = document.createElement("p");
  paragraph.append(svg);
  place.append(paragraph);
  place.hidden = false;
  show();
  put();
}

async function open() {
  if (!part.open || part.dataset.drawn) return;
  part.dataset.drawn = "yes";
  const answer = await fetch(part.dataset.pin);
  const drawing = answer.ok ? await answer.json() : {};
  if (drawing.frame) draw(drawing);
}

if (part && lat && lng) {
  part.addEventListener("toggle", open);
  open();
}
