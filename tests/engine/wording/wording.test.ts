/**
 * What a kube-apiserver 1.36.0 (default feature gates, RBAC, no other component) answered to 852 little stories: an object is created, changed
 * or deleted, and what comes back is a success or a refusal. The same stories are told to the engine, whose answers must be the same: code,
 * reason, message and details.
 *
 * The files beside this one hold the stories by area. A step creates one of `bases.json`, or an object of its own, or updates or deletes what
 * is there; `with` lists what is written into the object first, as [path, value], or [path] for what is taken away. Causes of a refusal are
 * kept as [reason, field], since their words stand in the message. What comes by chance reads `<uid>` and, in generated names, `xxxxx`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindNameOf } from '../../../src/engine/api/kind-name.ts';
import type { Json, JsonObject } from '../../../src/engine/json.ts';
import { createSimulation, StatusError, type Action, type Simulation } from '../../../src/engine/simulation.ts';

type Write = readonly [path: readonly (string | number)[], value?: Json];
type Place = readonly [apiVersion: string, kind: string, namespace: string, name: string];
type Cause = readonly [reason: string, field: string];

interface Refusal {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: { readonly name?: string; readonly group?: string; readonly kind?: string; readonly causes?: readonly Cause[] };
}

type Answer = 200 | Refusal;

interface Request {
  readonly create?: string | JsonObject;
  readonly update?: Place;
  readonly subresource?: 'status' | 'ephemeralcontainers';
  readonly delete?: Place;
  /** the UID that the deletion presupposes. */
  readonly uid?: string;
  readonly with?: readonly Write[];
  readonly as?: string;
  readonly impersonate?: string;
  readonly answer: Answer;
}

/** `wait` lets the controllers look at what was done. */
type Step = Request | 'wait';
type Stories = Readonly<Record<string, readonly Step[]>>;

/** Go goes through maps in any order: the problems are the same, but their order is not told. */
const IN_ANY_ORDER: ReadonlySet<string> = new Set(['Resources: two errors', 'Names: pod labels', 'ConfigMap: key']);

const NO_CONTROLLERS = 'no controller counted anything or filled roles there';
const BY_KUBECTL = 'the engine answers as kubectl does, which asks what kinds there are before it sends anything';
const IMPERSONATION = 'the words are those of clusters without ConstrainedImpersonation, which is new and on in 1.36: it asks about the request that follows, too';

/** Answers that differ, by story and step, and why; they must differ, else they have no place here. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'StatefulSet: maxUnavailable 0, step 0': 'MaxUnavailableStatefulSet is off in 1.36 and drops the field; the engine has it as in 1.35 and 1.37',
  'Quota: configmaps, step 2': NO_CONTROLLERS,
  'Quota: services, step 2': NO_CONTROLLERS,
  'RBAC: escalation, step 5': NO_CONTROLLERS,
  'RBAC: impersonate, step 0': IMPERSONATION,
  'RBAC: impersonate sa, step 0': IMPERSONATION,
  'Wrong apiVersion, step 0': BY_KUBECTL,
  'Wrong kind, step 0': BY_KUBECTL,
  'CR: wrong version, step 2': BY_KUBECTL,
  'CRD: cel syntax, step 0': 'the parser of cel-go has words of its own',
};

const bases = read<Readonly<Record<string, JsonObject>>>('bases');

describe.each(['workloads', 'jobs', 'containers', 'scheduling', 'pod-updates', 'policy', 'objects', 'custom-resources'])('a real API server and the engine say the same about %s', (area) => {
  /** A cluster in which nothing was done yet: stories that are all refusal can share it. */
  let untouched: Simulation | undefined;

  it.each(Object.entries(read<Stories>(area)))('%s', (name, steps) => {
    const simulation = untouched ?? createSimulation({ seed: 3 });
    untouched = undefined;
    let isTouched = false;
    for (const [index, step] of steps.entries()) {
      if (step === 'wait') {
        simulation.advance(2_000);
        isTouched = true;
        continue;
      }
      const answer = ask(simulation, step);
      isTouched ||= answer === 200;
      const [told, recorded] = IN_ANY_ORDER.has(name) ? [sorted(answer), sorted(step.answer)] : [answer, step.answer];
      const place = `${name}, step ${index}`;
      if (place in DIFFERENT) expect(told, `${place} no longer differs`).not.toEqual(recorded);
      else expect(told, place).toEqual(recorded);
    }
    if (!isTouched) untouched = simulation;
  });
});

it('every answer that differs is one of a story', () => {
  const stories = new Set(['workloads', 'policy', 'objects', 'custom-resources'].flatMap((area) => Object.keys(read<Stories>(area))));
  expect(Object.keys(DIFFERENT).map((place) => place.replace(/, step \d+$/, '')).filter((name) => !stories.has(name))).toEqual([]);
});

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as T;
}

function ask(simulation: Simulation, request: Request): Answer {
  const { as, impersonate } = request;
  try {
    simulation.act(actionOf(simulation, request), { ...(as === undefined ? {} : { as: { name: as, groups: [] } }), ...(impersonate === undefined ? {} : { impersonate: { name: impersonate } }) });
    return 200;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return refusalOf(error);
  }
}

function actionOf(simulation: Simulation, request: Request): Action {
  const { create, update, delete: gone, subresource, uid, with: writes = [] } = request;
  if (create !== undefined) return { type: 'create', object: changed(typeof create === 'string' ? baseOf(create) : create, writes) };
  const [apiVersion, kindOnWire, namespace, name] = update ?? gone ?? missing('a request');
  const kind = kindNameOf({ apiVersion, kind: kindOnWire });
  if (gone) return { type: 'delete', target: { kind, namespace, name, ...(uid === undefined ? {} : { uid }) } };
  const live = simulation.api.get(kind, namespace, name) ?? missing(`${kind} ${name}`);
  return { type: 'update', object: changed(live as unknown as JsonObject, writes), ...(subresource ? { subresource } : {}) };
}

function baseOf(name: string): JsonObject {
  return bases[name] ?? missing(`the base ${name}`);
}

function missing(what: string): never {
  throw new Error(`${what} is missing`);
}

function changed(object: JsonObject, writes: readonly Write[]): JsonObject {
  const copy = structuredClone(object);
  for (const [path, value] of writes) {
    const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((node, step) => node[step] as Record<string | number, unknown>, copy as Record<string, unknown>);
    const last = path.at(-1) ?? missing('a path');
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}

function refusalOf({ status: { code, reason, message, details } }: StatusError): Refusal {
  const { causes, ...rest } = details ?? {};
  for (const cause of causes ?? []) expect(message).toContain(`${cause.field}: ${cause.message}`);
  // A real server that looks at an object twice tells its causes twice.
  const told = [...new Map(causes?.map((cause) => [JSON.stringify(cause), [cause.reason, cause.field] as const])).values()];
  return withoutChance({ code, ...(reason === '' ? {} : { reason }), message, ...(details ? { details: { ...rest, ...(causes ? { causes: told } : {}) } } : {}) });
}

function withoutChance(refusal: Refusal): Refusal {
  return JSON.parse(JSON.stringify(refusal).replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>').replace(/\bA_[a-z0-9]{5}\b/g, 'A_xxxxx')) as Refusal;
}

function sorted(answer: Answer): unknown {
  return answer === 200 ? answer : { ...answer, message: answer.message.split(/(?:, |[[\]])/).sort(), details: { ...answer.details, causes: answer.details?.causes?.map(String).sort() } };
}
