/**
 * The log of a run: the one thing that the driver writes and the checker reads.
 *
 * One JSON object a line (`Line`), in the order of time. Six kinds, told apart by `phase`:
 * - `invoke`, then `ok`, `fail` or `info` with the same `call`: what a virtual user did, and what became of it (`Ops`, `outcomeOf`);
 * - `event`: what a device was shown without asking (`Sightings`);
 * - `final`: what was read when everything was at rest, from every node, every device, the database and Kafka (`Finals`);
 * - `mark`: the run itself, its users, faults, processes, leases and samples (`Marks`).
 *
 * The first line is the mark `run`, then one mark `user` per user; a user's `process` is his name in his tokens. Content never stands in
 * sightings, only its hashes and token; `seenEntry` and `seenMessage` make them. Bodies stand in `invoke` and in the logs of the end.
 */
export * from './digest.js';
export * from './finals.js';
export * from './line.js';
export * from './marks.js';
export * from './ops.js';
export * from './outcome.js';
export * from './reader.js';
export * from './token.js';
export * from './writer.js';
