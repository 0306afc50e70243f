import { expect, test } from 'vitest';

import { check } from '../../src/compile/check.ts';
import { codecsOf } from '../../src/compile/codecs-of.ts';
import { compile, planData } from '../../src/compile/compile.ts';
import { diagram } from '../../src/compile/diagram.ts';
import { planDiagram } from '../../src/compile/plan-diagram.ts';
import { anything, nodes, work } from './loose.ts';

const looks = [check, compile, diagram, codecsOf].map((look) => [look.name, look] as const);

test.each(looks)('what is checked, drawn, stored and run is what %s found that looked first', (_name, look) => {
  const state: Record<string, unknown> = { text: anything };
  const a: Record<string, unknown> = { run: work, next: 'b' };
  const b: Record<string, unknown> = { on: { go: { to: 'end', when: work } }, after: { '1h': 'end' } };
  const events = { go: anything };
  const graph = nodes({ a, b }, { state, events });
  look(graph);
  const later = work.bind(undefined);
  Object.assign(state, { more: 3 });
  Object.assign(a, { run: later, next: 'nowhere', retry: { attempts: 0 } });
  Object.assign(b, { on: { stop: 'a' }, after: { soon: 'end' } });
  expect(check(graph)).toEqual([]);
  const { nodes: planned, keyNames } = compile(graph).graphs[''] as ReturnType<typeof compile>['graphs'][string];
  expect(keyNames).toEqual(['text']);
  expect(planned['a']).toMatchObject({ run: work, next: { kind: 'to', to: 'b' }, retry: { attempts: 1 } });
  expect(planned['b']).toMatchObject({ on: { go: [{ to: 'end', when: work }] }, after: [{ name: '1h' }] });
  expect(diagram(graph)).toEqual(planDiagram(planData(compile(graph))));
});
