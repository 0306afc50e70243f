/** Given to Node before a program of the tests, has it find the packages as they were built: it then starts several times as fast. */
export const runBuilt: readonly string[] = ['--import', new URL('resolve.mjs', import.meta.url).href];
