import { Box, ButtonBase, Tooltip } from '@mui/material';
import type { MessageView, ReactionView } from '../../../../sdk/index.js';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { useReact } from './tools.js';
import { useNames } from './use-names.js';

/** What people answered with, and how many; one's own are toggled by a click. */
export function Reactions({ message }: { message: MessageView }) {
  const me = useMe();
  const react = useReact(message, me.id);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '4px', paddingBlock: '4px 2px' }}>
      {message.reactions.map((reaction) => (
        <Reaction
          key={reaction.emoji}
          reaction={reaction}
          mine={reaction.userIds.includes(me.id)}
          toggle={() => react(reaction.emoji)}
        />
      ))}
    </Box>
  );
}

function Reaction({ reaction, mine, toggle }: { reaction: ReactionView; mine: boolean; toggle: () => void }) {
  const t = useT();
  const { emoji, userIds } = reaction;
  const label = t('timeline.reacted', { emoji, total: userIds.length, names: useNames(userIds) });
  return (
    <Tooltip title={label}>
      <ButtonBase
        aria-label={label}
        aria-pressed={mine}
        onClick={toggle}
        sx={{
          gap: '6px',
          paddingInline: 1,
          blockSize: 26,
          borderRadius: '13px',
          border: '1px solid',
          borderColor: mine ? 'primary.main' : 'divider',
          bgcolor: mine ? 'background.tint' : 'background.paper',
          fontSize: 14,
        }}
      >
        {emoji}
        <Box component="span" sx={{ fontSize: 12, fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}>
          {userIds.length}
        </Box>
      </ButtonBase>
    </Tooltip>
  );
}
