import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '../options.js';
import { runAndCheck } from '../verdict.js';
import { NOT_PLANTED, type PlantName } from './bugs.js';
import { isNamed, kindsOf, wanted } from './named.js';
import { sceneFor } from './scenes.js';

/** What the checker said of a run of three nodes that have a bug. */
interface Sight {
  bug: PlantName | null;
  /** `I1 lost write` and so on, each kind of anomaly once. */
  reported: string[];
  /** See `isNamed`. */
  named: boolean;
  acked: number;
  seconds: number;
}

/** Plants one bug after the other in a cluster of its own, after a run without any, and looks whether each is called by its name. */
export async function provePlanted(
  bugs: ReadonlyArray<PlantName | null>,
  options: Pick<Options, 'seed' | 'out'> & { say: (line: string) => void; signal: AbortSignal },
): Promise<{ text: string; ok: boolean }> {
  const sights: Sight[] = [];
  for (const bug of bugs) {
    options.signal.throwIfAborted();
    options.say(bug ?? 'nothing planted');
    const sight = await look(bug, options);
    options.say(`${sight.named ? 'named' : 'NOT NAMED'}: ${sight.reported.join(', ') || 'nothing reported'}`);
    sights.push(sight);
    writeFileSync(join(options.out, 'planted.json'), `${JSON.stringify(sights, null, 2)}\n`);
  }
  return { text: inText(sights), ok: sights.every(({ named }) => named) };
}

async function look(
  bug: PlantName | null,
  { seed, out, say, signal }: Parameters<typeof provePlanted>[1],
): Promise<Sight> {
  const { report } = await runAndCheck({
    ...sceneFor(bug),
    ...{ seed, signal, plant: bug ?? undefined },
    out: join(out, bug ?? 'nothing'),
    replay: `npm run check:guarantee -- --planted=${bug ?? 'nothing'} --seed=${seed}`,
    say: (line) => say(`  ${line}`),
    progress: () => undefined,
  });
  const reported = kindsOf(report.verdict);
  const named = isNamed(bug, report.verdict);
  return { bug, reported, named, acked: report.figures.acked, seconds: Math.round(report.figures.seconds) };
}

/** A table in Markdown. */
function inText(sights: readonly Sight[]): string {
  const rows = sights.map(({ bug, reported, named, acked, seconds }) => {
    const main = bug ? wanted(bug) : 'nothing';
    const others = reported.filter((one) => one !== main).join(', ');
    const cells = [bug ? `\`${bug}\`` : 'none', main, named ? 'yes' : '**no**', others || '–', acked, seconds];
    return `| ${cells.join(' | ')} |`;
  });
  const planted = sights.filter(({ bug }) => bug !== null);
  return [
    '| Bug | Has to be reported as | Was it | Also reported | Messages acked | Seconds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...Object.entries(NOT_PLANTED).map(([bug, because]) => `| \`${bug}\` | not yet: ${because} | | | | |`),
    '',
    `${planted.filter(({ named }) => named).length} of ${planted.length} named`,
  ].join('\n');
}
