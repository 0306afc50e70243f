import type { Context, NodeOf } from '@cairn/core';
import type { BaseMessage } from '@langchain/core/messages';
import type { Tool } from '../model/chat-model.ts';
import type { Conversing } from '../model/prompt.ts';
import type { ApprovalPolicy } from './approval.ts';
import { callTool, toldFailure, type Calling, type ToolSpend } from './call-tool.ts';
import { mustBeKnown, nameOf } from './must-be-known.ts';
import { callsIn, type Call } from './tool-call.ts';

type AnyNode = NodeOf<{ readonly state: {} }, string>;

/** How tools are called. */
export interface ToolOptions<Name extends string, Then extends string> {
  /** Where the conversation goes on, once all have answered. */
  readonly then: Then;
  /** The name of the node, `tools` where none is given; a call is made at the node of that name with `-call` behind it. */
  readonly name?: Name;
  /** Which calls somebody has to approve, by the answer to the question `approve:<id of the call>`. */
  readonly approve?: ApprovalPolicy;
  /** How many are called at a time. */
  readonly limit?: number;
  /** What is done about a call that throws, before the model is told. */
  readonly retry?: NonNullable<AnyNode['retry']>;
  /** For each attempt of a call. */
  readonly timeout?: NonNullable<AnyNode['timeout']>;
  /** The limits by which calls are counted: the name of that of all, or names of that and of those of some tools. */
  readonly spend?: ToolSpend;
}

interface Told {
  readonly messages: BaseMessage;
}

interface InLane {
  readonly call?: Call | undefined;
}

/** The two nodes by which tools are called. */
export type ToolNodes<Name extends string, Then extends string> = {
  readonly [Key in Name]: {
    readonly next: {
      readonly each: (state: Conversing) => readonly { readonly call: Call }[];
      readonly to: `${Name}-call`;
      readonly then: Then;
      readonly limit?: number;
    };
  };
} & {
  readonly [Key in `${Name}-call`]: {
    readonly run: (state: InLane, context: Calling) => Promise<Told>;
    readonly next: Then;
    readonly onError: {
      readonly to: Then;
      readonly update: (state: InLane, failure: Context['failures'][number]) => Told;
    };
    readonly retry?: NonNullable<AnyNode['retry']>;
    readonly timeout?: NonNullable<AnyNode['timeout']>;
  };
};

/**
 * Nodes that call the tools which the last answer asks for, to be spread into a graph that has the parts of {@link conversation}. Each call is
 * a lane: they are made side by side, what has answered is on disk, and its answers come in the order of the calls.
 */
export function toolNodes<const Then extends string, const Name extends string = 'tools'>(
  tools: readonly Tool[],
  { then, name = 'tools' as Name, approve = [], limit, retry, timeout, spend }: ToolOptions<Name, Then>,
): ToolNodes<Name, Then> {
  if (typeof approve !== 'function') mustBeKnown('tool to approve', approve, tools.map(nameOf));
  const calling = {
    run: async ({ call }: InLane, context: Calling) => ({
      messages: await callTool(tools, { approve, spend }, call as Call, context),
    }),
    next: then,
    onError: {
      to: then,
      update: ({ call }: InLane, failure: Context['failures'][number]) => ({
        messages: toldFailure(call as Call, failure),
      }),
    },
    ...(retry !== undefined && { retry }),
    ...(timeout !== undefined && { timeout }),
  };
  const opening = {
    next: {
      each: ({ messages }: Conversing) => callsIn(messages).map((call) => ({ call })),
      to: `${name}-call`,
      then,
      ...(limit !== undefined && { limit }),
    },
  };
  return { [name]: opening, [`${name}-call`]: calling } as unknown as ToolNodes<Name, Then>;
}
