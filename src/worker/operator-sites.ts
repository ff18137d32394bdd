import type { KindMap } from '../engine/api/object.ts';
import type { ObjectReference } from '../engine/api/reference.ts';
import { OPERATOR_IMAGE } from '../engine/operators/operator-image.ts';
import type { Simulation } from '../engine/simulation.ts';
import type { OperatorSite } from './protocol.ts';

type PodTemplate = KindMap['Deployment']['spec']['template'];

const CODE_FILE = 'operator.js';
const BUILT_IN = /^(system|kubeadm):/;

/** Every operator whose code is in the cluster, whether somebody runs it or not, in the order of their ConfigMaps. */
export function operatorSites({ api, kinds, operators }: Pick<Simulation, 'api' | 'kinds' | 'operators'>): readonly OperatorSite[] {
  if (!kinds.has('ConfigMap')) return [];
  return api.list('ConfigMap').flatMap(({ metadata: { namespace = '', name = '' }, data }) => {
    const code = data?.[CODE_FILE];
    if (code === undefined) return [];
    const deployment = api.list('Deployment', { namespace }).find(({ spec }) => runs(spec.template, name));
    const labels = deployment?.spec.selector.matchLabels ?? {};
    const account = deployment?.spec.template.spec?.serviceAccountName || 'default';
    return [{
      namespace, name, code,
      deployment: deployment?.metadata.name ?? null,
      account,
      pods: deployment ? api.list('Pod', { namespace, labels }).map(({ metadata }) => metadata.name ?? '') : [],
      roles: deployment && kinds.has('Role') ? rolesOf(api, namespace, account) : [],
      running: operators.find((operator) => operator.namespace === namespace && operator.name === name) ?? null,
    }];
  });
}

function runs(template: PodTemplate, configMap: string): boolean {
  const { containers = [], volumes = [] } = template.spec ?? {};
  return containers.some(({ image = '' }) => image.split(':')[0] === OPERATOR_IMAGE) && volumes.find((volume) => volume.configMap)?.configMap?.name === configMap;
}

/** Roles that are granted to the account, those for the whole cluster first; not those that come with every cluster. */
function rolesOf(api: Simulation['api'], namespace: string, account: string): readonly ObjectReference[] {
  const bindings = [...api.list('ClusterRoleBinding'), ...api.list('RoleBinding')];
  return bindings
    .filter(({ metadata, roleRef, subjects = [] }) => !BUILT_IN.test(roleRef.name)
      && subjects.some((subject) => subject.kind === 'ServiceAccount' && subject.name === account && (subject.namespace ?? metadata.namespace) === namespace))
    .map(({ metadata, roleRef }) => ({ kind: roleRef.kind, namespace: roleRef.kind === 'Role' ? metadata.namespace ?? '' : '', name: roleRef.name }));
}
