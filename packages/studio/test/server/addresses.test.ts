import { graph, memory, open, type Cairn } from '@cairn/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';
import { pathOf } from '../../src/page/data/path-of.ts';
import { get, post } from './asking.ts';

const odd = graph({
  name: 'odd',
  state: {},
  events: {},
  start: 'wait',
  nodes: { wait: { after: { '24h': 'end' } }, end: { final: true } },
});

let cairn: Cairn<'odd'>;
let acting: Studio;

beforeAll(() => {
  cairn = open({ store: memory(), graphs: [odd] });
  acting = studio(cairn);
});

afterAll(async () => {
  await acting.close();
  await cairn.close();
});

const signs = fc.constantFrom('.', '~', '%', '/', '\\', '?', '#', '&', '+', '2', 'E', ':', '"', '$', 'ä', '🪨');

/** Ids that a thread may have. */
const ids = fc.oneof(
  fc.string({ unit: fc.constantFrom('.', '~'), minLength: 1, maxLength: 4 }),
  fc.string({ unit: signs, minLength: 1, maxLength: 8 }),
  fc.constantFrom('%2E', '%2e%2E', '..%2F', '%252E', 'constructor', '__proto__', 'export', 'threads'),
);

it('every thread has an address, which leads to it and to what can be done with it', async () => {
  await fc.assert(
    fc.asyncProperty(ids, async (id) => {
      await post(acting, 'threads', { graph: 'odd', id, input: {} });
      const told = async (...parts: readonly string[]) =>
        (await get<Api.ThreadShown & Api.LogPage & Api.InboxShown>(acting, pathOf(parts))).body;
      expect((await told('threads', id)).thread).toMatchObject({ id });
      expect((await told('threads', id, 'log')).thread).toBe(id);
      expect((await told('inbox', id)).thread).toMatchObject({ id });
      const tagged = await post<Api.Acted>(acting, pathOf(['threads', id, 'tag']), { add: ['seen'] });
      expect(tagged.body.thread).toMatchObject({ id, tags: ['seen'] });
      await cairn.thread(odd, id).tag({ remove: ['seen'] });
    }),
  );
});
