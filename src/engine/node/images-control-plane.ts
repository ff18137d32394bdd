import type { ImageModel, ServerModel } from './image-model.ts';

const MB = 1_000_000;
const MIB = 1024 ** 2;

function component(name: string, megabytes: number, tags: RegExp, server: Pick<ServerModel, 'ports' | 'startMs' | 'memoryBytes' | 'cpuMillis'>, line: string, more: Partial<ServerModel> = {}): ImageModel {
  return {
    repository: `registry.k8s.io/${name}`, tags, noLatest: true, bytes: megabytes * MB, tools: 'none', entrypoint: 'none', serverBinaries: [name],
    server: { ...server, stop: { afterMs: 400, code: 0 }, routes: [{ path: '*', status: 200 }], isSecure: true, log: [[server.startMs, line]], ...more },
  };
}

const VERSION = /^v1\.(2\d|3\d)\.\d{1,2}$/;

/** What a control plane is made of, as kubeadm runs it. */
export const CONTROL_PLANE_IMAGES: readonly ImageModel[] = [
  component('kube-apiserver', 27.7, VERSION, { ports: [6443], startMs: 2_800, memoryBytes: 260 * MIB, cpuMillis: 50 }, 'I{iso} secure_serving.go:211] Serving securely on [::]:6443'),
  component('kube-controller-manager', 23.1, VERSION, { ports: [10257], startMs: 1_100, memoryBytes: 56 * MIB, cpuMillis: 15 }, 'I{iso} leaderelection.go:271] successfully acquired lease kube-system/kube-controller-manager'),
  component('kube-scheduler', 17.4, VERSION, { ports: [10259], startMs: 900, memoryBytes: 24 * MIB, cpuMillis: 5 }, 'I{iso} leaderelection.go:271] successfully acquired lease kube-system/kube-scheduler'),
  component('etcd', 23.6, /^3\.[4-6]\.\d{1,2}-\d$/, { ports: [2379, 2380, 2381], startMs: 700, memoryBytes: 48 * MIB, cpuMillis: 25 }, '{"level":"info","ts":"{iso}","caller":"embed/serve.go","msg":"serving client traffic securely","address":"127.0.0.1:2379"}'),
];
