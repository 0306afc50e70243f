import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, by what they take. */
const longest: readonly string[] = [
  'test/crash/crash.test.ts',
  'test/time-travel/states.property.test.ts',
  'test/time-travel/walk.property.test.ts',
  'test/time-travel/questions.property.test.ts',
  'packages/xstate/test/graph/kills.test.ts',
  'test/crash/talking.test.ts',
  'packages/cli/test/files.test.ts',
  'packages/cli/test/hostile-threads.test.ts',
  'packages/langgraph/test/hosted.test.ts',
  'packages/xstate/test/scxml/suite.test.ts',
  'packages/cli/test/edges.test.ts',
  'packages/cli/test/terminal.test.ts',
  'test/crash/meddled.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/docs/snippets.test.ts',
  'packages/cli/test/ending.test.ts',
  'packages/cli/test/packed.test.ts',
  'packages/core/test/runtime/one-error.test.ts',
  'test/consumer/consumer.test.ts',
  'test/power/calls.test.ts',
  'packages/core/test/runtime/author-throws.test.ts',
  'examples/incident/test/play.test.ts',
];

/**
 * Has the files of each project that take longest begin first, so that none of them is left alone at the end. Where no run came before,
 * as in CI, Vitest takes the largest files for the longest.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it sorts no array, but as Vitest does
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).toSorted((one, other) => placeOf(one) - placeOf(other)),
    );
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((file) => moduleId.endsWith(`/${file}`));
  return place === -1 ? longest.length : place;
}
