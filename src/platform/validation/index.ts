/**
 * Bodies: one decorated class, two ways to check it. REST runs class-validator; sockets run the same rules compiled from
 * the class's JSON Schema. Owns: the rules of the house (`IsId`, `IsSeq`, `IsText` …), each of them a schema. Guarantees:
 * both ways agree (a test compares them on generated inputs); unknown properties are refused; nothing is echoed.
 * Failure: a rule that has no schema stops the start, not the first message.
 */
export * from './as-integer.js';
export * from './body-schema.js';
export * from './broken-rule.js';
export * from './by-schema.js';
export * from './compile-body.js';
export * from './rules.js';
