import type { Client } from '../api/api-server.ts';
import { decodeForWrite } from '../api/decode-request.ts';
import { notFound } from '../api/errors.ts';
import { groupVersionOf, kindNameOf } from '../api/kind-name.ts';
import type { KindName, KubeObject } from '../api/object.ts';
import type { EventRecorder } from '../events.ts';
import type { Json, JsonObject } from '../json.ts';
import type { OperatorCall } from './sandbox.ts';

export interface OperatorLog {
  write(text: string): void;
}

/** The calls an operator can make: what any client library offers, under its own account. */
export function createOperatorCalls(client: Client, recorder: EventRecorder, log: OperatorLog, nowMs: () => number): OperatorCall {
  function served(apiVersion: Json | undefined, kind: Json | undefined): KindName {
    const name = kindNameOf({ apiVersion: String(apiVersion), kind: String(kind) });
    const definition = client.kinds.get(name);
    const isServed = definition && (definition.custom?.servedVersions.includes(String(apiVersion)) ?? groupVersionOf(definition) === apiVersion);
    if (!isServed) throw new Error(`no matches for kind "${String(kind)}" in version "${String(apiVersion)}"`);
    return name;
  }
  const wire = (object: KubeObject | undefined): Json => (object ?? null) as unknown as Json;
  const decode = (object: Json | undefined) => decodeForWrite((object ?? {}) as JsonObject, client.kinds);

  const calls: Readonly<Record<string, (parameters: readonly Json[]) => Json>> = {
    get: ([apiVersion, kind, namespace, name]) => wire(client.get(served(apiVersion, kind), String(namespace ?? ''), String(name))),
    list([apiVersion, kind, query]) {
      const { namespace, labels } = (query ?? {}) as { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
      return client.list(served(apiVersion, kind), { ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}) }) as unknown as Json;
    },
    create: ([object]) => wire(client.create(decode(object))),
    update: ([object]) => wire(client.update(decode(object))),
    updateStatus: ([object]) => wire(client.updateStatus(decode(object))),
    delete([apiVersion, kind, namespace, name]) {
      client.delete(served(apiVersion, kind), String(namespace ?? ''), String(name), { propagationPolicy: 'Background' });
      return null;
    },
    event([object, type, reason, message]) {
      recorder.event(object as unknown as KubeObject, type === 'Warning' ? 'Warning' : 'Normal', String(reason), String(message));
      return null;
    },
    now: () => nowMs(),
    log([text]) {
      log.write(String(text));
      return null;
    },
  };
  return (name, parameters) => {
    const call = calls[name];
    if (!call) throw notFound({ group: '', plural: 'calls', kind: 'Call' }, name);
    return call(parameters);
  };
}
