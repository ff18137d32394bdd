import { countIndexes, countShared, parseIndexes, type Indexes } from './indexes.ts';
import type { Job } from './job-types.ts';

/** Why an Indexed Job counts as successful before all indexes are, if it does (pkg/controller/job/success_policy.go). */
export function matchSuccessPolicy({ spec }: Job, succeeded: Indexes): string | undefined {
  if (succeeded.length === 0) return undefined;
  const position = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
    const wanted = parseIndexes(succeededIndexes, spec.completions ?? 0);
    const reached = countShared(wanted, succeeded);
    return wanted.length > 0 && (reached === countIndexes(wanted) || (succeededCount !== undefined && reached >= succeededCount));
  });
  return position < 0 ? undefined : `Matched rules at index ${position}`;
}
