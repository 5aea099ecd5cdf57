import { trustedWorkerUrl } from '../../miner/trusted-types.ts';
import { TAKE_OVER } from './scope.ts';

// Registration of the service worker. A new version waits until the reader wants it: mining goes
// on in the old one meanwhile.

const SCRIPT = '/sw.js';
const LOOK_EVERY_MS = 30 * 60_000;

/**
 * Registers the offline shell; does nothing where there are no service workers (private modes,
 * plain http) and in development. Call once, after the app is drawn.
 *
 * @param onUpdate called when a new version is ready; its argument switches to it and reloads
 */
export async function registerOffline(onUpdate: (apply: () => void) => void): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await navigator.serviceWorker.register(trustedWorkerUrl(SCRIPT), { scope: '/' });
  } catch {
    return; // refused by the browser or a policy: the app works, it only needs the network
  }
  if (registration.waiting) offer(registration.waiting, onUpdate);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // Without a controller this is the first installation, not an update.
      const isUpdate = navigator.serviceWorker.controller !== null;
      if (worker.state === 'installed' && isUpdate) offer(worker, onUpdate);
    });
  });
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

function offer(worker: ServiceWorker, onUpdate: (apply: () => void) => void): void {
  onUpdate(() => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    worker.postMessage(TAKE_OVER, []);
  });
}
