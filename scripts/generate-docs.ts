// npm run docs: writes what is generated from the code: .env.example, docs/configuration.md, docs/asyncapi.json.
import { writeFileSync } from 'node:fs';
import { asyncApiDocument } from './docs/asyncapi.js';
import { configurationPage } from './docs/configuration-page.js';
import { envExample } from '../src/platform/config/settings-docs.js';

writeFileSync('.env.example', envExample());
writeFileSync('docs/configuration.md', configurationPage());
writeFileSync('docs/asyncapi.json', `${JSON.stringify(asyncApiDocument(), null, 2)}\n`);
