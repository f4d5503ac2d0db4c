// Keeps the app's own files (and nothing of the API), so that a reload without a network shows what is on the device.
// A new build is another worker: it fetches its files beside the old ones and waits until no tab is left, or until a tab asks
// it to take over. A reload alone is not enough: a browser never changes the worker while a tab lives. A tab of an older build
// goes on, and keeps the files it was built from, which the server has no more.
const FILES = self.__FILES__;
const CACHE = `parley-${
  FILES.join()
    .split('')
    .reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 7) >>> 0
}`;
const SHELL = '/';

self.addEventListener('install', (event) => {
  // Past the worker altogether: what a page asks as it goes away (a draft, with `keepalive`) is lost while it waits for the
  // worker to say that it has nothing to do with it. Where a browser has no such routes, the next page saves the draft.
  event.addRoutes?.({ condition: { urlPattern: { pathname: '/v1/*' } }, source: 'network' }).catch(() => undefined);
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...FILES])));
});

// A page says which build it is of. One of this build loses nothing by this worker; another one is told that it is not the newest.
self.addEventListener('message', ({ data, source }) => {
  if (data === 'take-over' || FILES.includes(data)) self.skipWaiting();
  else source.postMessage('newer');
});

self.addEventListener('activate', (event) => event.waitUntil(tidy()));

async function tidy() {
  // One tab is of this build, or is being reloaded: it asked. With more of them, one may be of an older build.
  if ((await self.clients.matchAll({ type: 'window' })).length > 1) return;
  const old = (name) => name.startsWith('parley-') && name !== CACHE;
  await Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/assets/')) {
    // A hash names one content, whatever the request says besides.
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && !/^\/(?:v1|docs|health)(?:\/|$)/.test(url.pathname)) {
    // The network first: an online reload always runs the newest build.
    event.respondWith(fetch(request).catch(() => caches.match(SHELL, { cacheName: CACHE, ignoreVary: true })));
  }
});
