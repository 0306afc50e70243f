import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../../../../test/folder.ts';
import { program, type Program } from '../../../../test/program.ts';
import { limitIn } from '../processes/limit.ts';

const learner = new URL('../processes/learner.ts', import.meta.url);
const outcomes = Array.from({ length: 40 }, (_, at) => `o${at}`);

/** A policy on a file, and processes that learn for it. */
async function given() {
  const path = join(folder(), 'policy.db');
  const store = sqlite(path);
  onTestFinished(() => store.close());
  const begin = async (): Promise<Program> => {
    const made = program(learner, [path]);
    await made.hears('ready');
    return made;
  };
  return { policy: limitIn(store), begin };
}

/** Every version has one outcome more than the one before, and each outcome stands in them once. */
async function expectWhole(policy: ReturnType<typeof limitIn>, learners: readonly Program[]): Promise<void> {
  const { version, value } = await policy.read();
  expect(version).toBe(outcomes.length);
  expect(value.heard.toSorted()).toEqual(outcomes.toSorted());
  for (let at = 0; at <= version; at += 1)
    expect(await policy.read(at)).toEqual({ version: at, value: { heard: value.heard.slice(0, at) } });
  expect(await policy.read(version + 1)).toBeUndefined();
  // Whoever was told a version was told the one that has its outcome.
  for (const line of learners.flatMap(({ lines }) => lines).filter((each) => each.startsWith('learned'))) {
    const [, outcome, told] = line.split(' ');
    expect(Number(told)).toBe(value.heard.indexOf(outcome ?? '') + 1);
  }
}

test('what several processes learn at once, each of it told by all of them, makes each version once and loses none', async () => {
  const { policy, begin } = await given();
  const learners = await Promise.all([begin(), begin()]);
  learners[0]?.say(JSON.stringify(outcomes));
  learners[1]?.say(JSON.stringify(outcomes.toReversed()));
  for (const each of learners) await each.hears('all learned');
  await expectWhole(policy, learners);
});

test('where a process is killed while it learns, what is told again is learned once', async () => {
  const { policy, begin } = await given();
  const [dying, living] = await Promise.all([begin(), begin()]);
  dying.say(JSON.stringify(outcomes));
  living.say(JSON.stringify(outcomes.slice(30)));
  await dying.hears('learned');
  await dying.signal('SIGKILL');
  living.say(JSON.stringify(outcomes));
  for (let times = 0; times < 2; times += 1) await living.hears('all learned');
  await expectWhole(policy, [dying, living]);
});
