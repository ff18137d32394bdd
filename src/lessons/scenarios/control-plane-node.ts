import type { Scenario } from '../scenario.ts';

export const controlPlaneNode: Scenario = {
  id: 'control-plane-node',
  title: 'The control plane as pods',
  level: 'Inside Kubernetes',
  summary: 'The API server, its store, the scheduler and the controllers run as static pods on a node of their own.',
  try: 'Crash the container of kube-scheduler twice, so that its kubelet waits before it starts it again, and delete a pod of web: the new one waits for a scheduler. '
    + 'Then crash etcd twice in the same way, and see the whole cluster stand still although everything on the nodes runs on.',
};
