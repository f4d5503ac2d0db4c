// npm test: the whole suite, from nothing. `npm test -- <path>` runs only the specs under that path.
// The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepare, root, run, say } from './prepare.mjs';

await prepare();

const onWindows = process.platform === 'win32';
const only = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const execute = promisify(execFile);
/** Two at a time, for two cores; what one says is shown when it is done, and only where it found something. */
const check = async (name, script) => {
  const found = await execute('npm', ['run', '--silent', script], {
    cwd: root,
    maxBuffer: 2 ** 26,
    shell: onWindows,
  }).then(
    () => null,
    ({ stdout, stderr, message }) => `${stdout}${stderr}` || message,
  );
  counts[found === null ? 'passed' : 'failed'] += 1;
  say(found === null ? `${name}: nothing to object to` : `FAILED: ${name}\n${found}`);
};

if (only.length === 0) {
  say('lint, types, module boundaries, format');
  await Promise.all([
    check('lint', 'lint'),
    (async () => {
      await check('types', 'types');
      await check('module boundaries', 'boundaries');
      await check('format', 'format:check');
    })(),
  ]);
}

say('specs (unit, integration, end to end)');
const report = join(root, '.cache', 'vitest.json');
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(report, { force: true });
const ok = run('npx', [
  '--no-install',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=.cache/vitest.json',
  ...only,
]);
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += numPassedTests;
  counts.skipped += numPendingTests;
  // A file that could not even be loaded has no failed test in it, and must count all the same.
  const unloadable = testResults.filter(
    (f) => f.status === 'failed' && f.assertionResults.every((t) => t.status !== 'failed'),
  ).length;
  counts.failed += numFailedTests + unloadable;
}
if (!ok && counts.failed === 0) counts.failed += 1;

console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
