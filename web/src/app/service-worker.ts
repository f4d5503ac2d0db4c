import { create } from 'zustand';

/** Whether there is a newer build. It is told, never forced: what one is writing is not taken away. */
export const useNewVersion = create<{ there: boolean }>()(() => ({ there: false }));

/** Names this build: the file this code is in has a hash of the whole of it. */
const BUILD = new URL(import.meta.url).pathname;

/** Lets the app start without a network. Only a build has a worker; a browser without them works as well online. */
export function keepAppOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'newer') useNewVersion.setState({ there: true });
  });
  // Another tab has taken the newer build.
  serviceWorker.addEventListener('controllerchange', () => serviceWorker.controller?.postMessage(BUILD));
  serviceWorker.register('/service-worker.js').then(watch, () => undefined);
}

/** Tells each worker that waits which build this is; it takes over, or answers that it is newer. */
function watch(registration: ServiceWorkerRegistration): void {
  const introduce = () => registration.waiting?.postMessage(BUILD);
  introduce();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', introduce);
  });
}

/** For a page that stays open for days: a browser looks by itself only when one is loaded. */
export async function lookForNewVersion(): Promise<void> {
  await (await navigator.serviceWorker?.getRegistration())?.update();
}

/** Loads the newer build once its worker has taken over: one that goes on waiting would be told of again. */
export async function takeNewVersion(): Promise<void> {
  const waiting = (await navigator.serviceWorker.getRegistration())?.waiting;
  if (!waiting) return location.reload();
  waiting.addEventListener('statechange', () => waiting.state !== 'activating' && location.reload());
  waiting.postMessage('take-over');
}
