import { CssBaseline, ThemeProvider } from '@mui/material';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import type { ParleyClient } from '../../../sdk/index.js';
import { ClientContext, connect, useObservable, useSessionEnd } from '../client/index.js';
import { LanguageProvider } from '../i18n/index.js';
import { useKeyboard } from '../keys/index.js';
import { usePreferences } from '../preferences/index.js';
import { makeTheme } from '../ui/index.js';
import { Router } from './router.js';
import { useFlush } from './use-flush.js';
import { useLookAfterAbsence } from './use-look-after-absence.js';
import { type Catalogue, useCatalogue } from './use-catalogue.js';

/** Everything around the views: the client, what was asked of the server, the language, the look. */
export function App({ client, catalogue }: { client: ParleyClient; catalogue: Catalogue }) {
  const language = useCatalogue(catalogue);
  const density = usePreferences((state) => state.density);
  const theme = useMemo(() => makeTheme(density), [density]);
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 30_000 } } }));
  useKeyboard();
  useSession(client, queries);
  useFlush(client);
  useLookAfterAbsence(client);
  return (
    <StrictMode>
      <ClientContext value={client}>
        <QueryClientProvider client={queries}>
          <LanguageProvider {...language}>
            <ThemeProvider theme={theme} defaultMode="system" modeStorageKey="parley-theme" noSsr>
              <CssBaseline />
              <Router />
            </ThemeProvider>
          </LanguageProvider>
        </QueryClientProvider>
      </ClientContext>
    </StrictMode>
  );
}

/** Connects whoever is signed in. What one user was told is nobody else's. */
function useSession(client: ParleyClient, queries: QueryClient): void {
  const userId = useObservable(client.user)?.id;
  useEffect(() => client.on('signedOut', () => useSessionEnd.setState({ ended: true })), [client]);
  useEffect(() => {
    if (userId === undefined) return;
    useSessionEnd.setState({ ended: false });
    void connect(client);
    return () => queries.clear();
  }, [client, queries, userId]);
}
