import type { Scenario } from '../scenario.ts';

export const rbac: Scenario = {
  id: 'rbac',
  title: 'Who may do what',
  level: 'Policies',
  summary: 'Roles say what somebody may do, and bindings say who has them.',
  try: 'Act as jane with the menu of users at the top: she sees everything in shop, and is refused when she scales or deletes. '
    + 'Give the role the verb patch on deployments and deployments/scale as the administrator, and let her try again.',
};
