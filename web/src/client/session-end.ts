import { create } from 'zustand';

/** Whether the session ended by itself (it was revoked or lapsed), so that the sign-in page can say why one is there. */
export const useSessionEnd = create<{ ended: boolean }>()(() => ({ ended: false }));
