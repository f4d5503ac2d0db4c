import { Box, Button, Typography } from '@mui/material';
import { WarningIcon } from './icons.js';

interface ErrorNoteProps {
  /** What happened, and that nothing was lost where one could fear it. */
  message: string;
  /** The one thing to do. */
  action?: { label: string; act: () => void };
}

/** A failure in the place where it happened. Read out when it appears. */
export function ErrorNote({ message, action }: ErrorNoteProps) {
  return (
    <Box
      role="alert"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        padding: 1,
        paddingInlineStart: 1.5,
        borderRadius: 1,
        border: '1px solid',
        borderColor: 'error.main',
        color: 'error.main',
      }}
    >
      <WarningIcon />
      <Typography variant="body2" sx={{ flex: 1, color: 'text.primary' }}>
        {message}
      </Typography>
      {action && (
        <Button size="small" color="inherit" onClick={action.act}>
          {action.label}
        </Button>
      )}
    </Box>
  );
}
