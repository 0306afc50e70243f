import { append, local, type Graph } from '@cairn/core';
import { anything } from './channels.ts';
import { askedKey, type Asked } from './run-asking.ts';
import type { Pending, Ran, Sent, Task, Up } from './superstep.ts';

/** What a converted graph keeps in its state beside the channels: where its nodes said to go. */
export interface Hidden {
  /** What a lane of a superstep is to run. */
  readonly 'step:task'?: Task;
  /** Where the lane goes next. */
  readonly 'step:goto'?: string;
  /** What the node commanded, until its routers were asked as well. */
  readonly 'step:command'?: Command;
  /** What nodes of a superstep have led to. */
  readonly 'step:ran'?: readonly Ran[];
  readonly 'step:pending'?: Step;
  readonly 'step:up'?: Up;
  readonly [askedKey]?: Asked;
}

/** What a node commands. */
export interface Command {
  readonly to: readonly string[];
  readonly sends: readonly Sent[];
  readonly up?: Up;
}

/** A superstep: what it runs, and what is pending beside. */
export interface Step extends Pending {
  readonly tasks: readonly Task[];
}

/** Which of them a graph needs. */
export interface Needed {
  readonly lanes: boolean;
  readonly choices: boolean;
  readonly commands: boolean;
  readonly up: boolean;
}

type State = Graph['source']['state'];

/** The keys of the state that a graph needs beside its channels. */
export function hiddenKeys({ lanes, choices, commands, up }: Needed): State {
  return {
    [askedKey]: local(anything),
    ...(lanes && { 'step:task': local(anything), 'step:ran': append(anything), 'step:pending': anything }),
    ...((lanes || choices) && { 'step:goto': local(anything) }),
    ...(commands && { 'step:command': local(anything) }),
    ...(up && { 'step:up': anything }),
  };
}

/** The names of the keys that a converted graph keeps for itself. */
export const hidden: readonly string[] = [
  askedKey,
  'step:task',
  'step:goto',
  'step:command',
  'step:ran',
  'step:pending',
  'step:up',
];
