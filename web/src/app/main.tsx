import { createRoot } from 'react-dom/client';
import { openClient } from '../client/index.js';
import { loadCatalogue } from '../i18n/index.js';
import { usePreferences } from '../preferences/index.js';
import { App } from './App.js';
import { keepAppOffline } from './service-worker.js';

// Both come from this device alone, so the first paint shows what is on it.
const [client, catalogue] = await Promise.all([openClient(), loadCatalogue(usePreferences.getState().locale)]);
createRoot(document.getElementById('root')!).render(<App client={client} catalogue={catalogue} />);
keepAppOffline();
