import type { Config } from './platform/config/index.js';

/** What a person who just typed the start command wants to read. Only on a terminal or when asked for by LOG_FORMAT. */
export function welcome(url: string, config: Config): void {
  if (config.get('LOG_FORMAT') !== 'pretty') return;
  console.log(`
  Parley is running at ${url}

  Open it in a browser; the first account is the administrator. Or talk in a terminal: npm run chat

  The API is described at ${url}/docs. Ctrl-C stops everything; the data stays in ${config.get('DATABASE_URL') ? 'your database' : config.get('DATA_DIR')}.
`);
}
