import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, run, service } from '@cairn/core';
import { delayed, scripted, scriptedService, virtualClock } from '@cairn/testing';

interface Bank {
  charge(amount: number): Promise<string>;
  refund(receipt: string): Promise<void>;
}

const purchase = graph({
  name: 'purchase',
  state: { amount: z.number(), log: append(z.string()) },
  services: { bank: service<Bank>() },
  start: 'pay',
  nodes: {
    pay: {
      run: async (s, { services }) => ({ log: [await services.bank.charge(s.amount)] }),
      retry: { attempts: 5 },
      onError: { to: 'unpaid', update: (_, { code, message }) => ({ log: [`${code} ${message}`] }) },
      next: 'back',
    },
    back: { run: async (s, { services }) => services.bank.refund(s.log[0] ?? ''), next: 'end' },
    unpaid: { final: true },
    end: { final: true },
  },
});

test('the outcomes of a method are played in order, errors being thrown, and its calls are kept', async () => {
  const { service: bank, calls } = scriptedService<Bank>({
    charge: [new Error('down'), 'receipt'],
    refund: async () => {},
  });
  const result = await run(purchase, { amount: 3 }, { services: { bank } });
  expect(result).toMatchObject({ outcome: 'end', state: { log: ['receipt'] } });
  expect(calls).toEqual([
    { method: 'charge', given: [3] },
    { method: 'charge', given: [3] },
    { method: 'refund', given: ['receipt'] },
  ]);
});

test('an outcome that is delayed comes by the clock that was given', async () => {
  const clock = virtualClock();
  const { service: bank } = scriptedService<Bank>({ charge: [delayed('2h', 'late')], refund: [undefined] }, { clock });
  const cairn = open({ store: memory(), graphs: [purchase], clock, services: { bank } });
  const thread = await cairn.start(purchase, { amount: 1 });
  await clock.advance('1h');
  expect(await thread.status()).toBe('running');
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ outcome: 'end' });
  await cairn.close();
});

test.each([
  [{ charge: [] }, 'script/used-up', '"charge" was called once more'],
  [{ refund: [] }, 'script/no-method', 'has no method "charge". Known: "refund"'],
])('a call of %j that nothing stands for fails its node at the first attempt', async (scripts, code, says) => {
  const { service: bank } = scriptedService<Bank>(scripts);
  const result = await run(purchase, { amount: 1 }, { services: { bank } });
  expect(result).toMatchObject({ outcome: 'unpaid', state: { log: [expect.stringContaining(`${code} `)] } });
  expect(result.state.log[0]).toContain(says);
});

test('a scripted service may be awaited, printed and compared', async () => {
  const { service: bank } = scriptedService<Bank>({});
  expect(await Promise.resolve(bank)).toBe(bank);
  expect(JSON.stringify({ bank })).toBe('{"bank":{}}');
  expect(String(Object.keys(bank))).toBe('');
});

test('a graph needs no services for activities that are scripted', async () => {
  const { graph: acted } = scripted(purchase, { pay: [{ log: ['a'] }], back: [undefined] });
  expect(await run(acted, { amount: 1 })).toMatchObject({ outcome: 'end' });
});

test('a graph needs services as long as one function that is given them is left', async () => {
  const { graph: acted } = scripted(purchase, { pay: [{ log: ['a'] }] });
  await expect(run(acted, { amount: 1 })).rejects.toMatchObject({ code: 'service/missing' });
  const { service: bank } = scriptedService<Bank>({ refund: [undefined] });
  const cairn = open({ store: memory(), graphs: [acted], services: { bank } });
  expect(await (await cairn.start(acted, { amount: 1 })).settled()).toMatchObject({ outcome: 'end' });
  await cairn.close();
});
