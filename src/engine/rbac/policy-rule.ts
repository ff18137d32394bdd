import type { KindMap } from '../api/object.ts';
import type { PathQuestion, ResourceQuestion } from '../api/user.ts';

export type PolicyRule = NonNullable<KindMap['Role']['rules']>[number];

const ALL = '*';

/** Whether a rule permits what is asked (plugin/pkg/auth/authorizer/rbac RuleAllows). */
export function ruleAllows(rule: PolicyRule, question: ResourceQuestion | PathQuestion): boolean {
  if (!includesOrAll(rule.verbs, question.verb)) return false;
  if ('path' in question) return rule.nonResourceURLs?.some((url) => coversUrl(url, question.path)) ?? false;
  const { group, resource, subresource = '', name = '' } = question;
  return includesOrAll(rule.apiGroups, group) && matchesResource(rule.resources, resource, subresource) && matchesName(rule.resourceNames, name);
}

function includesOrAll(list: readonly string[] | undefined, item: string): boolean {
  return list !== undefined && (list.includes(item) || list.includes(ALL));
}

/** A star before the slash stands for the subresource of everything. */
function matchesResource(resources: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (includesOrAll(resources, subresource === '' ? resource : `${resource}/${subresource}`)) return true;
  return subresource !== '' && resources?.includes(`${ALL}/${subresource}`) === true;
}

function matchesName(names: readonly string[] | undefined, name: string): boolean {
  return !names?.length || names.includes(name);
}

/** A star at the end of a URL stands for whatever follows. */
export function coversUrl(pattern: string, url: string): boolean {
  return pattern === ALL || pattern === url || (pattern.endsWith(ALL) && url.startsWith(pattern.replace(/\*+$/, '')));
}
