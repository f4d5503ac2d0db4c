import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import type { MessageView } from '../../../../sdk/index.js';
import { useFrameObservable, useMe, useUser } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar } from '../../ui/index.js';
import { useTools } from './tools.js';

/** Which of the others have got a message, and which have read it. Follows what is told. */
export function ReadByDialog({ message, close }: { message: MessageView; close: () => void }) {
  const t = useT();
  const me = useMe();
  const { timeline } = useTools();
  useFrameObservable(timeline);
  const reached = timeline.seenBy(message.seq).filter(({ userId }) => userId !== me.id && userId !== message.authorId);
  return (
    <Dialog open onClose={close} aria-labelledby="read-by">
      <DialogTitle id="read-by">{t('timeline.readBy')}</DialogTitle>
      <DialogContent>
        {reached.length === 0 && <Typography color="textSecondary">{t('timeline.readByNobody')}</Typography>}
        <Box component="ul" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {reached.map(({ userId, readSeq }) => (
            <Reader key={userId} userId={userId} read={readSeq >= message.seq} />
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={close} autoFocus>
          {t('common.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Reader({ userId, read }: { userId: string; read: boolean }) {
  const t = useT();
  const name = useUser(userId)?.displayName ?? '…';
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1.5, paddingBlock: '6px' }}>
      <Avatar id={userId} name={name} size={32} />
      <Typography sx={{ flex: 1 }}>{name}</Typography>
      <Typography variant="caption" color="textSecondary">
        {t(read ? 'timeline.readUp' : 'timeline.deliveredUp')}
      </Typography>
    </Box>
  );
}
