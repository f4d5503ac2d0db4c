import { Box } from '@mui/material';
import { memo } from 'react';
import { Editing } from './Editing.js';
import type { ComposerProps } from './target.js';
import { TypingLine } from './TypingLine.js';
import { Writing } from './Writing.js';

/** Where one writes, and who else does. Not rendered again for every message. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { target, aim, conversationId } = props;
  return (
    <Box sx={{ flex: 'none', paddingInline: 2 }}>
      {target?.kind === 'edit' ? (
        <Editing key={target.message.id} message={target.message} done={() => aim(null)} />
      ) : (
        <Writing {...props} />
      )}
      <TypingLine conversationId={conversationId} />
    </Box>
  );
});
