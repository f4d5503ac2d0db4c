/** Opaque list cursors: base64url of a JSON array of keys. They carry no rights; every page checks again. */
export function encodeCursor(keys: ReadonlyArray<string | number>): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys, or null where the text is not a cursor of that many keys. */
export function decodeCursor(text: string, length: number): Array<string | number> | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const sound =
      Array.isArray(keys) &&
      keys.length === length &&
      keys.every((k) => typeof k === 'string' || Number.isSafeInteger(k));
    return sound ? (keys as Array<string | number>) : null;
  } catch {
    return null;
  }
}
