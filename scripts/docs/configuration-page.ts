import { settingsTable } from '../../src/platform/config/settings-docs.js';

/** `docs/configuration.md`, whole. */
export function configurationPage(): string {
  return `# Configuration

Generated from \`src/platform/config/settings.ts\` by \`npm run docs\`; a test fails when it drifts. Settings are environment
variables; \`npm start\`, \`npm run migrate\` and \`npm run parley\` take what is not set from a file \`.env\` in the checkout. All problems of a configuration are listed at once at start, by name; no value is ever printed.

With nothing set, Parley runs alone on an embedded Postgres. Three variables make it one of many nodes: \`DATABASE_URL\`,
\`REDIS_URL\` and \`KAFKA_BROKERS\`.

${settingsTable()}
`;
}
