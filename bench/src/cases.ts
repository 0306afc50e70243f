import type { Case } from './case.ts';
import { chat } from './cases/chat.ts';
import { cold } from './cases/cold.ts';
import { fanOut } from './cases/fan-out.ts';
import { machine } from './cases/machine.ts';
import { oneProcess } from './cases/one-process.ts';
import { replay } from './cases/replay.ts';
import { resume } from './cases/resume.ts';
import { saved } from './cases/saved.ts';
import { longSequence, sequence, sequenceInMemory } from './cases/sequence.ts';
import { grownShapes } from './cases/shapes.ts';
import { subgraph } from './cases/subgraph.ts';
import { durability, threads } from './cases/threads.ts';
import { types } from './cases/types.ts';

/** All cases, in the order of the table. */
export const cases: readonly Case[] = [
  oneProcess,
  sequenceInMemory,
  sequence,
  longSequence,
  fanOut,
  chat,
  grownShapes,
  saved,
  subgraph,
  machine,
  resume,
  threads,
  durability,
  cold,
  types,
  replay,
];
