// Which build belongs to which sources: a hash of the files, kept beside what was built from them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs `make` unless the stamp says that it was made from these very files; `make` answers false when it failed. */
export async function whenChanged(stamp, paths, make) {
  const want = hash(paths.flatMap((path) => filesOf(join(root, path))));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return true;
  if (!(await make())) return false;
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, want);
  return true;
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && !f.parentPath.includes('node_modules'))
    .map((f) => join(f.parentPath, f.name))
    .filter((f) => statSync(f).size < 1 << 20)
    .sort();
}

function hash(files) {
  const h = createHash('sha256').update(process.version);
  for (const file of files) h.update(file.slice(root.length)).update(readFileSync(file));
  return h.digest('hex');
}
