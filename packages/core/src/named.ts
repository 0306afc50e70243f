/**
 * What the compiler infers about a user's graphs and calls, it writes down by name where a module's declarations are emitted (`declaration`,
 * `composite`), and a name can stand there only if an entry of this package exports it. Nobody has to write these.
 */
export type { Mistake } from './base/problem/mistake.ts';
export type { Codec } from './base/value/codec.ts';
export type { Addressed, AwaitedGraph, Talked } from './definition/addressed.ts';
export type { SentOptions, StepOptions } from './definition/context.ts';
export type { Merged } from './definition/facts.ts';
export type {
  AppendKey,
  LocalKey,
  MergeKey,
  ReduceKey,
  SumKey,
  TransientKey,
  UnionKey,
  UpsertChange,
  UpsertKey,
} from './definition/keys.ts';
export type { AnswerTo, QuestionKey } from './definition/question.ts';
export type { Replace } from './definition/replace.ts';
export type { InferInput, InferOutput, Schema } from './definition/schema.ts';
export type { FlatServices } from './definition/service.ts';
export type { ChildOptions, ChildResult, FirstEvent, StartArguments } from './definition/starting.ts';
export type { StateOfKeys, StoredOfKeys, UpdateOfKeys } from './definition/state.ts';
export type { FailedAt } from './runtime/drive/summary.ts';
export type { Pruned, PruneOptions } from './store/prune.ts';
export type { Verified } from './store/verify.ts';
