import { assign, createActor, setup } from 'xstate';
import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { rawFile } from '../raw-file.ts';
import { snapshotRows } from '../snapshot-rows.ts';
import { textOf } from './text.ts';
import { warmed } from './warmed.ts';

interface Message {
  readonly role: string;
  readonly text: string;
}

const chat = setup({
  types: {
    context: {} as { readonly messages: readonly Message[] },
    events: {} as { readonly type: 'say'; readonly message: Message },
  },
  actions: { add: assign({ messages: ({ context, event }) => [...context.messages, event.message] }) },
}).createMachine({
  context: { messages: [] },
  initial: 'listen',
  states: { listen: { on: { say: { actions: 'add' } } } },
});

/** One actor that an event is sent to each turn, its snapshot being written after it. */
export const job: Job = (given) => warmed(given, converse);

async function converse({ folder }: Parameters<Job>[0], size: number): ReturnType<Job> {
  const file = freshFile(folder);
  const db = rawFile(file);
  const write = snapshotRows(db);
  const actor = createActor(chat).start();
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const message = { role: 'user', text: textOf(turn) };
    const say = (): void => {
      actor.send({ type: 'say', message });
      write(1, turn, actor.getPersistedSnapshot());
    };
    turns.push(await timedBriefly(say));
  }
  db.close();
  return { ...ends(turns), bytes: drop(file) };
}
