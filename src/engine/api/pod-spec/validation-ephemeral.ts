import type { FieldError } from '../errors.ts';
import { forbiddenField, notFoundValue, type FieldPath } from '../validation/field-error.ts';
import { validateEach, validateUnused } from './checks.ts';
import { validateContainer, type ContainerSurroundings } from './validation-containers.ts';

const FORBIDDEN = ['ports', 'resources', 'resizePolicy', 'restartPolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;
const NOT_HERE = 'cannot be set for an Ephemeral Container';

/** Ephemeral containers serve to look into a pod: what makes a workload of a container is not for them (validateEphemeralContainers). */
export function validateEphemeralContainers(around: ContainerSurroundings, path: FieldPath): readonly FieldError[] {
  const { containers, initContainers = [], ephemeralContainers } = around.spec;
  const others = new Set([...containers, ...initContainers].map(({ name }) => name));
  const names = new Set(others);
  return validateEach(ephemeralContainers, path, (container, at) => {
    const { targetContainerName: target } = container;
    return [
      ...validateContainer(container, around, at),
      ...validateUnused(container.name, names, at.child('name')),
      ...(target && !others.has(target) ? [notFoundValue(at.child('targetContainerName'), target)] : []),
      ...FORBIDDEN.flatMap((field) => (isZero(container[field]) ? [] : [forbiddenField(at.child(field), NOT_HERE)])),
      ...validateEach(container.volumeMounts, at.child('volumeMounts'), (mount, place) => (
        (['subPath', 'subPathExpr'] as const).flatMap((field) => (mount[field] ? [forbiddenField(place.child(field), NOT_HERE)] : []))
      )),
    ];
  });
}

/** What says no more than leaving the field out. */
function isZero(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value) && Object.keys(value ?? {}).length === 0);
}
