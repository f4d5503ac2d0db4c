// npm test: the whole suite, from nothing. `npm test -- <path>` runs only the specs under that path.
// The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root, run, say } from './prepare.mjs';

await prepare();

const only = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const check = (name, command, args) => {
  say(name);
  const ok = run(command, args);
  counts[ok ? 'passed' : 'failed'] += 1;
  if (!ok) say(`FAILED: ${name}`);
};

if (only.length === 0) {
  check('types', 'npx', ['--no-install', 'tsc', '-p', 'tsconfig.json']);
  check('types of the web client', 'npx', ['--no-install', 'tsc', '-p', 'web/tsconfig.json']);
  check('lint', 'npx', ['--no-install', 'eslint', '.', '--max-warnings=0']);
  check('format', 'npx', ['--no-install', 'prettier', '--check', '--log-level=warn', '.']);
  const cruise = ['--no-install', 'depcruise', '--config', '.dependency-cruiser.mjs', 'src', 'sdk', 'web/src'];
  check('module boundaries', 'npx', cruise);
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
  `--outputFile.json=${report}`,
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
