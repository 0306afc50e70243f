import { isProblem } from '@cairn/core';

/** What became of a call: `ok`, or the code of its problem. */
export const said = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: unknown) => (isProblem(error) ? error.code : String(error)),
  );
