import type { ConnectionState } from '../../../../sdk/index.js';
import type { Translate } from '../../i18n/index.js';

export const nameOfPhase = (t: Translate, phase: ConnectionState['phase']): string =>
  t(phase === 'catching-up' ? 'connection.catchingUp' : `connection.${phase}`);
