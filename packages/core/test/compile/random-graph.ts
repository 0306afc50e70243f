import fc from 'fast-check';

import type { AnyGraph } from '../../src/definition/facts.ts';
import { append } from '../../src/definition/keys.ts';
import { anything, loose, work } from './loose.ts';

/** What a random graph does, one after another. */
type Part =
  | { readonly kind: 'run' | 'wait' | 'cases' | 'choose'; readonly back: number; readonly ahead: number }
  | { readonly kind: 'all' | 'each'; readonly lanes: readonly (readonly Part[])[]; readonly needs: boolean }
  | { readonly kind: 'graph'; readonly parts: readonly Part[] };

const { parts } = fc.letrec<{ part: Part; parts: readonly Part[] }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constantFrom('run', 'wait', 'cases', 'choose'),
      back: fc.nat(3),
      ahead: fc.nat(3),
    }),
    fc.record({
      kind: fc.constantFrom('all', 'each'),
      lanes: fc.array(tie('parts'), { minLength: 1, maxLength: 3 }),
      needs: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('graph' as const), parts: tie('parts') }),
  ),
  parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
}));

/** Graphs without a mistake: sequences, loops, choices, waits, lanes in lanes, subgraphs. */
export const soundGraph: fc.Arbitrary<AnyGraph> = parts.map((each) => new Builder().graph(each, 'top'));

class Builder {
  #count = 0;

  graph(given: readonly Part[], name: string): AnyGraph {
    const nodes: Record<string, unknown> = { finished: { final: true } };
    const start = this.#sequence(given, 'finished', nodes);
    const first = nodes[start] as object;
    return loose({
      name,
      state: { x: anything, log: append(anything) },
      events: { go: anything },
      on: { go: start },
      ...(name === 'top' && { after: [{ in: '30d', to: start }, { at: () => 5 }] }),
      start,
      nodes: { [start]: first, ...nodes },
    });
  }

  /** Adds nodes for parts that end at `exit`; gives the first one's name. */
  #sequence(given: readonly Part[], exit: string, nodes: Record<string, unknown>): string {
    const names = given.map(({ kind }) => `${kind}${this.#count++}`);
    for (const [index, part] of given.entries()) {
      const place = { before: names.slice(0, index + 1), after: [...names.slice(index + 1), exit] };
      nodes[names[index] as string] = this.#node(part, place, nodes);
    }
    return names[0] as string;
  }

  #after(ahead: string | undefined): unknown {
    this.#count += 1;
    if (this.#count % 2 === 0) return { '1h': ahead };
    return [
      { in: '1h', to: ahead },
      { at: (s: { x: Date }) => s.x, to: ahead, label: 'by the state' },
      { in: work, when: work },
    ];
  }

  #onError(ahead: string | undefined, last: string | undefined): unknown {
    this.#count += 1;
    return this.#count % 2 === 0
      ? ahead
      : [
          { when: work, to: ahead, label: 'some failures' },
          { when: work, to: last },
        ];
  }

  #node(part: Part, { before, after }: { before: string[]; after: string[] }, nodes: Record<string, unknown>): unknown {
    const next = after[0] as string;
    if (part.kind === 'graph') return { graph: this.graph(part.parts, 'inner'), next };
    if (part.kind === 'all') {
      const all = part.lanes.map((lane) => this.#sequence(lane, next, nodes));
      const last = all.length > 1 && part.needs ? { to: all.at(-1), needs: all.slice(0, 1) } : all.at(-1);
      return { next: { all: [...all.slice(0, -1), last], then: next, onError: after.at(-1) } };
    }
    if ('lanes' in part) {
      const named = part.needs ? { id: work, needs: work, need: work, limit: work } : {};
      return { next: { each: work, to: this.#sequence(part.lanes[0] ?? [], next, nodes), then: next, ...named } };
    }
    const back = before[part.back % before.length];
    const ahead = after[part.ahead % after.length];
    if (part.kind === 'run') return { run: work, writes: ['log'], onError: this.#onError(ahead, after.at(-1)), next };
    if (part.kind === 'wait')
      return { on: { go: [{ when: work, to: back }, { to: next }] }, after: this.#after(ahead) };
    if (part.kind === 'cases') return { next: [{ when: work, to: back }, { when: work, to: ahead }, next] };
    return { next: { choose: work, among: [...new Set([back, ahead, next])] } };
  }
}
