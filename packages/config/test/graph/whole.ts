/** A document that has something of all there is, and of which activity `act` is to be known. */
export const whole = `
name: n
version: "1"
thresholds: { small: 5, of: { a: 1 } }
limits: { tokens: { max: 5, per: turn } }
state: { s: string, n: number?, r: record of number, o: { type: object, fields: { a: number? } }, l: { type: append, of: { id: string } }, m: { type: reduce, of: number, from: 0, by: current } }
events: { go: { by: string } }
questions: { ask: string }
start: a
begin: { n: "1" }
on: { go: { to: a, when: event.by == "x", update: { s: event.by } } }
nodes:
  a: { next: [{ when: state.n > 1, to: b, label: x }, c] }
  b: { next: { all: [{ to: d, needs: [] }, e], then: c, need: 1, merge: { s: '"x"' } } }
  c: { next: { choose: '"f"', among: [f, g] } }
  d: { run: act, with: { x: '1' }, retry: { attempts: 2, when: 'error.name == "x"' }, cache: { key: state.s, ttl: 1h }, next: c, onError: { to: c, keep: true } }
  e: { graph: inner, input: { s: '"x"' }, output: { s: child.outcome }, next: c }
  f: { after: [{ in: 1h, to: g }] }
  g: { next: { each: state.l, id: state.s, to: h, then: i, until: 'false', onClosed: { s: '"x"' } } }
  j: { next: { each: state.l, id: state.s, to: h, then: i, limit: 2, needs: '["x"]', need: '1 + 1', onError: i } }
  h: { after: { 1h: i } }
  i: { final: true }
graphs:
  inner: { state: { s: string }, start: a, nodes: { a: { final: true } } }
migrate: [{ from: "0", nodes: { a: b } }]
`;
