import { expect, it } from 'vitest';
import { XmlElements } from './xml-elements.js';

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' version='1.0'>`;
const ELEMENTS = [
  `<stream:features><bind xmlns='b'/><sm xmlns='s'/></stream:features>`,
  `<a h='1'/>`,
  `<message from='x'><body>#00000001 a &gt; b</body><x><y/></x></message>`,
  `<r xmlns='s'/>`,
];

it('gives each element once and whole, however the bytes arrive', () => {
  const stream = HEADER + ELEMENTS.join('');
  for (let size = 1; size <= stream.length; size++) {
    const got: string[] = [];
    const elements = new XmlElements((element) => got.push(element));
    for (let i = 0; i < stream.length; i += size) elements.push(stream.slice(i, i + size));
    expect(got).toEqual(ELEMENTS);
  }
});

it('starts over on a second stream', () => {
  const got: string[] = [];
  const elements = new XmlElements((element) => got.push(element));
  elements.push(`${HEADER}<success/>`);
  elements.restart();
  elements.push(`${HEADER}<a h='2'/>`);
  expect(got).toEqual(['<success/>', `<a h='2'/>`]);
});
