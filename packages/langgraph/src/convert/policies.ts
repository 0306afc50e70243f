import type { Graph } from '@cairn/core';
import type { Gap } from './gap.ts';
import type { Hidden } from './hidden.ts';
import type { CachePolicy, NodeSpec, RetryPolicy } from './lang-graph.ts';

type NodeSource = Graph['source']['nodes'][string];

/** How a node is tried, held to a time and used again, and who takes over where it fails. */
export type Policies = Pick<NodeSource, 'retry' | 'timeout' | 'cache' | 'onError'>;

/** Whose policies they are. */
interface Place {
  readonly at: string;
  readonly input: (state: never) => unknown;
  readonly gaps: Gap[];
  /** There is a cache. */
  readonly isCached: boolean;
}

/** What a node is held to, and its routers but for what is used again: they are asked each time. */
export function policiesOf(
  { retryPolicy, cachePolicy, timeout, errorHandlerNode: handler }: NodeSpec,
  { at, input, gaps, isCached }: Place,
): Policies {
  if (timeout?.idleTimeout !== undefined) {
    const why = 'Its idleTimeout has no place: what counts here is how long an attempt takes.';
    gaps.push({ at, why, mend: 'Give it a runTimeout instead.' });
  }
  const cache = !isCached
    ? undefined
    : typeof cachePolicy === 'object'
      ? cachePolicy
      : cachePolicy === true
        ? {}
        : undefined;
  return {
    ...(retryPolicy !== undefined && { retry: retryOf(retryPolicy) }),
    ...(timeout?.runTimeout !== undefined && { timeout: `${timeout.runTimeout}ms` as const }),
    ...(cache !== undefined && { cache: cacheOf(cache, input) }),
    ...(handler !== undefined && { onError: handler }),
  };
}

/** What LangGraph takes where a policy says nothing. */
const usual = { maxAttempts: 3, initialInterval: 500, backoffFactor: 2, maxInterval: 128_000 };

function retryOf(policy: RetryPolicy): NonNullable<NodeSource['retry']> {
  const { maxAttempts = usual.maxAttempts, initialInterval = usual.initialInterval } = policy;
  const { backoffFactor = usual.backoffFactor, maxInterval = usual.maxInterval, jitter = true } = policy;
  return {
    attempts: maxAttempts,
    backoff: `${initialInterval}ms`,
    factor: backoffFactor,
    max: `${maxInterval}ms`,
    ...(jitter && { jitter: 0.5 }),
    when: policy.retryOn ?? isWorthAnother,
  };
}

const refusals: ReadonlySet<unknown> = new Set([400, 401, 402, 403, 404, 405, 406, 407, 409]);

/** Which errors LangGraph tries again where a policy does not say. */
function isWorthAnother(error: unknown): boolean {
  const { name, message, code, status, response, error: inner } = Object(error) as FailedCall;
  if (message?.startsWith('Cancel') === true || message?.startsWith('AbortError') === true) return false;
  if (name === 'AbortError' || name === 'GraphValueError' || code === 'ECONNABORTED') return false;
  return !refusals.has(Number(response?.status ?? status)) && inner?.code !== 'insufficient_quota';
}

interface FailedCall {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly response?: { readonly status?: unknown };
  readonly error?: { readonly code?: unknown };
}

function cacheOf({ keyFunc, ttl }: CachePolicy, input: (state: never) => unknown): NonNullable<NodeSource['cache']> {
  const key = (state: unknown): unknown => {
    const given = input(state as never);
    // What is found says where its node goes, which another lane may not.
    const isInLane = (state as Hidden)['step:task'] !== undefined;
    return [isInLane, keyFunc === undefined ? given : keyFunc([given])];
  };
  return { key, ttl: ttl === undefined ? '36500d' : `${ttl}s` };
}
