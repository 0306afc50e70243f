import { delayOf } from './delay.ts';
import type { Content, Payload, Send, Text, Value } from './document.ts';
import type { Run } from './run.ts';
import { addressOf, processor, type Given, type ScxmlEvent } from './scope.ts';

/** Something that went wrong: what is left of its block is left out, and the machine hears of it. */
class Failed extends Error {
  readonly event: ScxmlEvent;

  constructor(event: ScxmlEvent) {
    super(event.name);
    this.event = event;
  }
}

/** Executes a block. */
export function execute(run: Run, block: readonly Content[]): void {
  try {
    for (const each of block) contentOf(run, each);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    run.internal.push(error.event);
  }
}

/** Whether a condition holds; where it cannot be told, it does not, and the machine hears of it. */
export function holds(run: Run, cond: Text | undefined): boolean {
  if (cond === undefined) return true;
  try {
    return run.scope.test(cond.text);
  } catch (error) {
    run.internal.push(errorOf(error, cond));
    return false;
  }
}

/** Gives a variable its first value; it has none where that cannot be told. */
export function declare(run: Run, id: string, value: Value, at: Text['at']): void {
  try {
    run.scope.declare(id, given(value));
  } catch (error) {
    run.internal.push(errorOf(error, { tag: 'data', at }));
  }
}

/** Executes the scripts at the top of the document. */
export function runScripts(run: Run): void {
  for (const script of run.document.scripts) {
    try {
      run.scope.run(script);
    } catch (error) {
      run.internal.push(errorOf(error, { tag: 'script', at: run.document.root.at }));
    }
  }
}

function contentOf(run: Run, content: Content): void {
  const { scope } = run;
  switch (content.tag) {
    case 'raise':
      run.internal.push({ name: content.event, type: 'internal' });
      return;
    case 'log': {
      const { label, expr } = content;
      const value = expr === undefined ? undefined : attempt(expr, (text) => scope.evaluate(text));
      run.logged.push({ ...(label !== undefined && { label }), value });
      return;
    }
    case 'script':
      attempt(content.script, (text) => scope.run(text));
      return;
    case 'assign':
      attempt(content.location, (text) => scope.assign(text, given(content.value)));
      return;
    case 'cancel': {
      const id = valueOf(run, content.id);
      run.timers = run.timers.filter((timer) => timer.id !== id);
      return;
    }
    case 'if':
      for (const each of content.branches.find(({ cond }) => holds(run, cond))?.content ?? []) contentOf(run, each);
      return;
    case 'foreach':
      return forEach(run, content);
    default:
      send(run, content);
  }
}

function forEach(run: Run, { array, item, index, content }: Extract<Content, { tag: 'foreach' }>): void {
  const { scope } = run;
  const list = attempt(array, (text) => {
    const found = scope.evaluate(text);
    if (!Array.isArray(found)) throw new Error(`"${text}" is no list.`);
    return found as readonly unknown[];
  });
  attempt(item, (text) => scope.declare(text));
  for (const [at, each] of list.entries()) {
    attempt(item, (text) => scope.declare(text, { literal: each }));
    if (index !== undefined) attempt(index, (text) => scope.declare(text, { literal: at }));
    for (const inner of content) contentOf(run, inner);
  }
}

function send(run: Run, sending: Send): void {
  const id = idOf(run, sending);
  const told = { sendid: id };
  const may = <Result>(action: () => Result): Result => attempt({ ...sending, text: '' }, action, told);
  const name = may(() => String(valueOf(run, sending.event)));
  const target = may(() => valueOf(run, sending.target));
  const type = may(() => valueOf(run, sending.type)) ?? processor;
  const delay = may(() => (sending.delay === undefined ? 0 : delayOf(valueOf(run, sending.delay))));
  const data = may(() => dataOf(run, sending.payload));
  may(() => {
    if (type !== processor && type !== 'scxml')
      throw new Error(`No processor of type ${JSON.stringify(type)} is there.`);
  });
  if (target === '#_internal') {
    run.internal.push({ name, type: 'internal', sendid: id, data });
    return;
  }
  const address = addressOf(run.session);
  if (target !== undefined && target !== address) throw unreachable(target, sending, id);
  const event: ScxmlEvent = { name, type: 'external', sendid: id, origin: address, origintype: processor, data };
  run.timers = [...run.timers, { id: id ?? '', at: run.now + delay, event }];
}

/** The name of what is sent: as it is said, or made where somebody asks for it. */
function idOf(run: Run, { id, idLocation }: Send): string | undefined {
  if (idLocation === undefined) return id;
  run.made += 1;
  const made = `send.${run.made}`;
  attempt(idLocation, (text) => run.scope.assign(text, { literal: made }));
  return made;
}

/** Nobody is there but the machine itself: what has the form of an address leads to nobody, and all else is no address. */
function unreachable(target: unknown, sending: Send, sendid: string | undefined): Failed {
  const isAddress = typeof target === 'string' && target.startsWith('#_');
  const reason = isAddress ? `Nobody is at "${target}".` : `${JSON.stringify(target)} is no address.`;
  const name = isAddress ? 'error.communication' : 'error.execution';
  return new Failed({ ...errorOf(new Error(reason), sending), name, sendid });
}

/** What goes along with an event: a content, a record of parameters, or nothing. */
function dataOf(run: Run, { params, content }: Payload): unknown {
  if (content !== undefined) return valueOf(run, content);
  if (params.length === 0) return undefined;
  return Object.fromEntries(
    params.map(({ name, value }) => [name, attempt(value, (text) => run.scope.evaluate(text))]),
  );
}

/** What goes along with the end of a state: nothing, where it cannot be told. */
export function doneData(run: Run, done: Payload | undefined): unknown {
  if (done === undefined) return undefined;
  try {
    return dataOf(run, done);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    run.internal.push(error.event);
    return undefined;
  }
}

function valueOf(run: Run, value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  return 'expr' in value ? attempt(value.expr, (text) => run.scope.evaluate(text)) : value.literal;
}

function given(value: Value): Given {
  return 'expr' in value ? { expr: value.expr.text } : value;
}

function attempt<Result>(text: Text, action: (text: string) => Result, told: Partial<ScxmlEvent> = {}): Result {
  try {
    return action(text.text);
  } catch (error) {
    if (error instanceof Failed) throw new Failed({ ...error.event, ...told });
    throw new Failed({ ...errorOf(error, text), ...told });
  }
}

/** The event by which a machine hears that something went wrong, and where. */
function errorOf(error: unknown, { tag, at }: Pick<Text, 'tag' | 'at'>): ScxmlEvent {
  const reason = (error as { readonly message?: unknown } | null)?.message ?? error;
  return { name: 'error.execution', type: 'platform', data: { tagname: tag, ...at, reason: String(reason) } };
}
