/**
 * Defaults of every limit and timing a client may meet. The values in force are served at `GET /v1/server`, so that no
 * client hard-codes them.
 */
export const LIMITS = {
  /** Unicode code points in a message. */
  messageCodePoints: 8_000,
  /** UTF-8 bytes of one inbound socket frame. */
  inboundFrameBytes: 64 * 1024,
  /** Of the last message, where conversations are listed. */
  previewCodePoints: 120,
  displayNameCodePoints: 80,
  titleCodePoints: 120,
  usernameMin: 3,
  usernameMax: 32,
  passwordMin: 8,
  passwordMax: 256,
  emojiCodePoints: 16,
  reactionsPerMessage: 50,
  mentionsPerMessage: 50,
  membersPerGroup: 10_000,
  /** Groups that a user made and owns. */
  groupsPerOwner: 1_000,
  membersPerRequest: 200,
  /** `@all` in more members than this needs the role admin or owner. */
  mentionAllMembers: 50,
  pageDefault: 50,
  pageMax: 200,
  /** Most log entries one `sync.range` answers with. */
  rangeMax: 500,
  /** Most entries per conversation a resume fills in; a client further behind is reset. */
  resumeMax: 500,
  socketsPerUser: 10,
  sendPerSecond: 5,
  sendBurst: 10,
} as const;

/** Milliseconds. */
export const TIMINGS = {
  pingIntervalMs: 25_000,
  pingTimeoutMs: 20_000,
  headsEveryMs: 10_000,
  gateHoldMs: 100,
  reconnectMinMs: 500,
  reconnectMaxMs: 30_000,
  typingRepeatMs: 3_000,
  typingExpiresMs: 6_000,
  presenceRefreshMs: 10_000,
  presenceLeaseMs: 30_000,
  presenceAwayMs: 300_000,
  presenceBatchMs: 1_000,
  receiptsBatchMs: 1_000,
  accessTokenMs: 15 * 60_000,
  authRefreshNeededMs: 60_000,
  refreshGraceMs: 10_000,
} as const;

/** Why the server closes a socket, and whether the client should come back by itself. */
export const CLOSE_REASONS = {
  draining: { reconnect: true, meaning: 'This node is shutting down; another one takes over.' },
  slow_reader: { reconnect: true, meaning: 'The client read too slowly; resume fetches what it missed.' },
  token_expired: { reconnect: true, meaning: 'The access token lapsed; connect with a fresh one.' },
  session_revoked: { reconnect: false, meaning: 'The session was ended; sign in again.' },
  too_many_sockets: { reconnect: false, meaning: 'The user has too many live sockets; the oldest was closed.' },
  rate_limited: { reconnect: true, meaning: 'Far too many events; come back later.' },
  protocol_error: { reconnect: false, meaning: 'Frames this server does not understand.' },
} as const;

export type CloseReason = keyof typeof CLOSE_REASONS;
