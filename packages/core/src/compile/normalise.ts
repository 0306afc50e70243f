import { toMilliseconds } from '../base/duration.ts';
import { dictionary } from '../base/value/dictionary.ts';
import type {
  HandlerSource,
  JoinSource,
  NextSource,
  NodeSource,
  OnErrorSource,
  OnSource,
} from '../definition/source.ts';
import type {
  AllPlan,
  CasePlan,
  Handler,
  Meeting,
  NextPlan,
  NodeKind,
  NodePlan,
  OnErrorPlan,
  RetryPlan,
} from './plan.ts';
import { timersIn } from './timers-in.ts';

/** The canonical form of a node of the graph at a place of the plan; `child` says where its subgraph is. */
export function normaliseNode(name: string, source: NodeSource, at: string, child: string | undefined): NodePlan {
  const { run, input, output, verify, cache, timeout, writes, share } = source;
  return Object.freeze({
    name,
    kind: kindOf(source),
    ...(run && { run: run }),
    ...(child !== undefined && { child }),
    ...(input && { input: input }),
    ...(output && { output: output }),
    ...(verify && { verify: verify }),
    ...(source.next !== undefined && {
      next: normaliseNext(source.next, at === '' ? `nodes.${name}` : `${at}:nodes.${name}`),
    }),
    on: normaliseOn(source.on),
    after: timersIn(source.after),
    ...(source.onError !== undefined && { onError: normaliseOnError(source.onError) }),
    retry: normaliseRetry(source),
    ...(timeout !== undefined && { timeout: toMilliseconds(timeout) }),
    ...(cache && { cache: { key: cache.key, ttl: toMilliseconds(cache.ttl) } }),
    ...(writes && { writes }),
    ...(share !== undefined && share.length > 0 && { share }),
  });
}

function kindOf({ final, run, graph, on, after }: NodeSource): NodeKind {
  if (final === true) return 'final';
  if (run !== undefined) return 'run';
  if (graph !== undefined) return 'graph';
  return on === undefined && after === undefined ? 'pass' : 'wait';
}

function normaliseNext(next: NextSource, place: string): NextPlan {
  if (typeof next === 'string') return { kind: 'to', to: next };
  if ('choose' in next) return { kind: 'choose', choose: next.choose, among: next.among };
  if ('all' in next) {
    const entries = next.all.map((entry) => (typeof entry === 'string' ? { to: entry, needs: [] } : entry));
    return { kind: 'all', entries: inOrderOfNeeds(entries), ...normaliseJoin(next) };
  }
  if ('each' in next) {
    const { each, to, id, needs, limit } = next;
    const named = { ...(id && { id }), ...(needs && { needs }) };
    return { kind: 'each', each, to, ...named, ...(limit !== undefined && { limit }), ...normaliseJoin(next) };
  }
  const otherwise = next.find((entry) => typeof entry === 'string');
  const cases = next
    .filter((entry) => typeof entry !== 'string')
    .map(({ when, to, label }, index): CasePlan => ({
      when,
      to,
      ...(label !== undefined && { label }),
      place: `${place}.next[${index}].when`,
    }));
  return { kind: 'cases', cases, ...(otherwise !== undefined && { otherwise }) };
}

type Entry = AllPlan['entries'][number];

/** Entries as declared, but after those they need; each names all that it needs, directly or not. */
function inOrderOfNeeds(entries: readonly Entry[]): readonly Entry[] {
  const ordered = new Map<string, Entry>();
  const visit = ({ to, needs }: Entry): void => {
    if (ordered.has(to)) return;
    for (const name of needs) visit(entries.find((entry) => entry.to === name) ?? { to: name, needs: [] });
    const all = new Set(needs.flatMap((name) => [...(ordered.get(name)?.needs ?? []), name]));
    ordered.set(to, { to, needs: [...ordered.keys()].filter((name) => all.has(name)) });
  };
  for (const entry of entries) visit(entry);
  return [...ordered.values()];
}

function normaliseJoin({ then, need = 'all', onError, merge }: JoinSource): Meeting {
  return {
    then,
    need: need === 'any' ? 1 : need,
    ...(onError !== undefined && { onError: normaliseOnError(onError) }),
    ...(merge && { merge: merge }),
  };
}

/** The canonical form of `on`: a list of handlers for each event. */
export function normaliseOn(on: OnSource | undefined): Readonly<Record<string, readonly Handler[]>> {
  const handlers = dictionary<readonly Handler[]>();
  for (const [event, entry] of Object.entries(on ?? {})) {
    handlers[event] = (Array.isArray(entry) ? entry : [entry]).map(normaliseHandler);
  }
  return handlers;
}

function normaliseHandler(entry: string | HandlerSource): Handler {
  return typeof entry === 'string' ? { to: entry } : entry;
}

function normaliseOnError(onError: OnErrorSource): OnErrorPlan {
  return typeof onError === 'string' ? { to: onError } : onError;
}

function normaliseRetry({ retry }: NodeSource): RetryPlan {
  return {
    attempts: retry?.attempts ?? 1,
    backoff: toMilliseconds(retry?.backoff ?? 0),
    factor: retry?.factor ?? 2,
    max: retry?.max === undefined ? Infinity : toMilliseconds(retry.max),
    jitter: retry?.jitter ?? 0,
    ...(retry?.when && { when: retry.when }),
  };
}
