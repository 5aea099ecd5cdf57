import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { cachedBlob, isBlobRequest } from './blob-store.ts';
import { type ServiceWorkerScope, TAKE_OVER } from './scope.ts';

// The offline shell: the app's own files come from the cache, the coordinator's answers never do.
// Only content by hash is kept, since it cannot change.

declare const self: ServiceWorkerScope;

cleanupOutdatedCaches();
precacheAndRoute([...self.__WB_MANIFEST]);

// Every address of the app is the same page; the coordinator's own paths and files are not.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/v1\//, /^\/(?:healthz|readyz|metrics)$/, /\.[a-z0-9]+$/i],
  }),
);

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin || !isBlobRequest(event.request.method, url)) return;
  event.respondWith(cachedBlob(event.request, (work) => event.waitUntil(work)));
});

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting());
});
