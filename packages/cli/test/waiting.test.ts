import { describe, expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn, type CairnOptions } from './cairn.ts';

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

test('a thread that is left to workers is running in every list, and where it is shown, until one has looked', async () => {
  const place = folder();
  await cairn(place, ['start', '-g', reviewed, '--id', 'R-1', '--detach']);
  expect((await cairn(place, ['thread', 'list'])).stdout).toMatch(/^R-1 .* running .* nobody /mu);
  expect((await cairn(place, ['thread', 'show', 'R-1'])).stdout).toMatch(
    /^R-1@\d+ {2}running[^]*driven {4}by nobody; "cairn resume R-1" or a worker goes on/u,
  );
  await cairn(place, ['resume', 'R-1', '-g', reviewed]);
  expect((await cairn(place, ['thread', 'show', 'R-1'])).stdout).toMatch(/^R-1@\d+ {2}waiting/u);
});

test('a list of what waits has the one first that goes on the soonest, where that is asked for, page by page', async () => {
  const place = folder();
  for (const [id, days] of [
    ['D-30', 30],
    ['D-none', 0],
    ['D-2', 2],
    ['D-7', 7],
  ] as const)
    await cairn(place, ['start', '-g', graphs('days.ts'), '--id', id, `days=${days}`]);
  const ids = async (...args: readonly string[]) => {
    const { threads, cursor } = jsonIn(await cairn(place, ['waiting', '--json', ...args])) as {
      readonly threads: readonly { readonly id: string }[];
      readonly cursor?: string;
    };
    return { ids: threads.map(({ id }) => id), cursor };
  };
  expect((await ids()).ids).toEqual(['D-7', 'D-2', 'D-none', 'D-30']);
  const first = await ids('--order', 'due', '--limit', '2');
  expect(first.ids).toEqual(['D-2', 'D-7']);
  expect(await ids('--order', 'due', '--cursor', first.cursor ?? '')).toEqual({ ids: ['D-30', 'D-none'] });
});

test('a command stays until the timeout of a node whose activity holds no handle', async () => {
  expect(await cairn(folder(), ['start', '-g', silent, '--json'])).toMatchObject({ code: 3 });
});

describe('a thread that only time takes on', () => {
  const backingOff = graphs('backing-off.ts');
  const told = /^Waits until \d\d:\d\d:\d\d \(in \d+[mh]\) for retry after 1 failed attempt: Error: nobody answers\./mu;

  /** Presses Ctrl-C once it is told of the wait. */
  function interrupted(): CairnOptions {
    let isDone = false;
    return {
      onOutput(written, kill) {
        if (isDone || !told.test(written)) return;
        isDone = true;
        kill('SIGINT');
      },
    };
  }

  test('is told of once by a command that waits, and takes what is queued without a wait', async () => {
    const place = folder();
    const started = await cairn(place, ['start', '-g', backingOff, '--id', 'B-1'], interrupted());
    expect(started).toMatchObject({ code: 130, stderr: expect.stringMatching(told) as string });
    const sent = await cairn(place, ['send', 'B-1', 'go', 'by=ada', '--queue', '-g', backingOff]);
    expect(sent).toMatchObject({
      code: 4,
      stdout: 'B-1\n',
      stderr: expect.stringContaining('Queued; B-1 goes on in') as string,
    });
    const resumed = await cairn(place, ['resume', 'B-1', '-g', backingOff], interrupted());
    expect(resumed.stderr.match(/Waits until/gu)).toHaveLength(1);
    expect(resumed.stderr).toContain('What was sent stays queued: event go');
  });
});
