import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const problem = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as unknown;

describe('an event', () => {
  const approval = graph({
    name: 'approval',
    state: { by: z.string().optional(), asked: append(z.string()) },
    events: { approve: z.object({ by: z.string() }), reject: z.string(), note: z.string(), go: z.number() },
    start: 'wait',
    on: {
      note: { update: (_s, text) => ({ asked: [`graph: ${text}`] }) },
      go: { to: 'worked', when: (_s, n) => n > 9 },
    },
    nodes: {
      wait: {
        on: {
          approve: { to: 'done', update: (_s, e) => ({ by: e.by }) },
          reject: 'refused',
          go: [
            { when: (_s, n) => n > 5, to: 'done', label: 'far' },
            { when: (_s, n) => n > 1, update: (_s, n) => ({ asked: [`${n}`] }) },
          ],
        },
      },
      refused: { run: () => ({}), next: 'worked' },
      worked: { final: true },
      done: { final: true },
    },
  });

  test('takes the lane to its node, with what its update makes of the payload', () => {
    const thread = started(approval).send('approve', { by: 'ada' });
    expect(thread.where).toEqual({ '': 'done closed' });
    expect(thread.state()).toMatchObject({ by: 'ada' });
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'event', label: 'approve', note: { value: { by: 'ada' } } });
  });

  test('may be declared by a name alone', () => {
    expect(started(approval).send('reject', 'no').where).toEqual({ '': 'refused running' });
  });

  test('without a target changes the state and stays', () => {
    const thread = started(approval).send('go', 2).send('go', 3);
    expect(thread.where).toEqual({ '': 'wait waiting' });
    expect(thread.state()['asked']).toEqual(['2', '3']);
    expect(thread.lane('').visits).toEqual({ wait: 1 });
  });

  test('goes to the first handler whose guard holds, and the row tells which refused', () => {
    const thread = started(approval).send('go', 3);
    expect(thread.rows.at(-1)?.note).toEqual({ value: 3, to: '', tried: ['nodes.wait.on.go (far)'] });
  });

  test('that its node refuses is offered to the graph', () => {
    expect(started(approval).send('note', 'hm').state()['asked']).toEqual(['graph: hm']);
  });

  test('that every guard refuses is a problem that names the guards and what would be accepted', () => {
    const thread = started(approval);
    expect(() => thread.send('go', 0)).toThrow(
      problem('event/not-accepted', {
        event: 'go',
        tried: ['nodes.wait.on.go (far)', 'nodes.wait.on.go', 'on.go'],
        accepted: ['approve', 'reject', 'note'],
      }),
    );
    expect(() => thread.send('go', 0)).toThrow('refuse event "go" now. Accepted: "approve", "reject", "note".');
    expect(thread.rows).toHaveLength(1);
  });

  test('is checked by its schema before anything is stored', () => {
    const thread = started(approval);
    expect(() => thread.send('approve', { by: 7 })).toThrow(problem('value/invalid'));
    expect(thread.rows).toHaveLength(1);
  });

  test('whose guard throws is refused to whoever sends it, and nothing is stored', () => {
    const thread = started(
      graph({
        name: 'throwing',
        state: {},
        events: { go: z.undefined() },
        start: 'wait',
        nodes: {
          wait: {
            on: {
              go: {
                to: 'end',
                when: () => {
                  throw new Error('no idea');
                },
              },
            },
          },
          end: { final: true },
        },
      }),
    );
    expect(() => thread.send('go')).toThrow(problem('decision/failed', { what: 'nodes.wait.on.go.when' }));
    expect(thread.where).toEqual({ '': 'wait waiting' });
  });

  test('whose update has an unknown key is refused with the nearest name', () => {
    const wrong = graph({
      name: 'wrong',
      state: { total: z.number().optional() },
      events: { go: z.undefined() },
      start: 'wait',
      nodes: {
        wait: { on: { go: { to: 'end', update: () => ({ totl: 1 }) as object } } },
        end: { final: true },
      },
    });
    expect(() => started(wrong).send('go')).toThrow('Did you mean "total"?');
  });

  test('takes a lane whose activity runs away from it', () => {
    const running = graph({
      name: 'running',
      state: { count: z.number().optional() },
      events: { stop: z.undefined(), note: z.number() },
      start: 'work',
      nodes: {
        work: { run: () => ({}), on: { stop: 'stopped', note: { update: (_s, n) => ({ count: n }) } }, next: 'end' },
        stopped: { final: true },
        end: { final: true },
      },
    });
    expect(started(running).send('stop').where).toEqual({ '': 'stopped closed' });
    const noted = started(running).send('note', 3);
    expect(noted.where).toEqual({ '': 'work running' });
    expect(noted.done('').state()).toEqual({ count: 3 });
  });
});

describe('an event in a tree of lanes', () => {
  const inner = graph({
    name: 'inner',
    state: { heard: append(z.string()) },
    events: { ping: z.undefined(), own: z.undefined(), leave: z.undefined() },
    start: 'listen',
    on: { own: { update: () => ({ heard: ['own'] }) }, leave: 'left' },
    nodes: {
      listen: { on: { ping: { update: () => ({ heard: ['ping'] }) } } },
      left: { final: true },
    },
  });

  const outer = graph({
    name: 'outer',
    state: { heard: append(z.string()) },
    events: { ping: z.undefined(), own: z.undefined(), far: z.undefined(), all: z.undefined(), skip: z.undefined() },
    start: 'fork',
    on: { all: { update: () => ({ heard: ['graph'] }) }, skip: 'end' },
    nodes: {
      fork: {
        next: { all: ['sub', 'idle'], then: 'end' },
        on: { ping: { update: () => ({ heard: ['fork ping'] }) }, far: { update: () => ({ heard: ['far'] }) } },
      },
      sub: { graph: inner, on: { own: { update: () => ({ heard: ['sub own'] }) } }, next: 'end' },
      idle: { on: { all: { update: () => ({ heard: ['idle'] }) }, far: [{ when: () => false, to: 'end' }] } },
      end: { final: true },
    },
  });

  test('is offered to the deepest lane first', () => {
    const thread = started(outer).send('ping');
    expect(thread.state('fork.1/sub/sub.1')['heard']).toEqual(['ping']);
    expect(thread.state()['heard']).toEqual([]);
  });

  test("comes to a graph's own handlers after its nodes, and before the node that holds the graph", () => {
    const thread = started(outer).send('own');
    expect(thread.state('fork.1/sub/sub.1')['heard']).toEqual(['own']);
    expect(thread.state('fork.1/sub')['heard']).toEqual([]);
  });

  test('that no lane takes goes outward to the node that holds them', () => {
    const thread = started(outer).send('far');
    expect(thread.state()['heard']).toEqual(['far']);
    expect(thread.where).toMatchObject({ '': 'fork open', 'fork.1/idle': 'idle waiting' });
  });

  test('is taken by a lane rather than by the graph that it is in', () => {
    const thread = started(outer).send('all');
    expect(thread.state('fork.1/idle')['heard']).toEqual(['idle']);
    expect(thread.state()['heard']).toEqual([]);
  });

  test('that takes a holder away ends all lanes below it', () => {
    expect(started(outer).send('skip').where).toEqual({ '': 'end closed' });
  });

  test("that ends a subgraph by its graph's own handler lets the node go on", () => {
    const thread = started(outer).send('leave');
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/sub': 'end closed', 'fork.1/idle': 'idle waiting' });
  });

  const twins = graph({
    name: 'twins',
    state: { by: append(z.string()) },
    events: { go: z.string(), outward: z.undefined() },
    start: 'fork',
    nodes: {
      fork: { next: { all: ['left', 'right'], then: 'end' }, on: { outward: 'end' } },
      left: { on: { go: { to: 'end', update: (_s, by) => ({ by: [by] }) } } },
      right: { on: { go: { to: 'end', update: (_s, by) => ({ by: [by] }) } } },
      end: { final: true },
    },
  });

  test('that two lanes would take is refused, and names them', () => {
    const thread = started(twins);
    expect(() => thread.send('go', 'ada')).toThrow(
      problem('event/ambiguous', { event: 'go', lanes: ['fork.1/left', 'fork.1/right'] }),
    );
    expect(thread.rows).toHaveLength(2);
  });

  test('goes to the lane that is named', () => {
    const thread = started(twins).send('go', 'ada', 'fork.1/right');
    expect(thread.where).toMatchObject({ 'fork.1/left': 'left waiting', 'fork.1/right': 'end closed' });
    thread.send('go', 'bob');
    expect(thread.state()['by']).toEqual(['bob', 'ada']);
  });

  test('for a lane that is not there is refused with the lanes that are', () => {
    expect(() => started(twins).send('go', 'ada', 'fork.1/middle')).toThrow(
      problem('lane/not-found', { lane: 'fork.1/middle', lanes: ['', 'fork.1/left', 'fork.1/right'] }),
    );
    const thread = started(twins).send('go', 'ada', 'fork.1/right');
    expect(() => thread.send('go', 'bob', 'fork.1/middle')).toThrow(
      'There is no lane "fork.1/middle" now. Open lanes: the first, "", "fork.1/left".',
    );
  });
});

describe('re-entering', () => {
  const again = graph({
    name: 'again',
    state: {},
    events: { more: z.undefined(), stay: z.undefined() },
    start: 'wait',
    nodes: { wait: { on: { more: 'wait', stay: {} }, after: { '1h': 'late' } }, late: { final: true } },
  });

  test('a node by its own name counts as a visit and restarts its timers', () => {
    const thread = started(again).pass(3_000_000).send('more');
    expect(thread.lane('')).toMatchObject({ visits: { wait: 2 }, entered: 3_000_000 });
    expect(thread.pass(3_599_999).where).toEqual({ '': 'wait waiting' });
    expect(thread.pass(1).where).toEqual({ '': 'late closed' });
  });

  test('does not happen where the event has no target: the timers run on', () => {
    expect(started(again).pass(3_000_000).send('stay').pass(600_000).where).toEqual({ '': 'late closed' });
  });
});
