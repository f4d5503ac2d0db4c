import type { DeploymentHealthView } from '../../../../sdk/index.js';
import type { Translate } from '../../i18n/index.js';

/** What waits for consumers, all together, and for whom. Within the process nothing waits but in the outbox. */
export function waitingFact(
  t: Translate,
  { kafka, consumers }: DeploymentHealthView,
): { value: string; note?: string } {
  if (kafka === 'embedded') return { value: t('admin.inOutbox') };
  const known = consumers.filter(({ waiting }) => waiting !== null);
  if (known.length === 0) return { value: t('common.unknown') };
  const behind = known.filter(({ waiting }) => waiting !== 0);
  const sum = behind.reduce((all, { waiting }) => all + waiting!, 0);
  const note = behind.map(({ name, waiting }) => `${name}: ${waiting}`).join(', ');
  return { value: String(sum), ...(note ? { note } : {}) };
}
