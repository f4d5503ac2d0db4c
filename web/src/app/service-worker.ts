import { create } from 'zustand';

/** Whether a newer build waits. It is told, never forced: what one is writing is not taken away. */
export const useNewVersion = create<{ waiting: boolean }>()(() => ({ waiting: false }));

/** Lets the app start without a network. Only a build has a worker; a browser without them works as well online. */
export function keepAppOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/service-worker.js').then(watch, () => undefined);
}

function watch(registration: ServiceWorkerRegistration): void {
  const check = () => useNewVersion.setState({ waiting: registration.waiting !== null });
  check();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', check);
  });
}
