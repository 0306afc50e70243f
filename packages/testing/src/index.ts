export type { StoreBench, StoreClaim } from './conformance/store-claim.ts';
export { storeConformance } from './conformance/store-conformance.ts';
