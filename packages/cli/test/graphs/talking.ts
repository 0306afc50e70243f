import { graph } from '@cairn/core';

export { caller } from './talking-elsewhere.ts';

export const called = graph({
  name: 'called',
  state: {},
  start: 'end',
  nodes: { end: { final: true } },
});
