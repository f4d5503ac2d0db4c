import { type ComponentType, lazy, useState } from 'react';

/**
 * A view whose code is fetched when it is first wanted. Fetched before (`preload`), it is rendered at once: `lazy` would give way
 * to its fallback even then, and React shows nothing in a fallback's place for 300 ms after that.
 */
export function onDemand(load: () => Promise<ComponentType>): ComponentType & { preload: () => Promise<void> } {
  let loaded: ComponentType | undefined;
  const preload = async () => void (loaded = await load());
  const Waiting = lazy(async () => {
    await preload();
    return { default: loaded! };
  });
  const View = () => {
    const [Part] = useState(() => loaded ?? Waiting);
    return <Part />;
  };
  return Object.assign(View, { preload });
}
