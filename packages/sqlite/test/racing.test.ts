import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { diskLibrary, failingDisk, type Failure } from './disk/failing-disk.ts';
import { folder } from './folder.ts';
import { startWith, type OtherProcess } from './other-process.ts';

const library = diskLibrary();
const threads = ['t0', 't1', 't2', 't3', 't4', 't5'];

/** So many lines are told between two changes of what the disk does or who lives. */
const step = 120;
const steps = 60;

const failures: readonly Failure[] = [
  { error: 'ENOSPC', calls: ['write'], oneIn: 3 },
  { error: 'EIO', calls: ['write'], oneIn: 6, tear: true },
  { error: 'EIO', calls: ['sync', 'truncate'], oneIn: 2 },
  { error: 'EIO', calls: ['read'] },
  { error: 'ENOSPC', calls: ['write'] },
  { error: 'EMFILE', calls: ['open'] },
];

/** What a process told of one call. */
interface Told {
  readonly call: 'open' | 'heartbeat' | 'leave' | 'commit' | 'claim' | 'create';
  readonly thread: string;
  readonly mark: string;
  readonly fence?: number;
  readonly answer?: unknown;
  readonly problem?: string;
  readonly error?: string;
}

/** Processes that race on one file, on disks that fail and by `kill -9`, until they have told enough. */
async function race(path: string): Promise<readonly Told[]> {
  const told: Told[] = [];
  let born = 0;
  const course = { isOver: false };
  const racers = [0, 1, 2].map(() => ({
    disk: failingDisk(library ?? '', path),
    process: undefined as OtherProcess | undefined,
  }));
  const next = (): void => {
    const at = Math.floor(told.length / step);
    const racer = racers[at % racers.length];
    if (at >= steps) course.isOver = true;
    if (course.isOver || at % 4 === 3) void racer?.process?.kill();
    else if (at % 2 === 0) racer?.disk.fail(failures[(at / 2) % failures.length] as Failure);
    else racer?.disk.work();
    if (course.isOver) for (const each of racers) void each.process?.kill();
  };
  const live = async (racer: (typeof racers)[number]): Promise<void> => {
    while (!course.isOver) {
      racer.disk.work();
      racer.process = startWith(racer.disk.environment, 'racer', path, `r${born++}`, threads.join(' '));
      for (let line = await racer.process.ask(); line !== undefined; line = await racer.process.ask()) {
        told.push(JSON.parse(line) as Told);
        if (told.length % step === 0) next();
      }
    }
  };
  onTestFinished(() => void (course.isOver = true));
  await Promise.all(racers.map((racer) => live(racer)));
  return told;
}

describe.skipIf(library === undefined)('processes that race on a disk that fails, and are killed', () => {
  test('leave each thread with all that was accepted, once, in its own log, by one owner a fence', async () => {
    const path = join(folder(), 'cairn.db');
    const told = await race(path);
    const store = sqlite(path);
    expect(store.integrity()).toEqual([]);
    expect(told.filter(({ error }) => error !== undefined)).toEqual([]);
    const passing = ['store/full', 'store/io', 'store/busy', 'store/cannot-open', undefined];
    expect(told.filter(({ problem }) => !passing.includes(problem))).toEqual([]);

    const written = new Map<string, string>();
    for (const thread of threads) {
      const rows = await store.rows(thread);
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.filter(({ lane }) => lane !== thread)).toEqual([]);
      const marks = rows.map(({ label }) => String(label).split(' ') as [string, string]);
      const fences = marks.map(([fence]) => Number(fence));
      expect(fences).toEqual(fences.toSorted((left, right) => left - right));
      for (const [fence, mark] of marks) {
        const owner = mark.split('.')[0] ?? '';
        const before = written.get(`${thread} ${fence}`) ?? owner;
        expect(before).toBe(owner);
        written.set(`${thread} ${fence}`, owner);
        written.set(mark, thread);
      }
      const bursts = marks.map(([, mark]) => mark).filter((mark, index, all) => mark !== all[index - 1]);
      expect(bursts).toHaveLength(new Set(bursts).size);
    }

    const ends = (call: Told['call'], end: unknown) => told.filter((each) => each.call === call && each.answer === end);
    const accepted = [...ends('commit', 'ok'), ...ends('create', true)];
    expect(accepted.length).toBeGreaterThan(300);
    expect(accepted.filter(({ mark, thread }) => written.get(mark) !== thread)).toEqual([]);
    const refused = told.filter(
      ({ call, problem, answer }) => call === 'commit' && (problem !== undefined || answer === 'stale'),
    );
    expect(refused.length).toBeGreaterThan(50);
    expect(refused.filter(({ mark }) => written.has(mark))).toEqual([]);

    const fences = told.flatMap(({ call, thread, answer }) =>
      call === 'claim' && typeof answer === 'number' ? [`${thread} ${answer}`] : [],
    );
    expect(fences).toHaveLength(new Set(fences).size);
    const left = told.filter(({ call, answer }) => call === 'leave' && typeof answer === 'number');
    const bodies = await Promise.all(left.map(async ({ answer }) => (await store.message(Number(answer)))?.body));
    expect(bodies).toEqual(left.map(({ mark }) => `"${mark}"`));
    void store.close();
  });
});
