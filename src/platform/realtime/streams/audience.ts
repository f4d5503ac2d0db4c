/** One stream a user belongs to, as of `aclVersion`. */
export interface Belonging {
  streamId: string;
  aclVersion: number;
  /** The user sees nothing below it. */
  joinedSeq: number;
}

export interface Membership {
  aclVersion: number;
  /** User id → joinedSeq. */
  members: Pick<ReadonlyMap<string, number>, 'get'>;
}

/** Who hears what: answered by the module that owns membership. Reads must not be older than asked for. */
export interface AudienceSource {
  /** The conversation streams of a user; the user's own stream is not among them. */
  streamsOf(userId: string): Promise<Belonging[]>;
  /** The members at `atLeastAclVersion` or later; null: the stream does not exist (any more). */
  membersOf(streamId: string, atLeastAclVersion: number): Promise<Membership | null>;
}

/** Until a module registers its source nobody belongs to anything but their own stream. */
export const NOBODY: AudienceSource = { streamsOf: async () => [], membersOf: async () => null };
