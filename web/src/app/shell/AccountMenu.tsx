import { lazy, Suspense, useState } from 'react';
import { useMe } from '../../client/index.js';
import { useT } from '../../i18n/index.js';
import { Avatar, IconButton } from '../../ui/index.js';

const Entries = lazy(async () => ({ default: (await import('./AccountMenuEntries.js')).AccountMenuEntries }));

/** Who is signed in, and what concerns them alone. */
export function AccountMenu() {
  const t = useT();
  const me = useMe();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        label={t('shell.account', { name: me.displayName })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Avatar id={me.id} name={me.displayName} size={28} />
      </IconButton>
      <Suspense>{anchor && <Entries anchor={anchor} close={() => setAnchor(null)} />}</Suspense>
    </>
  );
}
