/** What a version of the service does wrong, if anything. */
export interface Release {
  /** Bytes a request leaves behind in memory. */
  readonly keepsBytes: number;
  /** Every n-th checkout fails; 0 for none. */
  readonly failsEvery: number;
}

/** The version that works. */
export const stableVersion = 'v1.4.1';

/** The version that leaks memory and fails a quarter of its checkouts. */
export const leakingVersion = 'v1.4.2';

const releases: Readonly<Record<string, Release>> = {
  'v1.4.0': { keepsBytes: 0, failsEvery: 0 },
  [stableVersion]: { keepsBytes: 0, failsEvery: 0 },
  [leakingVersion]: { keepsBytes: 1_048_576, failsEvery: 4 },
};

/** The release of a version; an error that lists the versions there are, for any other. */
export function releaseOf(version: string): Release {
  const release = releases[version];
  if (release !== undefined) return release;
  throw new Error(`There is no version "${version}" of the service. Known: ${Object.keys(releases).join(', ')}.`);
}
