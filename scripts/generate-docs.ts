// npm run docs: writes what is generated from the code: .env.example, docs/configuration.md, docs/asyncapi.json, docs/openapi.json.
// With --release the two documents are noted as those of this version; from then on a change of them needs another one.
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { asyncApiDocument } from './docs/asyncapi.js';
import { configurationPage } from './docs/configuration-page.js';
import { restDocument } from './docs/openapi.js';
import { noteRelease, releaseOf } from './docs/releases.js';
import { envExample } from '../src/platform/config/settings-docs.js';

writeFileSync('.env.example', envExample());
writeFileSync('docs/configuration.md', configurationPage());
const [openapi, asyncapi] = [await restDocument(), asyncApiDocument()];
writeFileSync('docs/asyncapi.json', `${JSON.stringify(asyncapi, null, 2)}\n`);
writeFileSync('docs/openapi.json', `${JSON.stringify(openapi, null, 2)}\n`);
if (process.argv.includes('--release')) noteRelease(releaseOf(openapi, asyncapi));
