import { expect, it } from 'vitest';
import { shares } from './cpu-profile.js';

const frame = (id: number, functionName: string, url = '') => ({ id, callFrame: { functionName, url } });

it('gives each sample between two moments to who ran, and idle time to nobody', () => {
  const nodes = [
    frame(1, '(idle)'),
    frame(2, '(garbage collector)'),
    frame(3, 'append', 'file:///x/dist/src/platform/journal/lane.js'),
    frame(4, 'query', 'file:///x/node_modules/pg/lib/client.js'),
    frame(5, 'verify', 'file:///x/node_modules/@nestjs/jwt/dist/index.js'),
    frame(6, 'emit', 'node:events'),
    frame(7, 'writev'),
  ];
  const profile = {
    nodes,
    samples: [3, 1, 2, 3, 4, 5, 6, 7, 3],
    timeDeltas: Array(9).fill(10) as number[],
    startTime: 100,
  };
  expect(Object.fromEntries(shares(profile, 110, 180))).toEqual({
    'garbage collection': 10,
    'src/platform/journal': 10,
    pg: 10,
    '@nestjs/jwt': 10,
    Node: 10,
    'native and system calls': 10,
  });
});
