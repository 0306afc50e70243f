import { service, type Service } from '@cairn/core';

/** Takes so many milliseconds of whoever's clock drives a thread. */
export type Busy = (milliseconds: number) => Promise<void>;

export const busy: Service<Busy> = service<Busy>();
