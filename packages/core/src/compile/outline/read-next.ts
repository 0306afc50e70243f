import { orderByNeeds } from '../../base/order-by-needs.ts';
import { attempt, below, fieldsOf, entriesOf, noFields } from './fields.ts';
import { alwaysHolds, guardText } from './guard-text.ts';
import { eachText } from '../lane-text.ts';
import type { AllPlan, Author, CasePlan, EachPlan, Meeting, NextPlan } from '../plan.ts';
import type { Fields, ForkOutline, LaneOutline, ListEntry, Target, Way } from './outline.ts';
import { readOnError } from './read-exits.ts';
import type { Reader } from './reader.ts';

const shapes = [
  'the name of a node',
  'a list of cases',
  '{ choose, among }',
  '{ all, then }',
  'or { each, to, then }',
].join(', ');

const joinFields = ['then', 'need', 'onError', 'merge'];

/** Where a node leads, as a plan has it; and the fork, where it opens lanes. */
interface Leading {
  readonly next?: NextPlan;
  readonly fork?: ForkOutline;
}

/** Reads `next` into ways and lists. */
export function readNext(reader: Reader, path: string, next: unknown): Leading {
  if (next === undefined) return {};
  if (typeof next === 'string') {
    reader.ways.push({ kind: 'next', path, to: next });
    return { next: { kind: 'to', to: next } };
  }
  const entries = entriesOf(next);
  if (entries !== undefined) return { next: readCases(reader, path, entries) };
  const fields = fieldsOf(next) ?? {};
  const [by, ...others] = ['choose', 'all', 'each'].filter((name) => fields[name] !== undefined);
  if (by === undefined || others.length > 0) {
    reader.wrong(path, next, `one of: ${shapes}`);
    reader.ways.push({ kind: 'next', path, to: undefined });
    return {};
  }
  if (by === 'choose') return { next: readChoose(reader, path, fields) };
  return readFork(reader, path, fields, by === 'all' ? 'all' : 'each');
}

function readCases(reader: Reader, path: string, entries: readonly unknown[]): NextPlan {
  const cases: CasePlan[] = [];
  const otherwise = entries.find((entry) => typeof entry === 'string');
  const read = entries.map((entry, index): ListEntry => {
    const at = `${path}[${index}]`;
    if (typeof entry === 'string') {
      reader.ways.push({ kind: 'case', path: at, to: entry, ...(entries.length > 1 && { label: 'otherwise' }) });
      return { path: at, guarded: false };
    }
    const fields = reader.record(at, entry, 'a case such as { when: (state) => …, to: "…" } or the name of a node');
    const label = typeof fields['label'] === 'string' ? fields['label'] : guardText(fields['when']);
    if (fields !== noFields) {
      if (fields['when'] === undefined) reader.wrong(`${at}.when`, undefined, 'a function of the state');
      reader.typed(at, fields, { when: 'function', label: 'string' });
      reader.known(at, fields, ['when', 'to', 'label'], 'A case');
      const { path: to, to: name } = reader.target(`${at}.to`, fields['to']);
      reader.ways.push({ kind: 'case', path: to, to: name, ...(label !== undefined && { label }) });
      cases.push(fields as unknown as CasePlan);
    } else reader.ways.push({ kind: 'case', path: at, to: undefined });
    return { path: at, guarded: !alwaysHolds(fields['when']) };
  });
  reader.lists.push({ path, of: 'cases', entries: read });
  return { kind: 'cases', cases, ...(otherwise !== undefined && { otherwise }) };
}

function readChoose(reader: Reader, path: string, fields: Fields): NextPlan {
  reader.typed(path, fields, { choose: 'function' });
  reader.known(path, fields, ['choose', 'among'], 'A choice');
  const at = `${path}.among`;
  const among = reader.list(at, fields['among'], 'the list of the nodes it may choose');
  const targets = (among ?? []).map((entry, index) => reader.target(`${at}[${index}]`, entry));
  for (const target of targets) reader.ways.push({ kind: 'choice', ...target });
  if (among === undefined) reader.ways.push({ kind: 'choice', path: at, to: undefined });
  else reader.lists.push({ path: at, of: 'choices', entries: targets.map(named) });
  return { kind: 'choose', choose: fields['choose'] as Author, among: targets.map(({ to }) => to as string) };
}

const functionsOfEach = {
  each: 'function',
  id: 'function',
  needs: 'function',
  until: 'function',
  onClosed: 'function',
} as const;

function readFork(reader: Reader, path: string, fields: Fields, by: 'all' | 'each'): Leading {
  const own = by === 'all' ? ['all'] : ['each', 'to', 'id', 'needs', 'limit', 'until', 'onClosed'];
  reader.known(path, fields, [...own, ...joinFields], by === 'all' ? 'A fork by "all"' : 'A fork by "each"');
  reader.typed(path, fields, { merge: 'function', ...(by === 'each' && functionsOfEach) });
  const lanes = by === 'all' ? readAll(reader, `${path}.all`, fields['all']) : [readEach(reader, path, fields)];
  const then: Way = { kind: 'join', ...reader.target(`${path}.then`, fields['then']), ...joinLabel(fields['need']) };
  reader.ways.push(...lanes, then);
  const onError = readOnError(reader, `${path}.onError`, fields['onError']);
  const { need, limit, merge } = fields;
  const hasNeeds = by === 'each' && fields['needs'] !== undefined;
  const needed = allNeeds(lanes);
  const meeting = {
    then: then.to as string,
    need: need === 'any' ? 1 : ((need ?? 'all') as Meeting['need']),
    ...(onError && { onError }),
    ...(merge !== undefined && { merge: merge as Author }),
  };
  return {
    fork: { by, path, lanes, then, need, limit, merges: merge !== undefined, hasNeeds, needed },
    next:
      by === 'all' ? { kind: 'all', entries: inOrderOfNeeds(lanes, needed), ...meeting } : eachPlan(fields, meeting),
  };
}

/** Entries as declared, but after those they need; each names all that it needs, directly or not. Those that need each other have no order. */
function inOrderOfNeeds(lanes: readonly LaneOutline[], needed: ForkOutline['needed']): AllPlan['entries'] {
  const direct = lanes.map(({ to, needs }) => ({ id: to as string, needs: needs.map((need) => need.to as string) }));
  const names = (attempt(() => orderByNeeds(direct)) ?? []).map((place) => (direct[place] as (typeof direct)[0]).id);
  return names.map((to) => ({ to, needs: names.filter((name) => needed.get(to)?.has(name)) }));
}

function allNeeds(lanes: readonly LaneOutline[]): ForkOutline['needed'] {
  const direct = new Map(lanes.map(({ to, needs }) => [to, needs.flatMap((need) => need.to ?? [])]));
  const all = new Map<string, ReadonlySet<string>>();
  for (const { to } of lanes) {
    if (to === undefined) continue;
    const needed = new Set(direct.get(to));
    // A set takes what is added while it is gone through.
    for (const name of needed) for (const next of direct.get(name) ?? []) needed.add(next);
    all.set(to, needed);
  }
  return all;
}

function eachPlan(fields: Fields, meeting: Meeting): EachPlan {
  const { each, to, id, needs, limit, until, onClosed } = fields as unknown as EachPlan;
  const ids = { ...(id && { id }), ...(needs && { needs }), ...(until && onClosed && { until, onClosed }) };
  return { kind: 'each', each, to, ...ids, ...(limit !== undefined && { limit }), ...meeting };
}

function joinLabel(need: unknown): { label?: string } {
  if (typeof need === 'function') return { label: guardText(need) ?? '…' };
  return typeof need === 'string' || typeof need === 'number' ? { label: String(need) } : {};
}

function readEach(reader: Reader, path: string, fields: Fields): LaneOutline {
  const hasNeeds = fields['needs'] !== undefined;
  if (hasNeeds && fields['id'] === undefined)
    reader.wrong(`${path}.id`, undefined, 'a function of the state that gives what "needs" names');
  if (fields['until'] !== undefined) mustComeAndGo(reader, path, fields);
  else if (fields['onClosed'] !== undefined)
    reader.wrong(`${path}.until`, undefined, 'a function of the state, as "onClosed" is asked where lanes come and go');
  const label = eachText(hasNeeds, fields['until'] !== undefined);
  return { kind: 'lane', ...reader.target(`${path}.to`, fields['to']), label, needs: [] };
}

/** Lanes that come and go have names, bring in what they found by themselves, and are as many as the state lists. */
function mustComeAndGo(reader: Reader, path: string, fields: Fields): void {
  const why = 'as "until" has lanes come and go';
  if (fields['id'] === undefined) reader.wrong(`${path}.id`, undefined, `a function that names each lane, ${why}`);
  if (fields['onClosed'] === undefined)
    reader.wrong(`${path}.onClosed`, undefined, `a function that says what a lane that has closed gives, ${why}`);
  for (const name of ['needs', 'need', 'limit', 'merge'])
    if (fields[name] !== undefined) reader.wrong(`${path}.${name}`, fields[name], `absent, ${why}`);
}

function readAll(reader: Reader, path: string, all: unknown): readonly LaneOutline[] {
  const entries = reader.list(path, all, 'a list of the nodes at which lanes start');
  if (entries === undefined) return [{ kind: 'lane', path, to: undefined, needs: [] }];
  const lanes = entries.map((entry, index) => readLane(reader, `${path}[${index}]`, entry));
  reader.lists.push({ path, of: 'lanes', entries: lanes.map(named) });
  return lanes;
}

function readLane(reader: Reader, path: string, entry: unknown): LaneOutline {
  if (typeof entry === 'string') return { kind: 'lane', path, to: entry, needs: [] };
  const fields = reader.record(path, entry, 'the name of a node or { to, needs }');
  if (fields === noFields) return { kind: 'lane', path, to: undefined, needs: [] };
  reader.known(path, fields, ['to', 'needs'], 'A lane');
  const target = reader.target(`${path}.to`, fields['to']);
  const at = below(path, 'needs');
  const names = reader.list(at, fields['needs'], 'the list of the entries it waits for');
  const needs = (names ?? []).map((name, index) => reader.target(`${at}[${index}]`, name));
  reader.lists.push({ path: at, of: 'needs', entries: needs.map(named) });
  const waited = needs.flatMap((need) => need.to ?? []);
  return { kind: 'lane', ...target, ...(waited.length > 0 && { label: `needs ${waited.join(', ')}` }), needs };
}

function named({ path, to }: Target): ListEntry {
  return { path, name: to, guarded: false };
}
