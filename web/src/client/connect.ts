import type { ParleyClient } from '../../../sdk/index.js';

/** Connects, or tries at once. How it goes is told by the connection's state. */
export const connect = (client: ParleyClient): Promise<void> => client.connect().catch(() => undefined);
