import type { KindMap } from '../object.ts';

type Binding = KindMap['RoleBinding'] | KindMap['ClusterRoleBinding'];
type Subject = NonNullable<Binding['subjects']>[number];

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** The groups that a binding leaves out (pkg/apis/rbac/v1/defaults.go). What is complete is shared. */
export function defaultBinding<T extends Binding>(binding: T): T {
  const { roleRef, subjects } = binding;
  const completed = subjects?.map(defaultSubject);
  const isComplete = roleRef.apiGroup && !completed?.some((subject, index) => subject !== subjects?.[index]);
  if (isComplete) return binding;
  return { ...binding, roleRef: roleRef.apiGroup ? roleRef : { ...roleRef, apiGroup: RBAC_GROUP }, ...(completed ? { subjects: completed } : {}) };
}

function defaultSubject(subject: Subject): Subject {
  const isIdentity = subject.kind === 'User' || subject.kind === 'Group';
  return isIdentity && !subject.apiGroup ? { ...subject, apiGroup: RBAC_GROUP } : subject;
}
