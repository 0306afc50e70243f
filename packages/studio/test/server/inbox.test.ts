import { memory } from '@cairn/core';
import { expect, it } from 'vitest';
import type { Inbox } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { fill } from '../many-threads.ts';
import { get } from './asking.ts';

it('reads each plan once an answer, however many threads wait', async () => {
  const store = memory();
  await fill(store, 500);
  const plans: string[] = [];
  const counting: typeof store = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        if (name === 'plan') plans.push(String(given[0]));
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  const looking = studio(counting);
  const { items } = (await get<Inbox>(looking, 'inbox?limit=200')).body;
  expect(items).toHaveLength(200);
  for (const { events } of items) expect(events).toMatchObject([{ name: 'close', schema: { type: 'object' } }]);
  expect(plans).toEqual([...new Set(plans)]);
  expect(plans).toHaveLength(1);
  await looking.close();
});
