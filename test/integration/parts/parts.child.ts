import { join } from 'node:path';
import { required } from '../../../scripts/parts/part.js';
import { startPostgres } from '../../../scripts/parts/postgres.js';
import { startRedis } from '../../../scripts/parts/redis.js';
import { tempFolder } from '../../../scripts/parts/temp-folder.js';

const folder = tempFolder('child');
const redis = required(await startRedis({ dir: join(folder, 'redis') }));
const postgres = await startPostgres({ dir: join(folder, 'postgres') });
process.send!({ folder, pids: [redis.pid, postgres.pid] });
setInterval(() => undefined, 60_000);
