import { useCluster, useSession } from '../../../src/ui/store/session.ts';

/** A plain stage for tests of the shell: the nodes as groups, each with its button. */
export function Stage() {
  useCluster((state) => state.versions.nodes);
  const nodes = useCluster((state) => state.nodes);
  const session = useSession();
  return (
    <section aria-label="Cluster">
      {[...nodes.values()].map((node) => (
        <div key={node.name} role="group" aria-label={`${node.name}, ${node.ready}`}>
          <button
            type="button"
            onClick={() => void session.act({ type: 'fault', fault: node.powered ? 'power-off-node' : 'power-on-node', target: { node: node.name } })}
          >
            {node.powered ? 'Kill' : 'Start'} {node.name}
          </button>
        </div>
      ))}
    </section>
  );
}

/** A plain editor for tests of the shell. */
export function EditorStandIn() {
  return <section aria-label="Editor"><textarea className="cm-content" aria-label="Manifest" /></section>;
}
