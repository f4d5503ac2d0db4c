import { Box } from '@mui/material';
import { useState } from 'react';
import type { MessageView } from '../../../../sdk/index.js';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { useKey } from '../../keys/index.js';
import { IconButton, MoreIcon, ReplyIcon, SmileIcon } from '../../ui/index.js';
import { EmojiPicker } from '../../ui/EmojiPicker.js';
import { MessageMenu } from './MessageMenu.js';
import { useReact, useTools } from './tools.js';

/** What can be done with the message that is pointed at or focused. */
export function MessageTools({ message, mine }: { message: MessageView; mine: boolean }) {
  const t = useT();
  const { reply } = useTools();
  const react = useReact(message, useMe().id);
  const [bar, setBar] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<'react' | 'more' | null>(null);
  const close = () => setOpen(null);
  useKey('message.reply', () => reply(message));
  useKey('message.react', () => setOpen('react'));
  return (
    <Box
      ref={setBar}
      role="group"
      sx={{
        position: 'absolute',
        insetBlockStart: 'auto',
        insetInlineEnd: 16,
        marginBlockStart: '-18px',
        display: 'flex',
        bgcolor: 'background.paper',
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: 1,
        zIndex: 1,
      }}
    >
      <IconButton label={t('timeline.react')} shortcut="message.react" onClick={() => setOpen('react')}>
        <SmileIcon />
      </IconButton>
      <IconButton label={t('timeline.reply')} shortcut="message.reply" onClick={() => reply(message)}>
        <ReplyIcon />
      </IconButton>
      <IconButton label={t('timeline.more')} aria-haspopup="menu" onClick={() => setOpen('more')}>
        <MoreIcon />
      </IconButton>
      <EmojiPicker anchor={open === 'react' ? bar : null} label={t('timeline.react')} pick={react} close={close} />
      <MessageMenu anchor={open === 'more' ? bar : null} message={message} mine={mine} close={close} />
    </Box>
  );
}
