/** A document that has the shape of one, and all that there is; its names lead nowhere. */
export const wide = `
name: wide
description: all there is
version: '1'
thresholds: { small: 50, names: [a, b], more: { x: true } }
state:
  a: string
  b: { type: number, min: 0, max: 3, default: 1, optional: true }
  c: [x, 1, null]
  d: { type: append, of: { id: string } }
  e: { type: sum, from: 3 }
  f: { type: upsert, of: { id: string }, id: id }
  g: { type: reduce, of: number, from: 0, by: current + update }
  h: { type: object, fields: { type: string } }
  i: { type: enum, of: [a] }
  j: { k: { l: list of string } }
events: { go: nothing, stop: , pay: { amount: number } }
questions: { sure: boolean }
services: [bank]
limits: { transitions: 3, tokens: { max: unlimited, per: day } }
begin: { a: '"x"' }
start: a
on: { stop: end }
after: { 7d: end }
migrate: [{ from: '0', nodes: { x: a } }]
graphs: { inner: { state: {}, start: a, nodes: { a: { final: true } } } }
nodes:
  a:
    run: go
    with: { list: [1, state.a, { b: true }] }
    verify: ok
    retry: { attempts: 2, backoff: 1s, factor: 1.5, max: 1h, jitter: 0.5, when: 'true' }
    timeout: 5m
    cache: { key: state.a, ttl: 1h }
    writes: [a]
    next: { choose: state.a, among: [b, c] }
  b: { next: { all: [c, { to: d, needs: [c] }], then: e, need: any, merge: { a: '"x"' } } }
  c: { next: { each: state.x, to: d, then: e, id: x, needs: y, limit: 3, need: 2, onError: end } }
  d: { graph: inner, input: { a: 1 }, output: '{}', share: [a], onError: [{ to: e, keep: true }, end], next: [{ when: 'true', to: e, label: x }, end] }
  e: { on: { go: [{ update: { a: 1 } }, end] }, after: [{ in: 3h, to: end }, { at: now, update: '{}' }] }
  end: { final: true, label: the end, description: of it }
`;
