/**
 * Presence: who is here, who was last seen when, who is typing.
 *
 * Owns: leases of devices (Redis; in the process when alone), `last_seen`. Does not own: sockets, membership.
 * Guarantees: one status per user, merged over devices (online before away before offline), shown only to people who share a
 * conversation; each socket hears of changes at most once a second. A device is leased for 30 s from its last sign of life,
 * so nobody is shown longer than 35 s after his last device or its node went silent; after a clean disconnect he is offline
 * within 5 s, and a device that returns within 3 s was never gone. Typing is stored nowhere and lapses after 6 s.
 * Limits: changes and typing may be lost on the way; `presence.get` tells what is so. Last seen is coarse (5 minutes).
 * Failure: with Redis down every status is `unknown`, and sending is untouched.
 */
export { PresenceApi } from './presence.api.js';
export { PresenceModule } from './presence.module.js';
