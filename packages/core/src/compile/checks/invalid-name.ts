import { isOfMany } from '../../definition/question.ts';
import { latePattern } from '../../base/problem/late-pattern.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { below, found } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';

/** A name that JavaScript takes for something else. */
const reserved = '__proto__';

const isWord = /^[\w-]+$/u;
const unfit = latePattern(String.raw`[./@\s\p{Cc}\p{Cs}]`);

/** Names of graphs and nodes are the parts of paths such as `gather.1/logs`, so they cannot hold what separates them. */
export function invalidName(graph: GraphOutline): readonly Mistake[] {
  const at = (name: string) => below(graph.path, name);
  const mistakes: Mistake[] = [];
  if (typeof graph.fields['name'] === 'string') mistakes.push(...partOfPath(at('name'), graph.name));
  for (const { path, name } of graph.nodes.values()) mistakes.push(...partOfPath(path, name));
  for (const name of Object.keys(graph.keys)) mistakes.push(...label(below(at('state'), name), name));
  for (const name of Object.keys(graph.limits)) mistakes.push(...label(below(at('limits'), name), name));
  for (const name of Object.keys(graph.services)) mistakes.push(...label(below(at('services'), name), name));
  for (const name of Object.keys(graph.declared ?? {})) mistakes.push(...label(below(at('events'), name), name));
  for (const name of Object.keys(graph.questions)) {
    mistakes.push(...label(below(at('questions'), name), name), ...declaredTwice(graph, name));
  }
  return mistakes;
}

function partOfPath(path: string, name: string): readonly Mistake[] {
  if (isWord.test(name) || !unfit().test(name)) return label(path, name);
  const [character = ''] = unfit().exec(name) ?? [];
  const said = `The name ${found(name)} holds ${found(character)}. Use letters, digits, "-" and "_": names become parts of paths such as "gather.1/logs".`;
  return [mistake('invalid-name', path, said)];
}

/** A key that two names declare would have two schemas. */
function declaredTwice({ path, questions }: GraphOutline, name: string): readonly Mistake[] {
  const other = Object.keys(questions).find((each) => each !== name && isOfMany(each, name));
  if (other === undefined) return [];
  const said = `The name ${found(other)} declares what ${found(name)} does. Name questions apart, or all of them at once.`;
  return [mistake('invalid-name', below(below(path, 'questions'), name), said)];
}

/** What JSON has to escape. */
const escaped = latePattern(String.raw`["\\\p{Cc}\p{Cs}]`);

function label(path: string, name: string): readonly Mistake[] {
  if (name === '') return [mistake('invalid-name', path, 'This name is empty. Give it one that says what it is.')];
  const [character] = isWord.test(name) ? [] : (escaped().exec(name) ?? []);
  if (character !== undefined) {
    const said = `The name ${found(name)} holds ${found(character)}. Use a name without quotes, backslashes and control characters.`;
    return [mistake('invalid-name', path, said)];
  }
  if (name !== reserved) return [];
  return [mistake('invalid-name', path, `JavaScript keeps the name "${reserved}" for itself. Choose another.`)];
}
