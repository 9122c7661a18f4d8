// Takes the place of a worker that kept this site on the device: forgets what it kept, and goes.
'use strict';

const PATH = new URL('./', self.location).pathname;
const isOurs = (name) => name.startsWith('recourse:') && name.endsWith(`:${PATH}`);

const go = async () => {
  for (const name of (await caches.keys()).filter(isOurs)) await caches.delete(name);
  await self.registration.unregister();
};
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(go()));
