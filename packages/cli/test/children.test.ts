// Threads that wait for threads of other graphs of their module, driven by commands.

import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';

const family = graphs('family.ts');
const paper = `${family}#paper`;

test('a command drives the threads that its thread waits for, and theirs', async () => {
  const place = folder();
  const ended = await cairn(place, ['start', '-g', paper, '--json', '--id', 'P-1', 'text=rivers']);
  expect([ended.code, jsonIn(ended)]).toMatchObject([0, { outcome: 'judged', state: { grade: 6, filed: 'done' } }]);
  const { stdout } = await cairn(place, ['thread', 'list', '--json']);
  const { threads } = JSON.parse(stdout) as { threads: { graph: string; status: string }[] };
  expect(threads.map(({ graph, status }) => `${graph} ${status}`).toSorted()).toEqual([
    'folder done',
    'paper done',
    'review done',
    'review done',
  ]);
});

test('a thread that waits for one that waits for somebody rests, and goes on once that is answered', async () => {
  const place = folder();
  const rests = await cairn(place, ['start', '-g', paper, '--json', '--id', 'P-1', 'text=mountains and rivers']);
  expect([rests.code, jsonIn(rests)]).toMatchObject([4, { questions: [{ key: 'grade', child: 'P-1-grade' }] }]);
  await cairn(place, ['answer', '-g', family, 'P-1-grade', 'grade', '7']);
  const ended = await cairn(place, ['resume', '-g', family, '--json', 'P-1']);
  expect([ended.code, jsonIn(ended)]).toMatchObject([0, { state: { grade: 7, filed: 'done' } }]);
});

test('threads that were left by a command are taken up with the one that waits for them', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', paper, '--detach', '--id', 'P-1', 'text=rivers']);
  const ended = await cairn(place, ['resume', '-g', family, '--json', 'P-1']);
  expect(jsonIn(ended)).toMatchObject({ outcome: 'judged', state: { grade: 6, filed: 'done' } });
});

test('a thread that is waited for only later is driven while another is waited for', async () => {
  const place = folder();
  const ended = await cairn(place, ['start', '-g', `${graphs('waking.ts')}#seeking`, '--json', 'path=found']);
  expect([ended.code, jsonIn(ended)]).toMatchObject([0, { outcome: 'done' }]);
});

test('a thread that talks to a graph which its module lacks is left as it was, and goes on with a module that has both', async () => {
  const place = folder();
  const left = await cairn(place, ['start', '-g', graphs('talking-elsewhere.ts'), '--id', 'C-1']);
  expect([left.code, left.stdout]).toEqual([1, '']);
  expect(left.stderr).toContain('talks to graph "called", which this runtime was not opened with');
  const ended = await cairn(place, ['resume', '-g', graphs('talking.ts'), '--json', 'C-1']);
  expect([ended.code, jsonIn(ended)]).toMatchObject([0, { outcome: 'called' }]);
});

test.each(['plain', 'stamped'])(
  'a command for %s runs, whatever the graphs beside it in its module hold',
  async (name) => {
    const ended = await cairn(folder(), ['start', '-g', `${graphs('stamped.ts')}#${name}`, '--json']);
    expect([ended.code, jsonIn(ended)]).toMatchObject([0, { outcome: 'end' }]);
  },
);
