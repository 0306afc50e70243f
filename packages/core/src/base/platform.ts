/**
 * The platform's own timers, also where a test fakes them: for what comes next, and for looks at what other processes do.
 * Neither is a matter of the time that a runtime's clock shows.
 */
export const platform: Pick<
  typeof globalThis,
  'setImmediate' | 'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval'
> = {
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
};
