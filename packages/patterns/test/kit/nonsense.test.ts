import { memory, open, type AnyGraph, type Thread } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { describe, expect, test } from 'vitest';
import { forms, nonsense, places } from './every-place.ts';

/** A runtime, without the types of its graphs. */
interface Loose {
  start(graph: AnyGraph, input: object): Promise<Thread>;
}

/** How a thread of a graph stands once nothing more happens to it. */
async function standing(made: AnyGraph, input: object) {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [made], clock, services: {} });
  const thread = await (cairn as unknown as Loose).start(made, input);
  await clock.advance('3d');
  const now = await thread.now();
  await cairn.close();
  return now;
}

const cases = places.flatMap((of) => Object.keys(forms).map((form) => ({ ...of, form })));

describe.each(cases)('$place, as $form', ({ place, form, made, input, outcomes, good }) => {
  test.each(Object.keys(nonsense))('%s ends it as it is documented', async (kind) => {
    const who = forms[form]?.(nonsense[kind] as () => unknown);
    const { status, ...now } = await standing(made(who), input);
    expect({ place, status, ...now }).toMatchObject({ status: 'done' });
    expect(outcomes).toContain((now as { readonly outcome?: string }).outcome);
  });

  test('what fits is taken', async () => {
    const who = form === 'input of a graph' ? undefined : forms[form]?.(() => good);
    if (who === undefined) return;
    expect(await standing(made(who), input)).toMatchObject({ status: 'done', outcome: outcomes[0] });
  });
});
