import type { Authorizer } from './api/user.ts';
import { lateKindDefinitions } from './api/kinds/late-registry.ts';
import { kindValidations } from './api/kinds/validation-registry.ts';
import { customResourceDefinitionController } from './controllers/custom-resource-definitions.ts';
import { lateControllers } from './controllers/late-registry.ts';
import { serveCustomKinds } from './custom-resources/registration.ts';
import type { LateEngine } from './late-engine.ts';

/** Everything there is. */
export const lateEngine: LateEngine = {
  validations: kindValidations,
  kinds: lateKindDefinitions,
  controllers: lateControllers,
  serverControllers: [customResourceDefinitionController],
  serveCustomKinds,
  createAdmissionPlugins: () => [],
  createEvictionPolicy: () => ({ admit: () => undefined }),
  createAuthorizer: (): Authorizer => ({ authorize: () => undefined }),
  bootstrapObjects: () => [],
};
