// npm run docs: writes what is generated from the code: .env.example and docs/configuration.md.
import { writeFileSync } from 'node:fs';
import { configurationPage } from './docs/configuration-page.js';
import { envExample } from '../src/platform/config/settings-docs.js';

writeFileSync('.env.example', envExample());
writeFileSync('docs/configuration.md', configurationPage());
