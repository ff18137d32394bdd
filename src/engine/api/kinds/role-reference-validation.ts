import { isSame } from '../equality.ts';
import type { FieldError } from '../errors.ts';
import type { KindMap } from '../object.ts';
import { fieldPath, invalidValue, notSupported, required, type FieldPath } from '../validation/field-error.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';
import { pathSegmentProblems } from './role-rule-validation.ts';

type Binding = Pick<KindMap['RoleBinding'], 'roleRef' | 'subjects'>;
type Subject = NonNullable<Binding['subjects']>[number];

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const ROLE_REF = fieldPath('roleRef');
const SUBJECTS = fieldPath('subjects');

/** What role a binding grants, and to whom; after its metadata (pkg/apis/rbac/validation ValidateRoleBinding, ValidateClusterRoleBinding). */
export function validateGrant({ roleRef, subjects }: Binding, namespaced: boolean): readonly FieldError[] {
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== RBAC_GROUP) errors.push(notSupported(ROLE_REF.child('apiGroup'), roleRef.apiGroup ?? '', [RBAC_GROUP]));
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported(ROLE_REF.child('kind'), roleRef.kind, kinds));
  if (roleRef.name === '') errors.push(required(ROLE_REF.child('name')));
  else errors.push(...pathSegmentProblems(roleRef.name).map((problem) => invalidValue(ROLE_REF.child('name'), roleRef.name, problem)));
  for (const [position, subject] of (subjects ?? []).entries()) errors.push(...validateSubject(subject, namespaced, SUBJECTS.index(position)));
  return errors;
}

/** A binding grants one role for good: another needs another binding. */
export function validateSameRole(next: Binding, previous: Binding): readonly FieldError[] {
  return isSame(next.roleRef, previous.roleRef) ? [] : [invalidValue(ROLE_REF, inGo(next.roleRef), 'cannot change roleRef')];
}

/** The server shows its own form of the reference, whose fields have capitals. */
function inGo({ apiGroup, kind, name }: Binding['roleRef']): object {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

function validateSubject(subject: Subject, namespaced: boolean, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = subject.name === '' ? [required(path.child('name'))] : [];
  switch (subject.kind) {
    case 'ServiceAccount':
      if (subject.name !== '') errors.push(...dnsSubdomainProblems(subject.name).map((problem) => invalidValue(path.child('name'), subject.name, problem)));
      if (subject.apiGroup) errors.push(notSupported(path.child('apiGroup'), subject.apiGroup, ['']));
      if (!namespaced && !subject.namespace) errors.push(required(path.child('namespace')));
      return errors;
    case 'User':
    case 'Group':
      if (subject.apiGroup !== RBAC_GROUP) errors.push(notSupported(path.child('apiGroup'), subject.apiGroup ?? '', [RBAC_GROUP]));
      return errors;
    default:
      return [...errors, notSupported(path.child('kind'), subject.kind, ['ServiceAccount', 'User', 'Group'])];
  }
}
