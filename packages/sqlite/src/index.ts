export { sqlite, type SqliteOptions } from './sqlite.ts';
export type { SqliteStore } from './sqlite-store.ts';
export type { OwnerSeen } from './file/owner-seen.ts';
export type { StoreSize, Upkeep } from './upkeep.ts';
