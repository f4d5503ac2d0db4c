import { Box } from '@mui/material';
import { type Action, capsOf } from '../keys/index.js';

/** The caps to press for an action, from the table of keys. Nothing on a device that is touched. */
export function Shortcut({ action }: { action: Action }) {
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', gap: '3px', whiteSpace: 'nowrap', '@media (hover: none)': { display: 'none' } }}
    >
      {capsOf(action).map((cap) => (
        <Box
          key={cap}
          component="kbd"
          sx={{
            minInlineSize: 20,
            paddingInline: '5px',
            border: '1px solid currentColor',
            borderRadius: '5px',
            font: 'inherit',
            fontSize: 12,
            lineHeight: '18px',
            textAlign: 'center',
          }}
        >
          {cap}
        </Box>
      ))}
    </Box>
  );
}
