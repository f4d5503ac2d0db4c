import { SETTINGS, type Setting } from './settings.js';

const rows = Object.entries(SETTINGS) as Array<[string, Setting]>;

const shown = (value: Setting['default']): string => (Array.isArray(value) ? value.join(',') : String(value ?? ''));

/** `.env.example`, generated from the one table; a spec fails when the committed file differs. */
export function envExample(): string {
  const blocks = rows.map(([name, s]) => `# ${s.doc}${rule(s)}\n# ${name}=${shown(s.default)}`);
  return `# Every setting of Parley with its default. With none of them set it runs alone, on an embedded Postgres.
# Copy this file to .env for npm start, npm run migrate and npm run parley; what the environment sets already counts first. The image
# reads no file: docker run --env-file .env. Compose takes from it what docker-compose.yml names.\n\n${blocks.join('\n\n')}\n`;
}

/** The operator's table of settings in `docs/configuration.md`. */
export function settingsTable(): string {
  const head = '| Setting | Type | Default | What it does |\n| --- | --- | --- | --- |';
  const lines = rows.map(
    ([name, s]) =>
      `| \`${name}\` | ${s.type}${rule(s)} | ${shown(s.default) ? `\`${shown(s.default)}\`` : '–'} | ${s.doc} |`,
  );
  return [head, ...lines].join('\n');
}

function rule(s: Setting): string {
  if (s.choices) return ` (${s.choices.join(', ')})`;
  return s.min === undefined ? '' : ` (${s.min} to ${s.max})`;
}
