/** A member of at most one heap, which notes its place in it. */
export interface HeapMember {
  heapIndex: number;
}

/** A binary heap that can take any member out. */
export interface Heap<T extends HeapMember> {
  readonly size: number;
  push(member: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
  /** The member must be in this heap. */
  remove(member: T): void;
  clear(): void;
}

export function createHeap<T extends HeapMember>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const members: T[] = [];

  function put(member: T, index: number): void {
    members[index] = member;
    member.heapIndex = index;
  }
  function siftUp(member: T, from: number): void {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = members[parentIndex];
      if (!parent || !isBefore(member, parent)) break;
      put(parent, index);
      index = parentIndex;
    }
    put(member, index);
  }
  function siftDown(member: T, from: number): void {
    let index = from;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = members[childIndex];
      if (!child) break;
      const right = members[childIndex + 1];
      if (right && isBefore(right, child)) {
        child = right;
        childIndex++;
      }
      if (!isBefore(child, member)) break;
      put(child, index);
      index = childIndex;
    }
    put(member, index);
  }
  function remove(member: T): void {
    const index = member.heapIndex;
    const last = members.pop();
    if (last && last !== member) {
      siftUp(last, index);
      siftDown(last, last.heapIndex);
    }
  }

  return {
    get size() {
      return members.length;
    },
    push: (member) => siftUp(member, members.length),
    peek: () => members[0],
    pop() {
      const first = members[0];
      if (first) remove(first);
      return first;
    },
    remove,
    clear() {
      members.length = 0;
    },
  };
}
