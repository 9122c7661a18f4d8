// Keeps the site on the device, so that it can be read without network. What `SITE` holds, src/offline.rs tells: above
// all the address of every file of this version, each with the beginning of its SHA-256.
//
// A file is kept under its address and its hash, and is handed out only while it still has that hash. So versions share
// what they have in common, a page never gets a part of another version, and a download that broke off goes on later.
'use strict';

const TOP = new URL('./', self.location).href;
const PATH = new URL(TOP).pathname;
const KEPT = `recourse:${SITE.id}:${PATH}`;
const VISITED = `recourse:${SITE.id}:visited:${PATH}`;
const FILES = new Map([...Object.entries(SITE.first), ...Object.entries(SITE.rest)]);
const AT_ONCE = 4;
const MOST_VISITED = 300;

const urlOf = (address) => TOP + address.split('/').map(encodeURIComponent).join('/');
const keyOf = (address, hash) => `${urlOf(address)}?${hash}`;

// A style, script or module has its hash in its name, of whichever version it is.
const hashFor = (address) => {
  const named = /^assets\/[^/]+\.([0-9a-f]{12})\.\w+$/.exec(address);
  return FILES.get(address) || (named && named[1]);
};
const hashOf = async (bytes) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
};

// An answer with these bytes, without what was true only of their journey.
const answer = (response, bytes) => {
  const headers = new Headers(response.headers);
  ['content-encoding', 'content-length', 'vary'].forEach((name) => headers.delete(name));
  return new Response(bytes, { status: response.status, headers });
};

// What is kept, unless it is damaged.
const kept = async (cache, address, hash) => {
  const response = await cache.match(keyOf(address, hash));
  if (!response) return null;
  const bytes = await response.arrayBuffer().catch(() => new ArrayBuffer(0));
  return (await hashOf(bytes)) === hash ? answer(response, bytes) : null;
};

// Fetches a file, and tells whether it is the one of this version. `mode` is how far the browser's own cache is trusted.
const fetched = async (address, hash, mode) => {
  const response = await fetch(urlOf(address), { cache: mode });
  if (response.type !== 'basic') throw new Error(`${address} is elsewhere`);
  const bytes = await response.arrayBuffer();
  const ours = response.ok && (await hashOf(bytes)) === hash;
  return { ours, response: answer(response, bytes) };
};

// Fetches what is not there or damaged, a few at once, and fails if anything of it is not of this version.
const keepAll = async (addresses) => {
  const cache = await caches.open(KEPT);
  const waiting = [...addresses];
  const work = async () => {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const hash = FILES.get(address);
      if (await kept(cache, address, hash)) continue;
      let got = await fetched(address, hash, 'no-cache');
      // A cache on the way may lag behind.
      if (!got.ours) got = await fetched(address, hash, 'reload');
      if (!got.ours) throw new Error(`${address} is not of this version`);
      await cache.put(keyOf(address, hash), got.response);
    }
  };
  const stop = (error) => {
    waiting.length = 0;
    throw error;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch(stop)));
};

// Forgets what only other versions need, unless one is on its way, or more pages are open than are known to be of this.
const tidy = async (most) => {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (self.registration.installing || self.registration.waiting || open.length > most) return;
  const cache = await caches.open(KEPT);
  const wanted = new Set(Array.from(FILES, ([address, hash]) => keyOf(address, hash)));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  const names = (await caches.keys()).filter((name) => name.startsWith('recourse:') && name.endsWith(`:${PATH}`));
  for (const name of names) if (name !== KEPT && name !== VISITED) await caches.delete(name);
};

const savesData = () => Boolean(navigator.connection && navigator.connection.saveData);

// A new version that is to replace another is there as a whole before it waits for its turn. At a first visit the parts
// that every page shares come first, and the pages when the one that is being read has loaded.
self.addEventListener('install', (event) => {
  const whole = self.registration.active && !savesData();
  event.waitUntil(keepAll(whole ? FILES.keys() : Object.keys(SITE.first)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy(0).catch(() => {}).then(() => self.clients.claim()));
});

let whole = null;
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
  if (event.data !== 'keep-all') return;
  whole = whole || keepAll(FILES.keys());
  const done = whole.then(
    () => event.source.postMessage(SITE.visits ? 'kept-visited' : 'kept-all'),
    (error) => {
      whole = null;
      console.warn(`not all is kept for reading offline: ${error.message}`);
    },
  );
  event.waitUntil(done.then(() => tidy(1)).catch(() => {}));
});

// The address below the site's top that a path asks for; null for what is none.
const addressOf = (path) => {
  let address;
  try {
    address = decodeURIComponent(path.slice(PATH.length));
  } catch {
    return null;
  }
  if (address === '' || address.endsWith('/')) return `${address}index.html`;
  // Hosts may leave out the ending.
  return !FILES.has(address) && FILES.has(`${address}.html`) ? `${address}.html` : address;
};

const serve = async (event, address, hash) => {
  const cache = await caches.open(KEPT);
  const there = await kept(cache, address, hash);
  if (there) return there;
  // Not there yet, or damaged. If it is of another version by now, then so are the parts that it names.
  const { ours, response } = await fetched(address, hash, 'no-cache');
  if (ours) event.waitUntil(cache.put(keyOf(address, hash), response.clone()).catch(() => {}));
  return response;
};

// Pages beyond what is kept from the start: fresh while there is network, and as last seen without.
const visit = async (event) => {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (SITE.visits && response.ok && response.type === 'basic' && !response.redirected) {
      event.waitUntil(remember(request.url, response.clone()).catch(() => {}));
    }
    return response;
  } catch (error) {
    const seen = SITE.visits && (await remembered(request.url));
    if (seen) return seen;
    throw error;
  }
};
const remember = async (url, response) => {
  const bytes = await response.arrayBuffer();
  const copy = answer(response, bytes);
  copy.headers.set('x-sha-256', await hashOf(bytes));
  const cache = await caches.open(VISITED);
  await cache.delete(url);
  await cache.put(url, copy);
  const urls = await cache.keys();
  for (const old of urls.slice(0, -MOST_VISITED)) await cache.delete(old);
};
const remembered = async (url) => {
  const response = await (await caches.open(VISITED)).match(url);
  if (!response) return null;
  const bytes = await response.arrayBuffer();
  return response.headers.get('x-sha-256') === (await hashOf(bytes)) ? answer(response, bytes) : null;
};

// In place of a page that is not there, since a browser's own message would not say what can be done.
const notThere = () => {
  const { language, title, advice, home, style } = SITE.words;
  const html = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>${title}</title>
<link rel="stylesheet" href="${TOP}${style}">
<div class="layout"><main id="main"><h1>${title}</h1><p>${advice}</p>
<p><a class="button" href="${TOP}">${home}</a></p></main></div>`;
  return new Response(html, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !request.url.startsWith(TOP) || request.headers.has('range')) return;
  const address = addressOf(url.pathname);
  if (address === null) return;
  const navigates = request.mode === 'navigate';
  const hash = hashFor(address);
  let answered;
  if (hash) answered = serve(event, address, hash).catch(() => fetch(urlOf(address)));
  else if (navigates && FILES.has(`${address}/index.html`)) answered = Promise.resolve(Response.redirect(`${urlOf(address)}/`));
  else if ((navigates || SITE.visits) && !url.search) answered = visit(event);
  if (answered) event.respondWith(navigates ? answered.catch(notThere) : answered);
});
