import type { KindMap } from '../api/object.ts';
import { isSidecar } from '../api/pod-resources.ts';

type PodSpec = KindMap['Pod']['spec'];
type Container = PodSpec['containers'][number];

/**
 * Whether a container that ended with this code is started again: the first of its own rules that fits, or else its own policy, or else
 * the pod's (pkg/api/v1/pod/util.go ContainerShouldRestart). An init container that succeeded is done, unless it is a sidecar.
 */
export function shouldRestart(container: Container, isInit: boolean, pod: PodSpec, exitCode: number): boolean {
  if (isInit && exitCode === 0 && !isSidecar(container)) return false;
  if (container.restartPolicy !== undefined && container.restartPolicyRules && ruleFor(container.restartPolicyRules, exitCode)?.action === 'Restart') return true;
  const policy = container.restartPolicy ?? pod.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

type Rule = NonNullable<Container['restartPolicyRules']>[number];

/** The first rule that fits an exit code. */
export function ruleFor(rules: readonly Rule[], exitCode: number): Rule | undefined {
  return rules.find(({ exitCodes }) => exitCodes !== undefined && (exitCodes.values?.includes(exitCode) ?? false) === (exitCodes.operator === 'In'));
}
