import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Folders in the order in which their specs begin; all others follow. The longest goes first, so that it does not go on alone
 * when everything else is done; it needs most of two cores, so beside it come those that mostly wait for time-outs.
 */
const FIRST = [
  'test/e2e/faults/guarantee',
  'test/integration/transport/',
  'test/integration/relay/',
  'test/integration/presence/',
  'test/integration/cli/',
  'test/e2e/',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const found = FIRST.findIndex((folder) => moduleId.includes(folder));
      return found < 0 ? FIRST.length : found;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
