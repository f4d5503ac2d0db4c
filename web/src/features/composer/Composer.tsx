import { Box, InputBase } from '@mui/material';
import { type KeyboardEvent, useState } from 'react';
import { useClient, useServerInfo } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { pressed } from '../../keys/index.js';
import { IconButton, SendIcon } from '../../ui/index.js';

interface ComposerProps {
  conversationId: string;
  /** What the conversation is called. */
  name: string;
}

/** Where one writes. A message is queued on the device and shown at once, with a connection or without. */
export function Composer({ conversationId, name }: ComposerProps) {
  const t = useT();
  const client = useClient();
  const maxLength = useServerInfo()?.limits['messageCodePoints'];
  const [body, setBody] = useState('');
  const change = (text: string) => {
    setBody(text);
    if (text === '') client.typing.stop(conversationId);
    else client.typing.start(conversationId);
  };
  const send = () => {
    if (body.trim() === '') return;
    client.timeline(conversationId).send(body.trim());
    setBody('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || pressed('composer.newline', event.nativeEvent)) return;
    if (!pressed('composer.send', event.nativeEvent)) return;
    event.preventDefault();
    send();
  };
  return (
    <Box sx={{ paddingInline: 2, paddingBlockEnd: 2 }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'flex-end',
          padding: '6px',
          paddingInlineStart: 1.5,
          bgcolor: 'background.paper',
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: 1.5,
          '&:focus-within': { borderColor: 'primary.main' },
        }}
      >
        <InputBase
          multiline
          maxRows={10}
          autoFocus
          value={body}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={t('composer.label', { name })}
          inputProps={{ 'aria-label': t('composer.label', { name }), maxLength }}
          sx={{ flex: 1, paddingBlock: '7px', typography: 'body1' }}
        />
        <IconButton
          label={t('composer.send')}
          shortcut="composer.send"
          onClick={send}
          disabled={body.trim() === ''}
          sx={{ color: 'primary.main' }}
        >
          <SendIcon />
        </IconButton>
      </Box>
    </Box>
  );
}
