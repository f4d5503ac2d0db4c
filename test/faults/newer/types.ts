/** Entries that only the newer build writes and nobody else knows. */
export const NEWER_TYPES = {
  conversation: 'messaging.mood-set.v1',
  user: 'messaging.mood-noted.v1',
} as const;

export const MOODS = ['glad', 'tired', 'curious'] as const;
