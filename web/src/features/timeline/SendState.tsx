import { Tooltip } from '@mui/material';
import type { TimelineItem } from '../../../../sdk/index.js';
import { useT } from '../../i18n/index.js';
import { CheckIcon, ChecksIcon, ClockIcon, WarningIcon } from '../../ui/index.js';

type State = Extract<TimelineItem, { mine: true }>['state'];

const ICONS = {
  queued: ClockIcon,
  sending: ClockIcon,
  sent: CheckIcon,
  delivered: ChecksIcon,
  read: ChecksIcon,
  failed: WarningIcon,
};
const COLOURS: Partial<Record<State, 'primary' | 'error'>> = { read: 'primary', failed: 'error' };

/** How far an own message has got: a clock, one tick sent, two delivered, two coloured read. */
export function SendState({ state }: { state: State }) {
  const t = useT();
  const Icon = ICONS[state];
  const label = t(`timeline.state.${state}`);
  return (
    <Tooltip title={label}>
      <Icon
        titleAccess={label}
        color={COLOURS[state] ?? 'inherit'}
        sx={{ fontSize: 16, marginBlockEnd: '3px', color: COLOURS[state] ? undefined : 'text.secondary' }}
      />
    </Tooltip>
  );
}
