// npm run docs: writes what is generated from the code: .env.example, docs/configuration.md, docs/asyncapi.json, docs/openapi.json.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { asyncApiDocument } from './docs/asyncapi.js';
import { configurationPage } from './docs/configuration-page.js';
import { restDocument } from './docs/openapi.js';
import { envExample } from '../src/platform/config/settings-docs.js';

writeFileSync('.env.example', envExample());
writeFileSync('docs/configuration.md', configurationPage());
writeFileSync('docs/asyncapi.json', `${JSON.stringify(asyncApiDocument(), null, 2)}\n`);
writeFileSync('docs/openapi.json', `${JSON.stringify(await restDocument(), null, 2)}\n`);
