// Keeps a copy of the public pages this device has seen and shows it where there is no network, with the time at which
// it was fetched. Kept are a city's list, its page of tonight and the pages of its parties, and only while the server
// says that they are the same for everybody. Nothing of hosts or staff ever comes in. Where there is neither a network
// nor a copy, a page says so and names the copies there are.
const PAGES = "pages-{{ release }}";
const FILES = "files-{{ release }}";
const MOST_PAGES = 40;
const OLDEST = 48 * 3600 * 1000;
const PATIENCE = 6000; // on a crowded network a saved page now is worth more than a fresh one some time
const KEPT = /^(\/[a-z]{2})?\/[a-z0-9-]+\/(tonight\/|\d{4}\/p\/[a-z0-9-]+\/)?$/;
const NEVER = /^(\/[a-z]{2})?\/(staff|my|link|confirm|draft|quiet|again|register|operator|demo|about|near)\//;
const SAVED_AT = "X-Saved-At";
const OFFLINE = {% autoescape off %}{{ offline }}{% endautoescape %}; // that page, by language
const ASKED_ANEW = { cache: "no-cache" }; // else an old page of the browser’s own would pass for a fresh one

function isKept(url) {
  return url.origin === location.origin && !url.search && KEPT.test(url.pathname) && !NEVER.test(url.pathname);
}

function isPublic(response) {
  const rule = response.headers.get("Cache-Control") || "";
  return rule.includes("public") && !rule.includes("no-store");
}

// Writes down what a page of this address is now: a fresh copy, or none where there is no such page any more.
async function keep(url, response) {
  const pages = await caches.open(PAGES);
  const gone = response.type === "opaqueredirect" || response.redirected || [404, 410].includes(response.status);
  if (gone || (response.ok && !isPublic(response))) return pages.delete(url.pathname);
  if (!response.ok) return false;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(SAVED_AT, response.headers.get("Date") || new Date().toUTCString());
  await pages.delete(url.pathname); // so that it goes to the end of the line
  await pages.put(url.pathname, new Response(text, { headers }));
  const all = await pages.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PAGES)).map((old) => pages.delete(old)));
  return keepFiles(text);
}

// The style sheets and scripts that the page names; each is fetched once.
async function keepFiles(text) {
  const files = await caches.open(FILES);
  const named = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]));
  for (const address of named) {
    if (!(await files.match(address))) await files.add(address).catch(() => null);
  }
}

async function copyOf(url) {
  const copy = await (await caches.open(PAGES)).match(url.pathname);
  return copy && Date.now() - Date.parse(copy.headers.get(SAVED_AT)) < OLDEST ? copy : null;
}

// The copy, with its line about the time it is from made visible.
async function shown(copy) {
  const text = await copy.text();
  const language = /<html lang="([\w-]+)"/.exec(text)?.[1] || "en";
  const at = new Date(copy.headers.get(SAVED_AT));
  const day = at.toDateString() === new Date().toDateString() ? {} : { weekday: "long" };
  const words = at.toLocaleString(language, { ...day, hour: "numeric", minute: "2-digit", hour12: true });
  const time = `<time datetime="${at.toISOString()}">${words.replace("AM", "am").replace("PM", "pm")}</time>`;
  const body = text.replace("data-saved hidden", "data-saved").replace("<time></time>", time);
  return new Response(body, { headers: copy.headers });
}

async function page(event, url) {
  const copy = await copyOf(url);
  const asked = fetch(event.request, ASKED_ANEW).then((response) => {
    event.waitUntil(keep(url, response.clone()));
    return response;
  });
  if (!copy) return asked.catch(() => withoutNetwork(url));
  asked.catch(() => null);
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  try {
    const response = await Promise.race([asked, late]);
    return response.status < 500 ? response : shown(copy);
  } catch {
    return shown(copy);
  }
}

// What stands where there is neither a network nor a copy: the newest copies first.
async function withoutNetwork(url) {
  const pages = await caches.open(PAGES);
  const lines = [];
  for (const { url: address } of (await pages.keys()).reverse()) {
    const copy = await copyOf(new URL(address));
    const title = copy && /<title>([^<]+)</.exec(await copy.text())?.[1];
    if (title) lines.push(`<li><a href="${new URL(address).pathname}">${title}</a></li>`);
  }
  const language = /^\/([a-z]{2})\//.exec(url.pathname)?.[1];
  const words = OFFLINE[language] || Object.values(OFFLINE)[0];
  const body = lines.length ? words.replace(" hidden>", ">").replace("<ul></ul>", `<ul>${lines.join("")}</ul>`) : words;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function file(request) {
  try {
    const response = await fetch(request);
    if (response.ok) (await caches.open(FILES)).put(request, response.clone());
    return response;
  } catch (reason) {
    const copy = await (await caches.open(FILES)).match(request.url);
    if (copy) return copy;
    throw reason;
  }
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const clean = async () => {
    const old = (await caches.keys()).filter((name) => ![PAGES, FILES].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode !== "navigate" || NEVER.test(url.pathname)) return;
  else if (isKept(url)) event.respondWith(page(event, url));
  else event.respondWith(fetch(request).catch(() => withoutNetwork(url)));
});

// A page that was there before this script: it asks to be kept too.
self.addEventListener("message", (event) => {
  const url = new URL(event.data.keep, location.origin);
  if (!isKept(url)) return;
  event.waitUntil(fetch(url.pathname, { ...ASKED_ANEW, redirect: "manual" }).then((response) => keep(url, response)));
});
