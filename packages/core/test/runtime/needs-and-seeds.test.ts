import { append, graph, run } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('a lane sees what the lanes it needs changed, directly or not, and may set a key after them', async () => {
  const built = graph({
    name: 'built',
    state: { parts: append(z.string()), last: z.string().optional() },
    start: 'build',
    nodes: {
      build: {
        next: {
          all: [{ to: 'third', needs: ['second'] }, 'first', { to: 'second', needs: ['first'] }],
          then: 'end',
        },
      },
      first: { run: () => ({ parts: ['1'], last: 'first' }), next: 'end' },
      second: { run: (s) => ({ parts: [`${s.parts.join('')}2`] }), next: 'end' },
      third: { run: (s) => ({ parts: [`${s.parts.join('')}3`], last: 'third' }), next: 'end' },
      end: { final: true },
    },
  });

  expect(await run(built)).toMatchObject({ status: 'done', state: { parts: ['1', '12', '1123'], last: 'third' } });
});

test('a plain key that an entry of each gives to its lane is the lane’s alone', async () => {
  const sized = graph({
    name: 'sized',
    state: { companies: z.array(z.string()), company: z.string().optional(), sizes: append(z.string()) },
    start: 'fan',
    nodes: {
      fan: { next: { each: (s) => s.companies.map((company) => ({ company })), to: 'size', then: 'end' } },
      size: { run: (s) => ({ sizes: [`${s.company ?? '?'}:${(s.company ?? '').length}`] }), next: 'end' },
      end: { final: true },
    },
  });

  const result = await run(sized, { companies: ['a', 'bc'] });

  expect(result).toMatchObject({ status: 'done', state: { sizes: ['a:1', 'bc:2'] } });
  expect(result.state.company).toBeUndefined();
});
