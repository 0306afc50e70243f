import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';

const reviewed = `${graphs('quiet.ts')}#reviewed`;
const silent = `${graphs('quiet.ts')}#silent`;

test('a command comes back where a thread waits for somebody at a node that holds a graph, whose timers are far off', async () => {
  const place = folder();
  const started = await cairn(place, ['start', '-g', reviewed, '--id', 'R-1', '--json']);
  expect(started.code).toBe(4);
  expect(jsonIn(started)).toMatchObject({ status: 'waiting', events: ['go', 'again'] });
  expect(await cairn(place, ['send', 'R-1', 'again', '-g', reviewed])).toMatchObject({ code: 4 });
  expect(await cairn(place, ['send', 'R-1', 'go', '-g', reviewed])).toMatchObject({ code: 0 });
});

test('a command stays until the timeout of a node whose activity holds no handle', async () => {
  expect(await cairn(folder(), ['start', '-g', silent, '--json'])).toMatchObject({ code: 3 });
});
