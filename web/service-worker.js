// Keeps the app's own files (and nothing of the API), so that a reload without a network shows what is on the device.
// A new build is another worker: it fetches its files beside the old ones and takes over when the last tab of the old
// build is closed or reloaded, so that a running tab never loses the files it was built from.
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

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('parley-') && name !== CACHE;
  const clean = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(clean);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/assets/')) {
    // A hash names one content, whatever the request says besides.
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === 'navigate' && !/^\/(?:v1|docs|health)(?:\/|$)/.test(url.pathname)) {
    // The network first: an online reload always runs the newest build.
    event.respondWith(fetch(request).catch(() => caches.match(SHELL, { ignoreVary: true })));
  }
});
