/** What the author of a store or of an adapter needs: the contract, the problems it raises, and the parts that they share. */
export { toMilliseconds, type Duration } from './base/duration.ts';
export { isDamage } from './store/records.ts';
export { driverJson, isAlive, summaryOf, type SeenOwner, type Summary } from './store/told-record.ts';
export { counted } from './base/problem/counted.ts';
export { listed } from './base/problem/listed.ts';
export { suggest } from './base/problem/nearest.ts';
export { hashOf } from './base/hash.ts';
export { isProblem, Problem, problem, type ProblemCode } from './base/problem/problem.ts';
export type { Problems } from './base/problem/problem-facts.ts';
export {
  acceptBounds,
  acceptCached,
  acceptCommit,
  acceptMessage,
  acceptPlan,
  acceptSent,
  acceptTags,
  acceptThread,
  fenceAfter,
  follow,
  outputsKept,
} from './store/contract/accept.ts';
export { acceptItemPlace, acceptItemQuery, acceptItems, acceptItemSearch } from './store/contract/accept-items.ts';
export { isOtherwise } from './store/contract/changed.ts';
export { differenceOf, patched, type Edit } from './base/difference.ts';
export { keyOf, writtenKey } from './base/value/key-text.ts';
export { putTogether, takeApart, type ErrorParts } from './base/problem/error-parts.ts';
export {
  conditionOf,
  edgeOf,
  endOfSayings,
  isItemWrite,
  madeOver,
  sayingOf,
  spanOf,
  withSaying,
  writeOver,
} from './store/contract/item.ts';
export { cosine, mustBeAsLong, tellingWords, wordsOf } from './store/contract/likeness.ts';
export type {
  FoundItem,
  Item,
  ItemCheck,
  ItemEdge,
  ItemNeed,
  ItemPlace,
  ItemPut,
  ItemQuery,
  ItemSaying,
  ItemSearch,
  ItemSpan,
  ItemTies,
  ItemWrite,
  ItemWriteOver,
} from './store/contract/item.ts';
export { tagThread, type TagChange } from './store/tag-thread.ts';
export { isAsKnown, mayTake, type Found, type Take } from './store/contract/take.ts';
export { isPassing } from './store/contract/is-passing.ts';
export { memory } from './store/memory/memory.ts';
export type { MemoryOptions } from './store/memory/memory-keeping.ts';
export { outside, within, type Span } from './store/contract/shared-past.ts';
export type {
  Asked,
  Blob,
  Brings,
  Changed,
  Commit,
  Message,
  NewThread,
  Owner,
  Posted,
  RowQuery,
  Soon,
  Status,
  Store,
  StoredOutput,
  StoredRow,
  StoredSnapshot,
  StoredState,
  ThreadOrder,
  ThreadPage,
  ThreadQuery,
  ThreadRecord,
  ThreadUpdate,
} from './store/contract/store.ts';
export { ThreadCounting, type CountQuery, type ThreadCount } from './store/contract/thread-counts.ts';
export {
  inOrder,
  limitOf,
  orderOf,
  pageOf,
  placeIn,
  placeOf,
  statuses,
  threadOrders,
  type Listed,
  type Place,
} from './store/contract/thread-list.ts';
