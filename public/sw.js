// The service worker: keeps one whole version of the app on the phone and serves it without a network.
// It never touches data: the store is the app's, and the server's own addresses pass by.
//
// The build fills in the two constants. The version is the hash of all assets, so a new version is
// a new cache. Installing takes everything or nothing: with one asset missing the old version stays.

const VERSION = '{{version}}';
const ASSETS = [{{assets}}];

const PREFIX = 'ropes-';
const CACHE = PREFIX + VERSION;
const SERVER = /^\/(api|sync|healthz|readyz|metrics)(\/|$)/;

self.addEventListener('install', (event) => event.waitUntil(keepEverything()));
self.addEventListener('activate', (event) => event.waitUntil(dropOldVersions()));

self.addEventListener('message', (event) => {
  if (event.data === 'skip-waiting') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || SERVER.test(url.pathname)) return;
  event.respondWith(kept(request.mode === 'navigate' ? page(url) : url.pathname, request));
});

// One page checks proofs, without the app; every other address is the app's.
function page(url) {
  return url.pathname === '/proof' ? '/proof.html' : '/';
}

// `reload` passes the browser's own cache by, which may hold pieces of another version.
async function keepEverything() {
  const requests = ASSETS.map((url) => new Request(url, { cache: 'reload' }));
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(requests);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function dropOldVersions() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}
