import { useEffect } from 'react';
import type { ParleyClient } from '../../../sdk/index.js';
import { lookForNewVersion } from './service-worker.js';

/** Nodes that were away may have come back as a newer build. */
export function useLookAfterAbsence({ connection }: ParleyClient): void {
  useEffect(() => {
    let [lived, lost] = [false, false];
    return connection.subscribe(({ phase }) => {
      if (phase !== 'live') return void (lost ||= lived && phase !== 'catching-up');
      if (lost) lookForNewVersion().catch(() => undefined);
      [lived, lost] = [true, false];
    });
  }, [connection]);
}
