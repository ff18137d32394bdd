import { cpuWords, memoryWords } from '../stage/words.ts';
import { useCluster } from '../store/session.ts';
import { Term } from './term.tsx';
import { useMachineUse } from './use-machine-use.ts';

/** What is requested of a node, and what really is in use on it. */
export function NodeLoad({ name }: { readonly name: string }) {
  const node = useCluster((state) => state.nodes.get(name));
  const use = useMachineUse(name);
  return (
    <>
      {node && <Fact name="CPU requested" value={`${cpuWords(node.requestedCpuMillis)} of ${cpuWords(node.allocatableCpuMillis)}`} />}
      {node && <Fact name="Memory requested" value={`${memoryWords(node.requestedMemoryBytes)} of ${memoryWords(node.allocatableMemoryBytes)}`} />}
      {use && <Fact name="Memory used" value={`${memoryWords(use.memory.usedBytes)} of ${memoryWords(use.memory.capacityBytes)}`} />}
      {use && <Fact name="Disk used" value={`${memoryWords(use.disk.usedBytes)} of ${memoryWords(use.disk.capacityBytes)}`} />}
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return <div><dt><Term name={name} /></dt><dd>{value}</dd></div>;
}
