import type { AnyGraph, AppendKey, InferOutput, Schema, ServiceDefinitions, ServicesOf } from '@cairn/core';
import type { z } from 'zod';
import type { Inferring } from '../kit/inferring.ts';
import type { Optional } from '../kit/optional.ts';
import type { PatternGraph, PatternOptions } from '../kit/pattern.ts';
import type { Notice } from '../people/notice.ts';
import type { AskingNode, PersonOptions } from '../people/person.ts';
import type {
  Agent,
  Captured,
  Contradiction,
  Refusal,
  Rollback,
  SegmentOf,
  SegmentState,
  SegmentUpdate,
  Written,
} from './agent.ts';

/** What owned segments are made of. */
export interface SegmentsOptions<
  Name extends string,
  Task extends Schema,
  Services extends ServiceDefinitions,
  Agents,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** Who writes, by name. */
  readonly agents: {
    readonly [Each in keyof Agents]: Inferring<Agents[Each], Captured<Agents[Each]>> &
      Agent<InferOutput<Task>, Agents[Each], Agents, ServicesOf<Services>>;
  };
  /** What cannot both be true among segments. What an agent just wrote is not accepted where it contradicts what was. */
  readonly contradictions?: (written: Written<NoInfer<Agents>>) => readonly Contradiction<NoInfer<keyof Agents>>[];
  /** How often an agent writes before it is given up; 2 by default. */
  readonly tries?: number;
  /** Whether a person accepts what is whole, too. */
  readonly confirm?: boolean;
  /** How people are asked; `'nobody'` has it end as `abandoned` at once where something is missing, and stands beside no `confirm`. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (about: Unsettled<InferOutput<Task>>) => Notice;
      });
}

/** What people are told about segments that they decide on. */
export interface Unsettled<Task> {
  readonly task: Task;
  readonly written: readonly string[];
  /** Who wrote nothing that could be accepted, and why. */
  readonly failed: Readonly<Record<string, string>>;
}

type Keys<Task extends Schema, Agents> = {
  readonly task: Task;
  readonly versions: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodNumber>>;
  readonly failed: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
  readonly refusals: AppendKey<Schema<Refusal>>;
  readonly rollbacks: AppendKey<Schema<Rollback>>;
  readonly by: z.ZodOptional<z.ZodString>;
} & {
  readonly [Name in keyof Agents & string]: Optional<
    Schema<SegmentUpdate<SegmentOf<Agents[Name]>>, SegmentState<SegmentOf<Agents[Name]>>>
  >;
};

/** The graphs that work for agents, as the kit looks for them. */
type WorkersOf<Agents> = { [Name in keyof Agents]: { readonly graph: Extract<Agents[Name], AnyGraph> } }[keyof Agents];

/** What people may say. */
export interface SegmentsEvents<Name> {
  /** Takes back what an agent wrote, and what depends on it; all of these write anew, and all else stays. */
  readonly rollback: { readonly agent: Name; readonly by: string; readonly why?: string };
  readonly accept: { readonly by: string };
  readonly giveUp: { readonly by: string };
}

/** The graph of segments. The state has each segment under the name of its agent. */
export type Segments<
  Name extends string,
  Task extends Schema,
  Services extends ServiceDefinitions = {},
  Agents = {},
> = PatternGraph<{
  readonly name: Name;
  readonly keys: Keys<Task, Agents>;
  readonly outcome: 'whole' | 'accepted' | 'abandoned' | 'exhausted';
  readonly nodes:
    | 'write'
    | 'assign'
    | `agent-${keyof Agents & string}`
    | 'judge'
    | 'person'
    | AskingNode
    | 'whole'
    | 'accepted'
    | 'abandoned'
    | 'exhausted';
  readonly events: SegmentsEvents<keyof Agents & string>;
  readonly services: Services;
  readonly workers: WorkersOf<Agents>;
}>;
