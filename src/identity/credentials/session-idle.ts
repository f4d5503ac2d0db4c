import type { Config } from '../../platform/config/index.js';

/** How long a session lives without a refresh. */
export const sessionIdleMs = (config: Config): number => config.get('SESSION_DAYS') * 86_400_000;
