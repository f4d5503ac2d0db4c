import { Box, ButtonBase, Popover } from '@mui/material';
import { EMOJI } from './emoji.js';

interface EmojiPickerProps {
  /** Where it opens; null while it is closed. */
  anchor: HTMLElement | null;
  /** Its name. */
  label: string;
  pick: (emoji: string) => void;
  close: () => void;
}

const COLUMNS = 8;
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

/** A grid of emoji over the page; arrows walk in it. */
export function EmojiPicker({ anchor, label, pick, close }: EmojiPickerProps) {
  return (
    <Popover
      open={anchor !== null}
      anchorEl={anchor}
      onClose={close}
      anchorOrigin={{ vertical: 'top', horizontal: 'center' }}
      transformOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      slotProps={{ paper: { role: 'dialog', 'aria-label': label } }}
    >
      <Grid pick={pick} close={close} />
    </Popover>
  );
}

function Grid({ pick, close }: Pick<EmojiPickerProps, 'pick' | 'close'>) {
  return (
    <Box
      onKeyDown={walk}
      sx={{ display: 'grid', gridTemplateColumns: `repeat(${COLUMNS}, 36px)`, padding: 1, maxBlockSize: 300 }}
    >
      {EMOJI.map((emoji, at) => (
        <ButtonBase
          key={emoji}
          autoFocus={at === 0}
          onClick={() => {
            close();
            pick(emoji);
          }}
          sx={{ blockSize: 36, fontSize: 20, borderRadius: 1, '&:hover': { bgcolor: 'action.hover' } }}
        >
          {emoji}
        </ButtonBase>
      ))}
    </Box>
  );
}

function walk(event: React.KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const buttons = [...event.currentTarget.children] as HTMLElement[];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons[at + step]?.focus();
}
