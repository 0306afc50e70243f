import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { fatal, graph, open, service, sideTable, type SideTable } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { breaker, type BreakerOptions, type BreakerState } from '@cairn/patterns';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-breaker-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Services = { readonly breakers: ReturnType<typeof service<SideTable<BreakerState>>> };

/** The bank, as it goes today, and how often it was called. */
class Bank {
  goes: 'well' | 'badly' | 'never' | 'nowhere' = 'well';
  calls = 0;

  async ask(): Promise<string> {
    this.calls += 1;
    if (this.goes === 'badly') throw new Error('the bank is down');
    if (this.goes === 'never') await new Promise(() => undefined);
    if (this.goes === 'nowhere') throw fatal('no such account');
    return 'from the bank';
  }
}

function guarded(bank: Bank, more: Partial<BreakerOptions<unknown, string, Services>> = {}) {
  const ask = breaker<unknown, string, Services>({
    name: 'bank',
    table: ({ breakers }) => breakers,
    opens: { failures: 3 },
    for: '30s',
    work: async () => bank.ask(),
    fallback: () => 'from the book',
    ...more,
  });
  return graph({
    name: 'asking',
    state: { answer: z.string().optional(), code: z.string().optional() },
    services: { breakers: service<SideTable<BreakerState>>() },
    start: 'ask',
    nodes: {
      ask: {
        run: async (s, ctx) => ({ answer: await ask(s, ctx) }),
        timeout: '1m',
        onError: { to: 'over', update: (_s, { code }) => ({ code }) },
        next: 'over',
      },
      over: { final: true },
    },
  });
}

/** Processes on one file, each with a clock of its own. */
function processOf(asking: ReturnType<typeof guarded>) {
  const clock = virtualClock();
  const store = sqlite(join(folder, 'bank.db'));
  const breakers = sideTable<BreakerState>(store, 'breakers', { clock });
  const cairn = open({ store, graphs: [asking], clock, services: { breakers } });
  const ask = async (): Promise<string | undefined> => {
    const thread = await cairn.start(asking, {});
    const { state } = await thread.settled();
    return state.answer ?? state.code;
  };
  return { clock, cairn, ask, breakers };
}

test('failures are counted over processes, and an open breaker calls nobody until it is time to see', async () => {
  const bank = new Bank();
  const asking = guarded(bank);
  const [one, two] = [processOf(asking), processOf(asking)];
  bank.goes = 'badly';
  expect([await one.ask(), await two.ask(), await one.ask()]).toEqual(Array.from({ length: 3 }, () => 'from the book'));
  expect(bank.calls).toBe(3);
  expect((await two.breakers.get('bank'))?.value).toMatchObject({ state: 'open', reason: 'the bank is down' });
  bank.goes = 'well';
  expect([await one.ask(), await two.ask()]).toEqual(['from the book', 'from the book']);
  expect(bank.calls).toBe(3);
  await one.clock.advance('30s');
  expect(await one.ask()).toBe('from the bank');
  expect((await two.breakers.get('bank'))?.value).toMatchObject({ state: 'closed' });
  expect(await two.ask()).toBe('from the bank');
  await one.cairn.close();
  await two.cairn.close();
});

test('a success begins the count anew', async () => {
  const bank = new Bank();
  const one = processOf(guarded(bank));
  for (const goes of ['badly', 'badly', 'well', 'badly', 'badly'] as const) {
    bank.goes = goes;
    await one.ask();
  }
  expect((await one.breakers.get('bank'))?.value).toEqual({ state: 'closed', kept: 2 });
  await one.cairn.close();
});

test('one call at a time sees whether it is well, over all processes; where nothing is heard of it, another does', async () => {
  const bank = new Bank();
  const asking = guarded(bank);
  const [one, two] = [processOf(asking), processOf(asking)];
  bank.goes = 'badly';
  for (let at = 0; at < 3; at += 1) await one.ask();
  await Promise.all([one.clock.advance('30s'), two.clock.advance('30s')]);
  bank.goes = 'never';
  bank.calls = 0;
  const asked = Array.from({ length: 8 }, async (_, at) => (at % 2 === 0 ? one : two).ask());
  expect(await Promise.race(asked)).toBe('from the book');
  await expect.poll(() => bank.calls).toBe(1);
  // Whoever asked is gone, or hangs: its time to see is over.
  await two.clock.advance('30s');
  bank.goes = 'well';
  expect(await two.ask()).toBe('from the bank');
  expect(bank.calls).toBe(2);
  expect((await two.breakers.get('bank'))?.value).toMatchObject({ state: 'closed' });
  await one.cairn.close();
  await two.cairn.close();
});

test('where it is not well yet, it is open for as long again', async () => {
  const bank = new Bank();
  const one = processOf(guarded(bank));
  bank.goes = 'badly';
  for (let at = 0; at < 3; at += 1) await one.ask();
  await one.clock.advance('30s');
  expect(await one.ask()).toBe('from the book');
  expect(bank.calls).toBe(4);
  await one.clock.advance('29s');
  await one.ask();
  expect(bank.calls).toBe(4);
  await one.clock.advance('1s');
  bank.goes = 'well';
  expect(await one.ask()).toBe('from the bank');
  await one.cairn.close();
});

test('a call that is cut off by its timeout is a failure', async () => {
  const bank = new Bank();
  const one = processOf(guarded(bank, { opens: { failures: 1 } }));
  bank.goes = 'never';
  const asked = one.ask();
  await expect.poll(() => bank.calls).toBe(1);
  await one.clock.advance('1m');
  await asked;
  await expect.poll(async () => (await one.breakers.get('bank'))?.value.state).toBe('open');
  await one.cairn.close();
});

test('it may open by the share of the last calls that failed', async () => {
  const bank = new Bank();
  const one = processOf(guarded(bank, { opens: { share: 0.5, of: 4 } }));
  for (const goes of ['badly', 'well', 'badly', 'badly'] as const) {
    expect((await one.breakers.get('bank'))?.value.state ?? 'closed').toBe('closed');
    bank.goes = goes;
    await one.ask();
  }
  expect((await one.breakers.get('bank'))?.value).toMatchObject({ state: 'open' });
  await one.cairn.close();
});

test('what is wrong with the call counts for nothing, and without a fall-back the attempt fails', async () => {
  const bank = new Bank();
  const asking = guarded(bank, { opens: { failures: 1 }, fallback: undefined as never });
  const one = processOf(asking);
  bank.goes = 'nowhere';
  await one.ask();
  expect(await one.breakers.get('bank')).toBeUndefined();
  bank.goes = 'badly';
  await one.ask();
  expect(await one.ask()).toBe('breaker/open');
  expect(bank.calls).toBe(2);
  await one.cairn.close();
});
