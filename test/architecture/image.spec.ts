import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('lets into the image’s build what the build compiles', () => {
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
  const allowed = readFileSync('.dockerignore', 'utf8').split('\n');
  const folders = include.map((path) => `!${path.split('/')[0]}`);
  expect(allowed).toEqual(expect.arrayContaining(folders));
});
