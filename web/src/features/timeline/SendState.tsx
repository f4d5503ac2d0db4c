import type { TimelineItem } from '../../../../sdk/index.js';
import { useT } from '../../i18n/index.js';
import { CheckIcon, ChecksIcon, ClockIcon, WarningIcon } from '../../ui/index.js';
import looks from './timeline.module.css';

type State = Extract<TimelineItem, { mine: true }>['state'];

const ICONS = {
  queued: ClockIcon,
  sending: ClockIcon,
  sent: CheckIcon,
  delivered: ChecksIcon,
  read: ChecksIcon,
  failed: WarningIcon,
};
/** How far an own message has got: a clock, one tick sent, two delivered, two coloured read. */
export function SendState({ state }: { state: State }) {
  const t = useT();
  const Icon = ICONS[state];
  return <Icon className={looks.state} data-state={state} titleAccess={t(`timeline.state.${state}`)} />;
}
