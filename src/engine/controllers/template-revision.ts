import type { KindMap, KubeObject } from '../api/object.ts';
import type { PodTemplate } from '../api/pod-spec/pod-types.ts';
import type { LabelSelector } from '../api/selectors.ts';

export type ControllerRevision = KindMap['ControllerRevision'];

/** A workload whose templates are kept as ControllerRevisions. */
export type RevisionedWorkload = KubeObject & { readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplate } };

/** What a revision keeps of its workload: a patch that puts the whole template in place. */
interface TemplatePatch {
  readonly spec: { readonly template: PodTemplate & { readonly $patch: 'replace' } };
}

/** What a revision says of its workload: the template, and that it takes the place of the one that is there (getPatch of StatefulSet and DaemonSet). */
export function templatePatch(template: PodTemplate): TemplatePatch {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template that a revision keeps; `undefined` when it keeps something else. */
export function templateOfRevision({ data }: ControllerRevision): PodTemplate | undefined {
  const kept = (data as Partial<TemplatePatch> | undefined)?.spec?.template;
  if (!kept?.spec) return undefined;
  const { $patch: _whole, ...template } = kept;
  return template;
}

/** Sorts by number, then by time of creation, then by name (pkg/controller/history SortControllerRevisions). */
export function inOrder(revisions: ControllerRevision[]): ControllerRevision[] {
  return revisions.sort((a, b) => {
    if (a.revision !== b.revision) return a.revision - b.revision;
    const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
    if (left !== right) return left < right ? -1 : 1;
    return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
  });
}
