import { Box, InputBase } from '@mui/material';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { useServerInfo } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { pressed } from '../../keys/index.js';
import { IconButton, SendIcon, SmileIcon } from '../../ui/index.js';
import { EmojiPicker } from '../../ui/EmojiPicker.js';
import { Remaining, remaining } from './Remaining.js';
import { optionId, Suggestions } from './Suggestions.js';
import { useAutocomplete } from './use-autocomplete.js';

interface MessageFieldProps {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  conversationId: string;
  label: string;
  submitLabel: string;
  text: string;
  change: (text: string) => void;
  submit: () => void;
  /** On ↑ in an empty field; answers whether there was something to do. */
  up?: () => boolean;
  escape?: () => void;
  blur?: () => void;
}

/** The text of a message, with what helps to write it. */
export function MessageField(props: MessageFieldProps) {
  const { inputRef, conversationId, label, submitLabel, text, change, submit, up, escape, blur } = props;
  const list = useId();
  const frame = useRef<HTMLElement>(null);
  const left = remaining(text, useServerInfo()?.limits['messageCodePoints']);
  const sendable = text.trim() !== '' && left >= 0;
  const auto = useAutocomplete(conversationId, inputRef, text, change);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!auto.onKeyDown(event))
      press(event, { submit: sendable ? submit : undefined, up: text === '' ? up : undefined, escape });
  };
  const insert = (emoji: string) => {
    const at = inputRef.current?.selectionStart ?? text.length;
    change(text.slice(0, at) + emoji + text.slice(inputRef.current?.selectionEnd ?? at));
  };
  return (
    <Box ref={frame} sx={frameLooks}>
      <InputBase
        multiline
        maxRows={10}
        inputRef={inputRef}
        value={text}
        onChange={(event) => {
          change(event.target.value);
          auto.follow();
        }}
        onBlur={blur}
        onSelect={auto.follow}
        onKeyDown={onKeyDown}
        placeholder={label}
        inputProps={{
          'aria-label': label,
          'aria-autocomplete': 'list',
          'aria-controls': auto.suggestions.length > 0 ? list : undefined,
          'aria-activedescendant': auto.suggestions.length > 0 ? optionId(list, auto.chosen) : undefined,
        }}
        sx={{ flex: 1, paddingBlock: '7px', typography: 'body1' }}
      />
      <Remaining left={left} />
      <EmojiButton anchor={frame} pick={insert} />
      <IconButton
        label={submitLabel}
        shortcut="composer.send"
        onClick={submit}
        disabled={!sendable}
        sx={{ color: 'primary.main' }}
      >
        <SendIcon />
      </IconButton>
      <Suggestions id={list} anchor={frame} suggestions={auto.suggestions} chosen={auto.chosen} pick={auto.pick} />
    </Box>
  );
}

interface Presses {
  submit?: () => void;
  up?: () => boolean;
  escape?: () => void;
}

/** The keys of the field. Enter that ends a composition (Japanese, Chinese, Korean) belongs to the input method. */
function press(event: KeyboardEvent, { submit, up, escape }: Presses): void {
  const key = event.nativeEvent;
  if (key.isComposing || pressed('composer.newline', key)) return;
  if (pressed('composer.send', key)) {
    event.preventDefault();
    submit?.();
  } else if (pressed('composer.editLast', key) && up?.()) event.preventDefault();
  else if (key.key === 'Escape' && escape) {
    event.preventDefault();
    escape();
  }
}

interface EmojiButtonProps {
  anchor: RefObject<HTMLElement | null>;
  pick: (emoji: string) => void;
}

function EmojiButton({ anchor, pick }: EmojiButtonProps) {
  const t = useT();
  const [at, open] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton label={t('composer.emoji')} onClick={() => open(anchor.current)} sx={{ color: 'text.secondary' }}>
        <SmileIcon />
      </IconButton>
      <EmojiPicker anchor={at} label={t('composer.emoji')} pick={pick} close={() => open(null)} />
    </>
  );
}

const frameLooks = {
  display: 'flex',
  alignItems: 'flex-end',
  padding: '6px',
  paddingInlineStart: 1.5,
  bgcolor: 'background.paper',
  border: '1px solid',
  borderColor: 'divider',
  borderRadius: 1.5,
  '&:focus-within': { borderColor: 'primary.main' },
} as const;
