export { sqlite, type SqliteOptions } from './sqlite.ts';
export { backup } from './backup.ts';
export type { SqliteStore } from './sqlite-store.ts';
export type { BackupOptions } from './file/copy-to.ts';
export {
  numberOf,
  preparedSelect,
  type ListStatement,
  type PreparedSelect,
  type PreparesQueries,
} from './file/prepared-select.ts';
export type { Selected, SelectOptions } from './file/select.ts';
export type { OwnerSeen } from './file/owner-seen.ts';
export type { StoreSize, Upkeep } from './upkeep.ts';
