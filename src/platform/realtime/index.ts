/**
 * Live fan-out: sockets, what they hear, and in which order.
 *
 * Owns: the Socket.IO server and its sockets, the dispatch of client events, the bus between nodes, the gates. Does not own:
 * membership (an `AudienceSource`), what a resume answers (messaging), the journal.
 * Guarantees: a socket is signed in before anything is accepted; every client event is answered through its ack; a released
 * socket gets a stream's entries as 1, 2, 3 … without gap or repeat, whatever the bus does; after the entry that removed
 * a user it gets nothing more of that stream.
 * Limits: frames in 64 KiB; 256 packets or 1 MB waiting per socket; WebSocket only. Ephemeral events may be lost.
 * Failure: Redis down: heads are polled, live delivery within 4 s. Postgres down: entries stop, sockets stay. A reader that is
 * too slow is closed and resumes.
 */
export { ParleyIoAdapter } from './adapter/io-adapter.js';
export { SignIn } from './adapter/sign-in.js';
export { Bus, type PacketListener } from './bus/bus.js';
export { Connection } from './connection/connection.js';
export { Connections } from './connection/connections.js';
export { Answer, RawJson } from './dispatch/answer.js';
export { CLIENT_EVENT, ClientEvent, type ClientEventMetadata } from './dispatch/client-event.js';
export { type Handler, Handlers } from './dispatch/handlers.js';
export { type EphemeralOptions, Realtime } from './realtime.js';
export * from './realtime.module.js';
export type { AudienceSource, Belonging, Membership } from './streams/audience.js';
export type { Registered } from './streams/streams.js';
export { DEFAULT_TIMINGS, REALTIME_TIMINGS, type RealtimeTimings } from './timings.js';
