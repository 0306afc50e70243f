import type { Issue, Mistake } from './mistake.ts';

/**
 * What can go wrong, and the facts each problem carries.
 *
 * Each code has a heading in `docs/problems/<subject>.md` and a test that raises it.
 */
export interface Problems {
  'graph/invalid': { graph: string; mistakes: readonly Mistake[] };
  'graph/another': { graph: string; given: string };
  'value/refused': { path: string; found: string };
  'value/unreadable': { path: string; found: string };
  'codec/invalid': { name: string; found: string };
  'value/invalid': { path: string; issues: readonly Issue[] };
  'schema/async': { path: string };
  'update/not-an-object': { from: string; found: string };
  'update/unknown-key': { from: string; key: string; graph: string; hint: string };
  'update/undeclared-key': { from: string; key: string; writes: readonly string[] };
  'decision/failed': { what: string; message: string };
  'decision/async': { what: string };
  'decision/no-verdict': { what: string; found: string };
  'decision/no-time': { what: string; found: string };
  'transition/undeclared': { where: string; to: string; hint: string };
  'transition/no-case': { node: string };
  'lanes/not-a-list': { where: string; found: string };
  'lanes/invalid-id': { where: string; id: string; why: string };
  'lanes/invalid-needs': { where: string; id: string; why: string };
  'lanes/no-count': { where: string; found: string; expected: string };
  'lane/not-found': { lane: string; lanes: readonly string[] };
  'state/conflict': {
    node: string;
    key: string;
    lanes: readonly [string, string];
    written?: { readonly cause: string; readonly label?: string };
  };
  'limit/exceeded': { name: string; limit: number; loop: readonly string[]; per?: 'turn' | 'day'; graph?: string };
  'limit/unknown': { name: string; graph: string; hint: string };
  'activity/timeout': { node: string; milliseconds: number };
  'activity/refused': { node: string; reason: string; update: unknown };
  'activity/over': { thread: string; node: string; call: string };
  'activity/unknown-graph': { thread: string; node: string; graph: string; known: readonly string[] };
  'step/repeated': { node: string; key: string };
  'step/invalid-key': { node: string; key: string; why: string };
  'step/waits': { node: string; step: string; key: string };
  'update/shared-key': { from: string; key: string; graph: string };
  'step/saves': { node: string; key: string };
  'event/unknown': { event: string; graph: string; hint: string };
  'event/not-accepted': {
    event: string;
    accepted: readonly string[];
    tried: readonly string[];
    asked?: readonly string[];
    failed?: readonly string[];
    final?: boolean;
  };
  'context/invalid': { why: string };
  'event/ambiguous': { event: string; lanes: readonly string[] };
  'answer/not-asked': { key: string; open: readonly string[] };
  'answer/ambiguous': { key: string; lanes: readonly string[] };
  'timer/not-due': { lane: string; timer: string };
  'edit/unknown-node': { node: string; hint: string };
  'edit/outside-lane': { lane: string; node: string; nodes: readonly string[] };
  'edit/ambiguous': { node: string; lanes: readonly string[] };
  'thread/not-found': { thread: string; store: string };
  'thread/exists': { thread: string; graph: string; why: string };
  'thread/invalid-id': { thread: string; why: string };
  'thread/invalid-message-id': { thread: string; id: string; why: string };
  'thread/over': { thread: string; status: string };
  'thread/send-refused': { thread: string; event: string; why: string };
  'thread/not-failed': { thread: string; lane?: string; stands: string };
  'thread/busy': { thread: string; owner: string };
  'thread/stale': { thread: string };
  'thread/outcome-unknown': { thread: string };
  'thread/abandoned': { thread: string; takeovers: number; nodes: readonly string[] };
  'thread/wrong-graph': { thread: string; graph: string; given: string };
  'thread/changed-graph': { thread: string; graph: string; missing: readonly string[]; fingerprint?: string };
  'thread/newer-graph': { thread: string; graph: string; version: string };
  'thread/unknown-graph': { thread?: string; graph: string; known: readonly string[] };
  'checkpoint/not-found': { thread: string; seq: number | string; head: number; first?: number };
  'checkpoint/unknown-key': { thread: string; seq: number; lane: string; key: string; hint: string };
  'export/newer': { found: number; known: number };
  'export/damaged': { line: number; found: string };
  'replay/diverged': { thread: string; graph: string; seq: number; how: string };
  'fork/unknown-result': { thread: string; result: string; known: readonly string[] };
  'fork/unfit': { thread: string; seq: number; graph: string; key?: string; why: string };
  'service/missing': { missing: readonly { readonly service: string; readonly graph: string }[]; hint: string };
  'service/unreadable': { service: string; message: string };
  'runtime/closed': { what: string };
  'runtime/option': { option: string; found: string; expected: string };
  'worker/refused': { why: string };
  'listener/failed': { what: string; message: string };
  'around/failed': { what: string; why: string };
  'duration/invalid': { found: string };
  'machine/undurable': {
    machine: string;
    mistakes: readonly { readonly path: string; readonly message: string }[];
  };
  'config/invalid': {
    document: string;
    mistakes: readonly {
      readonly code: string;
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }[];
  };
  'machine/unfit': { machine: string; actor: string; why: string };
  'script/unknown-node': { graph: string; node: string; hint: string };
  'script/no-activity': { node: string };
  'script/used-up': { node: string; outcomes: number };
  'script/no-method': { method: string; hint: string };
  'fact/no-source': { namespace: readonly string[]; id: string };
  'fact/other-vectors': { store: string; table: string; asked: number; found: number };
  'store/newer': { store: string; found: number; known: number };
  'store/older': { store: string; found: number; known: number };
  'store/foreign': { store: string; found: string };
  /** `whole` where it is not a part of it that is damaged, so that nothing of it can be relied on. */
  'store/corrupt': { store: string; found: string; whole?: true };
  'store/read-only': { store: string };
  'store/full': { store: string };
  'store/busy': { store: string; waited: number };
  'store/io': { store: string; found: string };
  'store/cannot-open': { store: string; found: string };
  'store/replaced': { store: string };
  'store/closed': { store: string };
  'store/another': { store: string; table: string; made: string };
  'store/refused': { store: string; what: string; found: string };
  'store/invalid-cursor': { store: string; cursor: string };
}
