import { createRoot } from 'react-dom/client';
import { openClient } from '../client/index.js';
import { loadCatalogue } from '../i18n/index.js';
import { usePreferences } from '../preferences/index.js';
import { App } from './App.js';
import { preload, preloadRest } from './router.js';
import { keepAppOffline } from './service-worker.js';

// All of it comes from this device alone (once the app is kept there), so the first paint shows what is on it.
const [client, catalogue] = await Promise.all([
  openClient(),
  loadCatalogue(usePreferences.getState().locale),
  preload(location.pathname),
]);
createRoot(document.getElementById('root')!).render(<App client={client} catalogue={catalogue} />);
keepAppOffline();
// Safari has no idle callbacks.
(window.requestIdleCallback ?? setTimeout)(() => void preloadRest());
