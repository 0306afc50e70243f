import type { Job, Standing } from './engine.ts';
import type { ActorRecord, MachineState } from './machine-state.ts';
import { earliest } from './timer-table.ts';

/** The last state that was asked about, and where it stands: a step asks several times, and a state never changes. */
let last: { readonly state: MachineState; readonly standing: Standing } | undefined;

/** Where a machine stands, read from its state alone. */
export function standingOf(state: MachineState): Standing {
  if (last?.state !== state) last = { state, standing: readFrom(state) };
  return last.standing;
}

function readFrom({ root, strays, timers, actions }: MachineState): Standing {
  const jobs: Job[] = actions.map(({ job, actor, logic, actions: input }) => ({
    id: job,
    kind: 'actions',
    src: input[0]?.type ?? '',
    actor,
    logic,
    input,
  }));
  const isOn = root.status === 'active';
  if (isOn) addJobsBelow(root, '', [], jobs);
  // Nobody hears what comes of a stray whose parent is no more.
  const heard = strays.filter(
    ({ parent }) => isOn && isRunning(parent.xstate$$actor, [root, ...strays.map(({ record }) => record)]),
  );
  for (const { path, logic, record } of heard) addJobs(record, path, logic, jobs);
  const next = isOn ? earliest(timers)?.due : undefined;
  return {
    status: root.status,
    ...(root.held['output'] === undefined ? {} : { output: root.held['output'] }),
    ...(root.held['error'] === undefined ? {} : { error: root.held['error'] }),
    value: root.held['value'],
    context: root.held['context'],
    jobs: jobs.toSorted((one, other) => numberIn(one.id) - numberIn(other.id)),
    ...(next === undefined || next === Infinity ? {} : { due: next }),
  };
}

/** The jobs of an actor that runs, and of those below it. */
function addJobs(record: ActorRecord, actor: string, logic: readonly string[], jobs: Job[]): void {
  if (!record.running) return;
  const { kind, session, src, held } = record;
  if (kind !== 'inside') jobs.push({ id: session, kind, src, actor, logic, input: held['input'] });
  addJobsBelow(record, actor, logic, jobs);
}

function addJobsBelow({ children }: ActorRecord, actor: string, logic: readonly string[], jobs: Job[]): void {
  for (const child of Object.values(children)) {
    addJobs(child, actor === '' ? child.id : `${actor}/${child.id}`, [...logic, child.src], jobs);
  }
}

function isRunning(session: string, records: readonly ActorRecord[]): boolean {
  return records.some(
    (record) => (record.session === session && record.running) || isRunning(session, Object.values(record.children)),
  );
}

/** Ids end with the number that tells their order. */
function numberIn(id: string): number {
  return Number(id.slice(id.indexOf(':') + 1));
}
