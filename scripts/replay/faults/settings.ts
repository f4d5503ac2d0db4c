/** A crowd that signs up and talks from one address needs limits to match; nothing else differs from the default. */
export const CROWD_SETTINGS: Record<string, string> = {
  SEND_PER_SECOND: '100000',
  SEND_BURST: '100000',
  REQUESTS_PER_MINUTE: '10000000',
  SIGN_INS_PER_MINUTE: '1000000',
  ARGON2_MEMORY_KIB: '64',
  ARGON2_PASSES: '1',
};
