import type { Scenario } from '../scenario.ts';

export const rbac: Scenario = {
  id: 'rbac',
  title: 'Who may do what',
  level: 'Policies',
  summary: 'Roles say what somebody may do, and bindings say who has them.',
  try: 'Act as jane with the menu of users at the top: she sees what is in the namespace shop, and is refused when she scales web or deletes a pod. '
    + 'As the administrator give her role the verb patch on deployments and deployments/scale, apply, and let her scale again from the menu of Deployment web.',
};
