import { Box, Skeleton } from '@mui/material';
import type { DeploymentHealthView, PartStatus } from '../../../../sdk/index.js';
import { useFormat, useT } from '../../i18n/index.js';
import { Fact, type Tone } from './Fact.js';
import { waitingFact } from './waiting.js';
import { Part } from './Part.js';
import { useHealth } from './use-health.js';

const TONES: Record<PartStatus, Tone> = { up: 'good', embedded: 'good', down: 'bad' };

/** How the parts of the deployment are, as the node that answers sees them. */
export function Health() {
  const t = useT();
  const { data, error, refetch } = useHealth();
  return (
    <Part title={t('admin.health')} error={error} again={() => void refetch()}>
      {!data && !error && <Skeleton variant="rounded" height={160} />}
      {data && (
        <Box
          component="dl"
          sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(170px, 1fr))', gap: 1, margin: 0 }}
        >
          {(['postgres', 'kafka', 'redis'] as const).map((part) => (
            <Fact key={part} name={t(`admin.${part}`)} tone={TONES[data[part]]}>
              {t(`admin.status.${data[part]}`)}
            </Fact>
          ))}
          <Flow health={data} />
          <Node health={data} />
        </Box>
      )}
    </Part>
  );
}

/** What waits on its way from the log to whoever reacts to it. Null: what would say so is out of reach. */
function Flow({ health }: { health: DeploymentHealthView }) {
  const t = useT();
  const { outbox, relay, deadLetters } = health;
  const unknown = t('common.unknown');
  const dead = deadLetters && deadLetters.consumers + deadLetters.outbox;
  const age = Math.round(outbox?.oldestSeconds ?? 0);
  const waiting = waitingFact(t, health);
  return (
    <>
      <Fact name={t('admin.outbox')} note={age > 0 ? t('admin.oldest', { seconds: age }) : undefined}>
        {outbox ? String(outbox.rows) : unknown}
      </Fact>
      <Fact
        name={t('admin.relay')}
        note={relay ? t('admin.relayNodes', { count: relay.nodes }) : undefined}
        tone={relay && relay.held < relay.shards ? 'bad' : undefined}
      >
        {relay ? t('admin.relayHeld', { held: relay.held, shards: relay.shards }) : unknown}
      </Fact>
      <Fact name={t('admin.waiting')} note={waiting.note}>
        {waiting.value}
      </Fact>
      <Fact
        name={t('admin.deadLetters')}
        note={deadLetters?.outbox ? t('admin.deadByRelay', { count: deadLetters.outbox }) : undefined}
        tone={dead ? 'bad' : undefined}
      >
        {dead === null ? unknown : String(dead)}
      </Fact>
    </>
  );
}

function Node({ health: { version, roles, startedAt } }: { health: DeploymentHealthView }) {
  const t = useT();
  const since = t('admin.since', { at: useFormat().short(startedAt) });
  return (
    <Fact name={t('admin.version')} note={`${since} · ${roles.join(', ')}`}>
      {version}
    </Fact>
  );
}
