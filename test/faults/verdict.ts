import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHistory } from './history/index.js';
import { History } from './model/history.js';
import { inHtml, inText, type Report, reportOn } from './report/index.js';
import { type RunOptions, runFaults } from './run.js';

export interface Verdict {
  report: Report;
  /** For a terminal. */
  text: string;
  /** Where the text, the data, the page and the history are. */
  paths: { text: string; json: string; html: string; history: string };
}

/** Runs, checks and writes the report beside the history. */
export async function runAndCheck(options: RunOptions): Promise<Verdict> {
  const { historyPath: history } = await runFaults(options);
  const report = reportOn(await History.from(readHistory(history)));
  const text = inText(report);
  const file = (name: string) => join(options.out, name);
  const paths = { text: file('report.txt'), json: file('report.json'), html: file('report.html'), history };
  writeFileSync(paths.text, text);
  writeFileSync(paths.json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(paths.html, inHtml(report));
  return { report, text, paths };
}
