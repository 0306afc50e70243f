// Ways through a graph, found by `xstate/graph`
export { paths, type Path, type PathsOptions, type PathStep } from './paths/paths.ts';
export type { Given, Outcome } from './paths/possible.ts';

// Run against the real graph
export { runPaths, testPaths, type RunPath, type RunPaths, type RunPathsOptions } from './paths/run-paths.ts';
export { transitionText, transitionsOf, type Coverage, type Transition } from './paths/transitions.ts';
