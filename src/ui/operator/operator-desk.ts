import type { JsonObject } from '../../engine/json.ts';
import { splitKey } from '../../engine/api/reference.ts';
import type { CodeProblem, OperatorSite } from '../../worker/protocol.ts';
import { messageOf, type Session } from '../store/session.ts';
import { roleWith, type Refusal } from './refusal.ts';
import { codeObject, withCode, type Start } from './starting-objects.ts';

export type DeskAnswer = { readonly is: 'done'; /** whether the operator was made from the start. */ readonly made?: boolean } | { readonly is: 'wrong'; readonly problem: CodeProblem } | { readonly is: 'refused'; readonly message: string };

const DONE: DeskAnswer = { is: 'done' };

export interface RunOrder {
  /** `namespace/name` of the ConfigMap. */
  readonly key: string;
  readonly code: string;
  readonly site: OperatorSite | null;
  readonly start: Start | null;
}

/** Loads the code in the sandbox without running it. */
export async function check({ host }: Session, code: string): Promise<CodeProblem | null> {
  return host.send({ type: 'check-operator', code });
}

/** Puts the code into the cluster and has its pods read it: what is missing is made, and what runs is restarted as `rollout restart` does. */
export async function run(session: Session, { key, code, site, start }: RunOrder): Promise<DeskAnswer> {
  try {
    const problem = await check(session, code);
    if (problem) return { is: 'wrong', problem };
    if ((!site || site.deployment === null) && start) {
      const answer = await apply(session, withCode(start.objects, code));
      return answer.is === 'done' ? { ...answer, made: true } : answer;
    }
    if (site?.code !== code) {
      const answer = await apply(session, [codeObject(splitKey(key), code, await otherFiles(session, key))]);
      if (answer.is !== 'done') return answer;
    }
    return site ? await restart(session, site) : DONE;
  } catch (error) {
    return { is: 'refused', message: messageOf(error) };
  }
}

/** Permits the operator's account what it was refused, and has it look again at once. */
export async function grant(session: Session, site: OperatorSite, refusal: Refusal): Promise<DeskAnswer> {
  const found = site.roles.find(({ kind }) => kind === 'ClusterRole') ?? site.roles.find(({ namespace }) => refusal.namespace !== '' && namespace === refusal.namespace);
  if (!found) return { is: 'refused', message: `No role is bound to its service account ${site.account} that could permit it: bind one first.` };
  try {
    const role = await session.host.send({ type: 'read-object', reference: found });
    if (!role) return { is: 'refused', message: `${found.kind} ${found.name} is not there any more.` };
    const answer = await apply(session, [roleWith(role, refusal)]);
    return answer.is === 'done' ? await restart(session, site) : answer;
  } catch (error) {
    return { is: 'refused', message: messageOf(error) };
  }
}

/** Applies the objects as `kubectl apply` does, and says what was wrong with the first that was. */
export async function apply(session: Session, objects: readonly JsonObject[]): Promise<DeskAnswer> {
  const { problems: [problem] } = await session.act({ type: 'apply', objects });
  return problem ? { is: 'refused', message: problem.message } : DONE;
}

async function restart(session: Session, { namespace, deployment }: OperatorSite): Promise<DeskAnswer> {
  if (deployment === null) return { is: 'refused', message: 'The code is in the cluster, but no Deployment runs it.' };
  await session.act({ type: 'restart-rollout', target: { kind: 'Deployment', namespace, name: deployment } });
  return DONE;
}

/** What else the ConfigMap holds, which an apply without it would take away. */
async function otherFiles({ host }: Session, key: string): Promise<JsonObject> {
  const found = await host.send({ type: 'read-object', reference: { kind: 'ConfigMap', ...splitKey(key) } });
  return (found?.['data'] as JsonObject | undefined) ?? {};
}
