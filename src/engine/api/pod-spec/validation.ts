import type { FieldError } from '../errors.ts';
import { forbiddenField, invalidValue, required, tooLong, type FieldPath } from '../validation/field-error.ts';
import { validateLabels } from '../validation/metadata.ts';
import { dnsLabelProblems, dnsSubdomainProblems, rangeProblem } from '../validation/names.ts';
import { invalidFor, validateChoice, validateEach, validateIfPresent } from './checks.ts';
import type { PodSpec, Volume } from './pod-types.ts';
import { validateAffinity } from './validation-affinity.ts';
import { validateContainers, validateInitContainers } from './validation-containers.ts';
import { validateEphemeralContainers } from './validation-ephemeral.ts';
import { validateDnsConfig, validateHostAliases, validateHostNetworkPorts } from './validation-network.ts';
import { validateOs } from './validation-os.ts';
import { validateOverhead, validatePodResources } from './validation-resources.ts';
import { validateReadinessGates, validateSchedulingGates, validateSpreadConstraints, validateTolerations } from './validation-scheduling.ts';
import { validateHostUsers, validatePodSecurity } from './validation-security.ts';
import { validateVolumes } from './validation-volumes.ts';

/** Whose spec it is: a pod's, or a template's, in which less needs to be settled. */
export type SpecOwner = { readonly kind: 'Pod'; readonly name: string } | { readonly kind: 'Template' };

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const MAX_INT32 = 2 ** 31 - 1;
const MOST_HOSTNAME_BYTES = 64;

/** All problems of a spec with its defaults, in upstream's order and words (pkg/apis/core/validation/validation.go ValidatePodSpec). */
export function validatePodSpec(spec: PodSpec, owner: SpecOwner, path: FieldPath): readonly FieldError[] {
  const { volumes, errors: volumeErrors } = validateVolumes(spec.volumes, owner.kind === 'Pod' ? owner.name : undefined, path.child('volumes'));
  const claimNames = new Set((spec.resourceClaims ?? []).map(({ name }) => name).filter(Boolean));
  const around = { spec, volumes, claimNames };
  return [
    ...(spec.terminationGracePeriodSeconds === undefined ? [required(path.child('terminationGracePeriodSeconds'))] : []),
    ...volumeErrors,
    ...validateContainers(around, path.child('containers')),
    ...validateInitContainers(around, path.child('initContainers')),
    ...validateEphemeralContainers(around, path.child('ephemeralContainers')),
    ...validatePodResources(spec, path.child('resources')),
    ...validateHostNetworkPorts(spec, owner.kind === 'Pod', path),
    ...validateChoice(spec.restartPolicy, RESTART_POLICIES, path.child('restartPolicy')),
    ...validateChoice(spec.dnsPolicy, DNS_POLICIES, path.child('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, path.child('nodeSelector')),
    ...validatePodSecurity(spec, path.child('securityContext')),
    ...validateIfPresent(spec.affinity, path.child('affinity'), validateAffinity),
    ...validateDnsConfig(spec, path.child('dnsConfig')),
    ...validateReadinessGates(spec.readinessGates, path.child('readinessGates')),
    ...validateSchedulingGates(spec.schedulingGates, path.child('schedulingGates')),
    ...validateSpreadConstraints(spec.topologySpreadConstraints, path.child('topologySpreadConstraints')),
    ...validateHostUsers(spec, path),
    ...validateName(spec.serviceAccountName, path.child('serviceAccountName'), dnsSubdomainProblems),
    ...validateName(spec.nodeName, path.child('nodeName'), dnsSubdomainProblems),
    ...validateIfPresent(spec.activeDeadlineSeconds, path.child('activeDeadlineSeconds'), validateDeadline),
    ...validateName(spec.hostname, path.child('hostname'), dnsLabelProblems),
    ...validateHostnameOverride(spec.hostnameOverride, path.child('hostnameOverride')),
    ...validateName(spec.subdomain, path.child('subdomain'), dnsLabelProblems),
    ...validateTolerations(spec.tolerations, path.child('tolerations')),
    ...validateHostAliases(spec.hostAliases, path.child('hostAliases')),
    ...validateName(spec.priorityClassName, path.child('priorityClassName'), dnsSubdomainProblems),
    ...validateName(spec.runtimeClassName, path.child('runtimeClassName'), dnsSubdomainProblems),
    ...(spec.preemptionPolicy === undefined ? [] : validateChoice(spec.preemptionPolicy, PREEMPTION_POLICIES, path.child('preemptionPolicy'))),
    ...validateIfPresent(spec.overhead, path.child('overhead'), validateOverhead),
    ...validateOs(spec, path),
  ];
}

/** What only a pod itself must observe (validatePodMetadataAndSpec); templates may break it. */
export function validatePodOnly(spec: PodSpec, path: FieldPath): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.serviceAccountName) {
    errors.push(...validateEach(spec.volumes, path.child('volumes'), validateNoTokens));
  }
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    errors.push(...validateEach(spec[list], path.child(list), ({ image = '' }, at) => validateImageBlanks(image, at.child('image'))));
  }
  return errors;
}

function validateNoTokens({ projected }: Volume, path: FieldPath): readonly FieldError[] {
  return validateEach(projected?.sources, path.child('projected', 'sources'), ({ serviceAccountToken }, at) => (
    serviceAccountToken ? [forbiddenField(at.child('serviceAccountToken'), 'must not be specified when serviceAccountName is not set')] : []
  ));
}

export function validateImageBlanks(image: string, path: FieldPath): readonly FieldError[] {
  return image === image.trim() ? [] : [invalidValue(path, image, 'must not have leading or trailing whitespace')];
}

/** Annotations of a pod or template that mean something to the control plane (ValidatePodSpecificAnnotations). */
export function validatePodAnnotations(annotations: Readonly<Record<string, string>> | undefined, path: FieldPath): readonly FieldError[] {
  const key = 'controller.kubernetes.io/pod-deletion-cost';
  const cost = annotations?.[key];
  if (cost === undefined || (/^(?:0|[1-9]\d*|-\d+)$/.test(cost) && Number(cost) >= -MAX_INT32 - 1 && Number(cost) <= MAX_INT32)) return [];
  return [invalidValue(path.key(key), cost, 'must be a 32bit integer')];
}

/** A name that may be left out. */
function validateName(name: string | undefined, path: FieldPath, problems: (name: string) => readonly string[]): readonly FieldError[] {
  return name ? invalidFor(path, name, problems(name)) : [];
}

function validateDeadline(seconds: number, path: FieldPath): readonly FieldError[] {
  return seconds >= 1 && seconds <= MAX_INT32 ? [] : [invalidValue(path, seconds, rangeProblem(1, MAX_INT32))];
}

function validateHostnameOverride(name: string | undefined, path: FieldPath): readonly FieldError[] {
  if (name === undefined) return [];
  return [...invalidFor(path, name, dnsSubdomainProblems(name)), ...(name.length > MOST_HOSTNAME_BYTES ? [tooLong(path, MOST_HOSTNAME_BYTES)] : [])];
}
