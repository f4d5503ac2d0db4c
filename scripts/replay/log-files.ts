import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The file itself, or the logs (`*.txt`) of a folder by name. */
export function logFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.txt') && !/^readme/iu.test(name));
  return names.sort().map((name) => join(path, name));
}
