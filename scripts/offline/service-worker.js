// Keeps the built page in the browser, so that it opens without a network from the second visit on. The build (plugin.mjs beside this
// file) puts the list of files and their digest in front. A new version fills a cache of its own and takes over when every tab
// of the old one is closed: an open page keeps the chunks it has yet to load.
/* global FILES, VERSION */
const scope = self.registration.scope;
// Caches belong to the whole host, which may hold other pages and other copies of this one.
const ownPrefix = `kubarium ${scope} `;
const cacheName = ownPrefix + VERSION;
const kept = new Set(FILES.map((file) => new URL(file, scope).href));

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const address = keptAddress(event.request);
  if (address) event.respondWith(answer(address, event.request));
});

async function fill() {
  const cache = await caches.open(cacheName);
  await cache.addAll([...kept].map((address) => new Request(address, { cache: 'no-cache' })));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ownPrefix) && name !== cacheName).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The address of the kept file that a request asks for, whatever its query; undefined for everything else. */
function keptAddress(request) {
  if (request.method !== 'GET') return undefined;
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  const address = url.href === `${scope}index.html` ? scope : url.href;
  return kept.has(address) ? address : undefined;
}

async function answer(address, request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}
