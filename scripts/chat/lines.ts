import type { ConnectionState, ParleyClient, TimelineItem } from '../../sdk/index.js';
import type { Terminal } from './terminal.js';

const TICKS = { queued: '…', sending: '…', sent: '✓', delivered: '✓✓', read: '✓✓', failed: '✗' } as const;

/** One line of the timeline. An own message is printed again when its tick changes. */
export function lineOf(item: TimelineItem, client: ParleyClient, terminal: Terminal): string {
  const name = (id: string) => client.users.peek(id)?.username ?? 'somebody';
  if (item.kind === 'notice') return terminal.paint(`     * ${item.event.type} by ${name(item.event.actorId)}`, 'grey');
  if (item.kind === 'local') {
    const why = item.local.reason && item.state === 'failed' ? ` (${item.local.reason.message}; /retry or /drop)` : '';
    return `     ${terminal.paint(`you ${TICKS[item.state]}`, item.state === 'failed' ? 'red' : 'grey')} ${item.local.body}${why}`;
  }
  const { message, seq } = item;
  const who = item.mine
    ? terminal.paint(`you ${TICKS[item.state]}`, item.state === 'read' ? 'blue' : 'grey')
    : terminal.paint(name(message.authorId), 'green');
  const text = message.body === null ? terminal.paint('deleted', 'grey') : printable(message.body);
  const edited = message.version > 1 && message.body !== null ? terminal.paint(' (edited)', 'grey') : '';
  const reactions = message.reactions.map(({ emoji, userIds }) => ` ${emoji}${userIds.length}`).join('');
  return `${terminal.paint(String(seq).padStart(4), 'grey')} ${who} ${text}${edited}${reactions}`;
}

/** Nothing said about a connection that is live. */
export function connectionInWords(state: ConnectionState): string[] {
  if (state.phase === 'live') return [];
  if (state.phase === 'catching-up') return [`catching up ${state.done} of ${state.total}`];
  if (state.phase === 'connecting') return ['connecting'];
  const seconds = state.retryAt === undefined ? null : Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000));
  return [seconds === null ? 'offline' : `offline, again in ${seconds} s`];
}

/** Others' text must not move the cursor or clear the screen. */
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, '�'); // oxlint-disable-line no-control-regex
