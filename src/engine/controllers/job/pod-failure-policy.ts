import type { Job, Pod } from './job-types.ts';

type Rule = NonNullable<Job['spec']['podFailurePolicy']>['rules'][number];
type ExitCodes = NonNullable<Rule['onExitCodes']>;
type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

/** What a failed pod means to its Job. */
export interface FailureVerdict {
  readonly action: string | undefined;
  /** whether it counts towards the limits. */
  readonly counts: boolean;
  /** why the whole Job fails, if it does. */
  readonly jobFailure: string | undefined;
}

const COUNTED: FailureVerdict = { action: undefined, counts: true, jobFailure: undefined };

/** The first rule that the pod matches decides (pkg/controller/job/pod_failure_policy.go). */
export function judgeFailure({ spec }: Job, pod: Pod): FailureVerdict {
  for (const [position, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const found = matchRule(rule, pod);
    if (found === undefined) continue;
    const { action } = rule;
    if (action === 'FailJob') return { action, counts: true, jobFailure: `${found} matching ${action} rule at index ${position}` };
    if (action === 'Ignore') return { action, counts: false, jobFailure: undefined };
    if (action === 'Count' || action === 'FailIndex') return { action, counts: true, jobFailure: undefined };
  }
  return COUNTED;
}

/** What of the pod matches, in words. */
function matchRule({ onExitCodes, onPodConditions = [] }: Rule, { metadata, status }: Pod): string | undefined {
  const pod = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  if (onExitCodes) {
    const container = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find((candidate) => matchesExitCode(onExitCodes, candidate));
    return container && `Container ${container.name} for pod ${pod} failed with exit code ${container.state?.terminated?.exitCode ?? 0}`;
  }
  const condition = status?.conditions?.find(({ type, status: value }) => onPodConditions.some((pattern) => pattern.type === type && pattern.status === value));
  return condition && `Pod ${pod} has condition ${condition.type}`;
}

function matchesExitCode({ containerName, operator, values }: ExitCodes, { name, state }: ContainerStatus): boolean {
  const exitCode = state?.terminated?.exitCode ?? 0;
  if (exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
  return operator === 'In' ? values.includes(exitCode) : operator === 'NotIn' && !values.includes(exitCode);
}
