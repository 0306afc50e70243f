// Time, activities and power under a test's control
export { virtualClock, type VirtualClock } from './virtual-clock.ts';
export { scripted, type Call, type Script, type Scripted, type Scripts } from './scripted.ts';
export { scriptedService, type ScriptedService, type ServiceCall, type ServiceScripts } from './scripted-service.ts';
export { delayed, type Delayed } from './outcome.ts';
export { powerCuts, PowerCut, type Cut, type WriteLog } from './power-cuts.ts';

// What every store must do
export type { StoreBench, StoreClaim } from './conformance/store-claim.ts';
export { storeConformance } from './conformance/store-conformance.ts';
