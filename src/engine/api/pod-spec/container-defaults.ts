import { parseImageReference } from '../../node/image-reference.ts';
import type { Container, ContainerPort, EnvVar, FieldSelector, HttpGet, LifecycleHandler, Probe } from './pod-types.ts';
import { ifPresent, mapShared, withFields } from './sharing.ts';

/** What a container of a pod or of a template gets (pkg/apis/core/v1/defaults.go SetDefaults_Container and the parts below it). */
export function defaultContainer(container: Container): Container {
  return withFields(container, {
    imagePullPolicy: container.imagePullPolicy || pullPolicyOf(container.image ?? ''),
    terminationMessagePath: container.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy || 'File',
    ports: mapShared(container.ports, defaultPort),
    env: mapShared(container.env, defaultEnvVar),
    livenessProbe: ifPresent(container.livenessProbe, defaultProbe),
    readinessProbe: ifPresent(container.readinessProbe, defaultProbe),
    startupProbe: ifPresent(container.startupProbe, defaultProbe),
    lifecycle: ifPresent(container.lifecycle, (lifecycle) => withFields(lifecycle, {
      postStart: ifPresent(lifecycle.postStart, defaultLifecycleHandler),
      preStop: ifPresent(lifecycle.preStop, defaultLifecycleHandler),
    })),
    // A container without `resources` has empty ones on the wire.
    resources: container.resources ?? NO_RESOURCES,
  });
}

const NO_RESOURCES: NonNullable<Container['resources']> = {};

/** `Always` for the tag `latest`, which a name without tag and digest means too. */
export function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  return parseImageReference(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultPort(port: ContainerPort): ContainerPort {
  return withFields(port, { protocol: port.protocol || 'TCP' });
}

function defaultEnvVar(variable: EnvVar): EnvVar {
  return withFields(variable, {
    valueFrom: ifPresent(variable.valueFrom, (source) => withFields(source, { fieldRef: ifPresent(source.fieldRef, defaultFieldSelector) })),
  });
}

export function defaultFieldSelector(selector: FieldSelector): FieldSelector {
  return withFields(selector, { apiVersion: selector.apiVersion || 'v1' });
}

/** Zero counts as unset for all of a probe's numbers. */
function defaultProbe(probe: Probe): Probe {
  return withFields(probe, {
    timeoutSeconds: probe.timeoutSeconds || 1,
    periodSeconds: probe.periodSeconds || 10,
    successThreshold: probe.successThreshold || 1,
    failureThreshold: probe.failureThreshold || 3,
    httpGet: ifPresent(probe.httpGet, defaultHttpGet),
    grpc: ifPresent(probe.grpc, (grpc) => withFields(grpc, { service: grpc.service ?? '' })),
  });
}

function defaultLifecycleHandler(handler: LifecycleHandler): LifecycleHandler {
  return withFields(handler, { httpGet: ifPresent(handler.httpGet, defaultHttpGet) });
}

function defaultHttpGet(action: HttpGet): HttpGet {
  return withFields(action, { path: action.path || '/', scheme: action.scheme || 'HTTP' });
}
