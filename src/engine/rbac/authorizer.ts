import { forbidden } from '../api/errors.ts';
import type { Store } from '../api/store.ts';
import { SYSTEM_MASTERS, type Authorizer, type PathQuestion, type RequestAttributes, type ResourceQuestion, type UserInfo } from '../api/user.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { ruleAllows } from './policy-rule.ts';
import { aggregate, createRuleResolver } from './rule-resolver.ts';

/** Decides by roles and bindings who may do what (plugin/pkg/auth/authorizer/rbac); system:masters may do everything. */
export function createRbacAuthorizer(store: Store): Authorizer {
  const resolver = createRuleResolver(store);

  function allows(user: UserInfo, question: ResourceQuestion | PathQuestion): boolean {
    if (user.groups.includes(SYSTEM_MASTERS)) return true;
    const namespace = 'path' in question ? '' : (question.namespace ?? '');
    return resolver.rulesFor(user, namespace).rules.some((rule) => ruleAllows(rule, question));
  }

  return {
    authorize(user, request) {
      const { verb, resource, subresource, name } = request;
      const namespace = placeOf(request);
      if (allows(user, { verb, group: resource.group, resource: resource.plural, ...(subresource === undefined ? {} : { subresource }), namespace, name })) return;
      const { errors } = resolver.rulesFor(user, namespace);
      const reason = errors.length > 0 ? `: RBAC: ${aggregate(errors)}` : '';
      throw forbidden(resource, name, `${refusal(user, request, namespace)}${reason}`);
    },
    allows,
    rulesFor(user, namespace) {
      const { rules, errors } = resolver.rulesFor(user, namespace);
      return {
        resourceRules: rules.flatMap(({ verbs, apiGroups = [], resources = [], resourceNames }) => (
          resources.length > 0 ? [{ verbs, apiGroups, resources, ...(resourceNames ? { resourceNames } : {}) }] : []
        )),
        nonResourceRules: rules.flatMap(({ verbs, nonResourceURLs = [] }) => (nonResourceURLs.length > 0 ? [{ verbs, nonResourceURLs }] : [])),
        incomplete: false,
        ...(errors.length > 0 ? { evaluationError: aggregate(errors) } : {}),
      };
    },
  };
}

/** A namespace counts as being in itself (apiserver/pkg/endpoints/request/requestinfo.go). */
function placeOf({ resource, namespace, name }: RequestAttributes): string {
  return resource.plural === 'namespaces' && resource.group === '' ? name : namespace;
}

/** apiserver/pkg/endpoints/handlers/responsewriters forbiddenMessage. */
function refusal({ name }: UserInfo, { verb, resource, subresource }: RequestAttributes, namespace: string): string {
  const path = subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  return `User ${goQuote(name)} cannot ${verb} resource ${goQuote(path)} in API group ${goQuote(resource.group)} ${place}`;
}
