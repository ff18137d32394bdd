import './node/late-models.ts';
import { lateKindDefinitions } from './api/kinds/late-registry.ts';
import { kindValidations } from './api/kinds/validation-registry.ts';
import { customResourceDefinitionController } from './controllers/custom-resource-definitions.ts';
import { lateControllers } from './controllers/late-registry.ts';
import { serveCustomKinds } from './custom-resources/registration.ts';
import { createDeeds } from './deeds.ts';
import type { LateEngine } from './late-engine.ts';
import { controlPlaneMachine } from './node/control-plane-machine.ts';
import { createOperators } from './operators/operators.ts';
import type { OperatorSandbox } from './operators/sandbox.ts';
import { createEvictionPolicy } from './policy/eviction.ts';
import { createPolicyPlugins } from './policy/plugins.ts';
import { systemPriorityClasses } from './policy/system-priority-classes.ts';
import { createRbacAuthorizer } from './rbac/authorizer.ts';
import { rbacBootstrapObjects } from './rbac/bootstrap-policy.ts';
import { createEscalationCheck } from './rbac/escalation.ts';

/** Everything there is. Without a sandbox the code of operators is not run. */
export function createLateEngine(sandbox: () => OperatorSandbox | undefined): LateEngine {
  return { ...parts, createOperators: (surroundings) => createOperators(surroundings, sandbox) };
}

const parts: Omit<LateEngine, 'createOperators'> = {
  validations: kindValidations,
  kinds: lateKindDefinitions,
  controllers: lateControllers,
  serverControllers: [customResourceDefinitionController],
  serveCustomKinds,
  createDeeds,
  controlPlaneMachine,
  createAdmissionPlugins: ({ store, clientFor }) => [createEscalationCheck(store), ...createPolicyPlugins(store, clientFor('kube-apiserver'))],
  createEvictionPolicy: ({ kernel, store, clientFor }) => createEvictionPolicy(kernel, store, clientFor('kube-apiserver')),
  createAuthorizer: ({ store }) => createRbacAuthorizer(store),
  bootstrapObjects: () => [...systemPriorityClasses(), ...rbacBootstrapObjects()],
};

export const lateEngine = createLateEngine(() => undefined);
