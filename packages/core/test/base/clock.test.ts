import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock, type Clock } from '@cairn/core';
import { whenDue } from '../../src/base/clock.ts';

const day = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});

afterEach(() => {
  vi.useRealTimers();
});

/** How often something was called, and when. */
function calls(): { readonly times: number[]; readonly call: () => void } {
  const times: number[] = [];
  return { times, call: () => void times.push(Date.now()) };
}

describe('a wait of the system’s clock', () => {
  test.each([1, 24, 25, 60, 400])('of %d days is over after so many days, and not before', (days) => {
    const { times, call } = calls();
    systemClock.after(days * day, call);
    vi.advanceTimersByTime(days * day - 1);
    expect(times).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(times).toEqual([1_000_000 + days * day]);
  });

  test('that is called off is over with, in whatever piece it is', () => {
    const { times, call } = calls();
    const stop = systemClock.after(60 * day, call);
    vi.advanceTimersByTime(30 * day);
    stop();
    vi.advanceTimersByTime(60 * day);
    expect([times, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

describe.each<[string, Clock]>([
  ['the system’s clock', systemClock],
  ['a clock that only waits', { now: () => Date.now(), after: (wait, then) => systemClock.after(wait, then) }],
])('a time on %s', (_, clock) => {
  test('comes when the clock shows it', () => {
    const { times, call } = calls();
    whenDue(clock, 1_000_000 + 90_500, call);
    vi.advanceTimersByTime(200_000);
    expect(times).toEqual([1_090_500]);
  });

  test('that is over comes at once, and not within the call', () => {
    const { times, call } = calls();
    whenDue(clock, 5, call);
    expect(times).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(times).toHaveLength(1);
  });

  test('does not come early where the clock is set back', () => {
    const { times, call } = calls();
    whenDue(clock, 1_060_000, call);
    vi.advanceTimersByTime(30_000);
    vi.setSystemTime(1_000_000);
    vi.advanceTimersByTime(59_999);
    expect(times).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(times).toEqual([1_060_000]);
  });

  test('that is called off never comes', () => {
    const stop = whenDue(clock, 1_060_000, () => expect.unreachable());
    vi.advanceTimersByTime(30_000);
    stop();
    vi.advanceTimersByTime(day);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a time on the system’s clock comes within a second where the clock is set past it', () => {
  const { times, call } = calls();
  whenDue(systemClock, 1_000_000 + day, call);
  vi.advanceTimersByTime(30_000);
  vi.setSystemTime(1_000_000 + 3 * day);
  vi.advanceTimersByTime(1_000);
  expect(times).toHaveLength(1);
});

test('what passed is the same whatever the clock is set to', () => {
  const before = systemClock.elapsed?.() ?? 0;
  vi.setSystemTime(1_000_000 + day);
  vi.advanceTimersByTime(250);
  expect((systemClock.elapsed?.() ?? 0) - before).toBe(250);
});
