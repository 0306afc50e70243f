import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { sentences } from '../../src/base/problem/problems.ts';
import { check } from '../../src/compile/check.ts';
import { mistakeCodes } from '../../src/compile/mistake.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import * as keys from '../../src/definition/keys.ts';
import { work } from './loose.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/problems/graph.md'), 'utf8');

/** The code blocks below each heading. */
const sections = new Map(
  page.split(/^## /mu).map((section) => {
    const [heading = ''] = section.split('\n', 1);
    return [heading, Array.from(section.matchAll(/```ts\n(.*?)```/gsu), ([, block]) => block as string)];
  }),
);

function codesIn(block: string): readonly string[] {
  const declared = runInNewContext(block, { graph, ...keys, z, work }) as AnyGraph;
  return [...new Set(check(declared).map(({ code }) => code))];
}

describe('the page about mistakes', () => {
  test('has a heading for each code, and no other', () => {
    const headings = [...sections.keys()].slice(1);
    expect(headings.filter((heading) => !(`graph/${heading}` in sentences))).toEqual([...mistakeCodes]);
  });

  test.each(mistakeCodes)('shows a graph with %s and how to mend it', (code) => {
    const [wrong = '', mended = '', ...others] = sections.get(code) ?? [];
    expect(others).toEqual([]);
    expect(codesIn(wrong)).toEqual([code]);
    expect(codesIn(mended)).toEqual([]);
  });
});
