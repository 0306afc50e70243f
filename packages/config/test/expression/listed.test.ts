import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prefix, timedLanguage } from '../../src/cel/language.ts';

test('the guide lists every function and method that an expression may use', () => {
  const guide = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  const [, listed = ''] = /\*\*Functions and methods\*\*(.*?)\n\n/su.exec(guide) ?? [];
  const names = new Set(Array.from(listed.matchAll(/`(?:cel\.)?(\w+)/gu), ([, name]) => name));
  const own = ['replace', 'spent', 'left', 'matches'];
  const there = timedLanguage.getDefinitions().functions.map(({ name }) => name);
  const offered = there.filter((name) => !name.startsWith(prefix) && !own.includes(name));
  expect(names).toEqual(new Set(offered));
});
