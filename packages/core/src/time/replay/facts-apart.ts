import type { Opened, Row } from '../../advance/state/row.ts';
import { encode } from '../../base/value/encode.ts';
import { isSame } from '../../base/value/same.ts';

/** In what two rows differ whose sentences are the same: the first fact that is not as it was, in words. */
export function factApart(recorded: Row, today: Row): string {
  const before = new Map(factsOf(recorded));
  const now = new Map(factsOf(today));
  for (const name of new Set([...before.keys(), ...now.keys()])) {
    const [was = 'nothing', is = 'nothing'] = [before.get(name), now.get(name)];
    if (was !== is) return `What differs is ${name}: ${shown(was, is)} was recorded, ${shown(is, was)} comes today.`;
  }
  return 'What differs is a value that has no words.';
}

type Fact = readonly [name: string, text: string];

function factsOf({ phase, opened, note = {}, from, to }: Row): readonly Fact[] {
  const { failure, value, tried: _tried, final: _final, input: _input, ...rest } = note;
  return [
    ['the node it comes from', from],
    ['the node it goes to', to ?? 'none'],
    ['what the lane is about', phase],
    ...(opened === undefined ? [] : openingFacts(opened)),
    ...(failure === undefined ? [] : [['the failure', `${failure.code ?? failure.name}: ${failure.message}`] as const]),
    ...(isSame(value, undefined) ? [] : [['what came with it', textOf(value)] as const]),
    ...Object.entries(rest).map(([name, fact]) => [`its "${name}"`, textOf(fact)] as const),
  ];
}

function openingFacts({ graph, then, need, lanes }: Opened): readonly Fact[] {
  return [
    ['the graph of its lanes', graph === '' ? "the thread's own" : graph],
    ['its lanes', lanes.map(({ path }) => path).join(', ')],
    ['where its lanes meet', then ?? 'nowhere'],
    ['how many of its lanes have to close', String(need)],
    ...lanes.flatMap(({ path, node, phase, needs = [], changes, seed }): readonly Fact[] => [
      [`the node of lane "${path}"`, node],
      [`what lane "${path}" is about`, phase],
      [`the lanes that lane "${path}" needs`, needs.join(', ')],
      [`what lane "${path}" starts with`, textOf({ ...changes, ...seed })],
    ]),
  ];
}

function textOf(fact: unknown): string {
  return typeof fact === 'string' ? fact : encode(fact);
}

/** So much of a fact is shown. */
const longest = 80;

/** A text, from shortly before it differs from another where it is long. */
function shown(text: string, other: string): string {
  if (text.length <= longest) return text;
  let same = 0;
  while (text[same] === other[same]) same += 1;
  const from = same < longest / 2 ? 0 : same - longest / 4;
  const part = text.slice(from, from + longest);
  return `${from === 0 ? '' : '…'}${part}${from + longest < text.length ? '…' : ''}`;
}
