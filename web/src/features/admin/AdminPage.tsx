import { Box, Stack, Typography } from '@mui/material';
import { useT } from '../../i18n/index.js';
import { DeadLetters } from './DeadLetters.js';
import { Health } from './Health.js';
import { Users } from './Users.js';

/** How the deployment is, who has an account, and what was given up on. */
export function AdminPage() {
  const t = useT();
  return (
    <Box sx={{ flex: 1, overflowY: 'auto', padding: { xs: 2, md: 4 } }}>
      <Stack spacing={5} sx={{ maxInlineSize: 860 }}>
        <Typography variant="h1">{t('admin.title')}</Typography>
        <Health />
        <Users />
        <DeadLetters />
      </Stack>
    </Box>
  );
}
