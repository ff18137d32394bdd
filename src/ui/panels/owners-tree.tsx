import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { objectKey, referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { OwnerTreeNode, PodView, WorkloadView } from '../../worker/protocol.ts';
import { useCluster, useSession } from '../store/session.ts';
import { kindWord } from './kind-word.ts';
import './owners-tree.css';

/** A line of the tree: an object, a container of a pod, or how many more there are. */
interface Line {
  readonly key: string;
  readonly level: number;
  readonly parent: string | null;
  /** what choosing it selects: the object, or the pod of a container. */
  readonly reference: ObjectReference | null;
  readonly text: string;
  readonly expanded: boolean | null;
  /** the object itself, a container by its name, or neither. */
  readonly of: OwnerTreeNode | string | null;
}

/** The family of the selected object, from its topmost owner down to pods and their containers (WAI-ARIA tree view pattern). */
export function OwnersTree({ tree, selected }: { readonly tree: OwnerTreeNode; readonly selected: ObjectReference }) {
  const session = useSession();
  const selectedKey = referenceKey(selected);
  const path = useMemo(() => pathTo(tree, selectedKey), [tree, selectedKey]);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isOpen = (key: string, node: OwnerTreeNode): boolean => toggled.get(key) ?? (path.has(key) || (node.reference.kind !== 'Pod' && node.children.length <= 8));
  const lines = linesOf(tree, isOpen);
  const [focused, setFocused] = useState(selectedKey);
  const root = useRef<HTMLUListElement>(null);
  const current = lines.find(({ key }) => key === focused) ?? lines.find(({ key }) => key === selectedKey) ?? lines[0];

  const focus = (line: Line | undefined): void => {
    if (!line) return;
    setFocused(line.key);
    root.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"]`)?.focus();
  };
  const toggle = (line: Line, open: boolean): void => setToggled(new Map(toggled).set(line.key, open));
  const select = ({ reference }: Line): void => {
    if (reference) session.select(reference);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!current) return;
    const at = lines.indexOf(current);
    const deeds: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(lines[at + 1]),
      ArrowUp: () => focus(lines[at - 1]),
      Home: () => focus(lines[0]),
      End: () => focus(lines.at(-1)),
      ArrowRight: () => (current.expanded === false ? toggle(current, true) : focus(lines[at + 1]?.level === current.level + 1 ? lines[at + 1] : undefined)),
      ArrowLeft: () => (current.expanded === true ? toggle(current, false) : focus(lines.find(({ key }) => key === current.parent))),
      Enter: () => select(current),
      ' ': () => select(current),
    };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };

  return (
    <ul ref={root} className="k-tree" role="tree" aria-label="Owners, from the topmost down" onKeyDown={onKeyDown}>
      {lines.map((line) => (
        <li
          key={line.key} role="treeitem" data-line={line.key} aria-level={line.level} aria-selected={line.key === selectedKey}
          aria-expanded={line.expanded ?? undefined} tabIndex={line === current ? 0 : -1} style={{ paddingInlineStart: `${(line.level - 1) * 16}px` }}
          onClick={() => {
            setFocused(line.key);
            select(line);
          }}
        >
          {line.expanded === null ? <span className="k-tree-leaf" /> : (
            <span
              className="k-tree-toggle" aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation();
                toggle(line, line.expanded === false);
              }}
            >
              {line.expanded ? '▾' : '▸'}
            </span>
          )}
          <span className={typeof line.of === 'object' && line.of ? 'k-tree-name' : 'k-tree-note'}>{line.text}</span>
          {line.reference && <State reference={line.reference} of={line.of} />}
        </li>
      ))}
    </ul>
  );
}

/** How it is, as far as the projection knows: a pod's state, a container's, how many pods of a workload are ready or done. */
function State({ reference, of }: { readonly reference: ObjectReference; readonly of: Line['of'] }) {
  useCluster((state) => state.versions.pods);
  useCluster((state) => state.versions.workloads);
  const pods = useCluster((state) => state.pods);
  const workload = useCluster((state) => state.workloads).get(referenceKey(reference));
  const words = stateWords(reference, of, pods, workload);
  return words === '' ? null : <span className="k-tree-state">{words}</span>;
}

function stateWords(reference: ObjectReference, of: Line['of'], pods: ReadonlyMap<string, PodView>, workload: WorkloadView | undefined): string {
  const podOf = ({ namespace, name }: ObjectReference): PodView | undefined => pods.get(objectKey(namespace, name));
  if (typeof of === 'string') {
    const container = podOf(reference)?.containers.find(({ name }) => name === of);
    if (!container) return '';
    return container.state === 'running' ? (container.ready || container.part === 'init' || container.part === 'ephemeral' ? 'running' : 'running, not ready') : container.reason || container.state;
  }
  if (reference.kind === 'Pod') {
    const pod = podOf(reference);
    return pod ? [pod.spokenState, ...(pod.traits === '' ? [] : [pod.traits])].join(', ') : '';
  }
  if (workload) return `${workload.ready} of ${workload.desired} ${workload.counts}`;
  if (!of || (of.children.length === 0 && !of.wanted) || of.children.some(({ reference: { kind } }) => kind !== 'Pod')) return '';
  if (of.more > 0) return `${of.children.length + of.more} pods`;
  const views = of.children.flatMap((child) => podOf(child.reference) ?? []);
  const done = reference.kind === 'Job';
  return `${views.filter(({ shape }) => shape === (done ? 'completed' : 'ready')).length} of ${of.wanted ?? of.children.length} ${done ? 'done' : 'ready'}`;
}

function linesOf(tree: OwnerTreeNode, isOpen: (key: string, node: OwnerTreeNode) => boolean): readonly Line[] {
  const lines: Line[] = [];
  const add = (node: OwnerTreeNode, level: number, parent: string | null): void => {
    const key = referenceKey(node.reference);
    const hasMore = node.children.length > 0 || node.containers.length > 0;
    const open = hasMore && isOpen(key, node);
    lines.push({ key, level, parent, reference: node.reference, text: `${kindWord(node.reference.kind)} ${node.reference.name}`, expanded: hasMore ? open : null, of: node });
    if (!open) return;
    for (const child of node.children) add(child, level + 1, key);
    for (const name of node.containers) lines.push({ key: `${key}/${name}`, level: level + 1, parent: key, reference: node.reference, text: `container ${name}`, expanded: null, of: name });
    if (node.more > 0) lines.push({ key: `${key}/more`, level: level + 1, parent: key, reference: null, text: `and ${node.more} more`, expanded: null, of: null });
  };
  add(tree, 1, null);
  return lines;
}

/** Keys from the top to the selected object, itself included: these are open. */
function pathTo(node: OwnerTreeNode, wanted: string): ReadonlySet<string> {
  const key = referenceKey(node.reference);
  if (key === wanted) return new Set([key]);
  for (const child of node.children) {
    const below = pathTo(child, wanted);
    if (below.size > 0) return new Set([key, ...below]);
  }
  return new Set();
}
