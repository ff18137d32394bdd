import { describe, expect, it } from 'vitest';
import { restoreSimulation } from '../../../src/engine/simulation.ts';
import { accept, clusterWith, containerOf, eventsOf, logOf, object, pod, podNamed, script } from './documentation-cluster.ts';

const SETTINGS = object('ConfigMap', 'settings', { data: { level: 'high', kind: 'blue', 'game.properties': 'lives=3\nspeed=fast\n' } });
const CREDENTIALS = object('Secret', 'credentials', { data: { user: 'bXktYXBw', password: 'Mzk1MjgkdmRnN0pi' } });
const once = { restartPolicy: 'Never' };

describe('variables', () => {
  it('name those that stand before them; unknown and escaped references stay', () => {
    const env = [
      { name: 'EARLY', value: '$(HOST):$(PORT)' },
      { name: 'PORT', value: '80' },
      { name: 'HOST', value: 'db' },
      { name: 'URL', value: 'tcp://$(HOST):$(PORT)' },
      { name: 'ESCAPED', value: '$$(HOST)' },
      { name: 'API', value: '$(KUBERNETES_SERVICE_PORT)' },
    ];
    const simulation = clusterWith(pod('dependent', script('echo $EARLY; echo $URL; echo $ESCAPED; echo $API', { env }), once));
    simulation.settle();
    expect(logOf(simulation, 'dependent')).toEqual(['$(HOST):$(PORT)', 'tcp://db:80', '$(HOST)', '443']);
  });

  it('come from ConfigMaps and Secrets, and can be used in the command', () => {
    const env = [
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      { name: 'USER', valueFrom: { secretKeyRef: { name: 'credentials', key: 'user' } } },
    ];
    const simulation = clusterWith(SETTINGS, CREDENTIALS, pod('echo', { command: ['/bin/echo', '$(LEVEL) $(USER)'], env }, once));
    simulation.settle();
    expect(logOf(simulation, 'echo')).toEqual(['high my-app']);
    expect(podNamed(simulation, 'echo').status?.phase).toBe('Succeeded');
  });

  it('that come from what is not there keep the container from being made', () => {
    const simulation = clusterWith(pod('lost', script('env', { envFrom: [{ configMapRef: { name: 'settings' } }] }), once));
    simulation.advance(20_000);
    expect(containerOf(podNamed(simulation, 'lost')).state).toEqual({ waiting: { reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' } });
    expect(eventsOf(simulation, 'lost')).toContain('Warning Failed: Error: configmap "settings" not found');
    accept(simulation, SETTINGS);
    simulation.settle();
    expect(podNamed(simulation, 'lost').status?.phase).toBe('Succeeded');
    expect(logOf(simulation, 'lost')).toContain('level=high');
  });

  it('tell a container its resources, rounded up, and the node’s where it has no limit', () => {
    const field = (name: string, resource: string, divisor?: string) => ({ name, valueFrom: { resourceFieldRef: { resource, ...(divisor === undefined ? {} : { divisor }) } } });
    const env = [field('A', 'requests.cpu'), field('B', 'limits.cpu', '1m'), field('C', 'limits.memory'), field('D', 'limits.memory', '1Mi'), field('E', 'requests.memory')];
    const resources = { requests: { cpu: '125m' }, limits: { cpu: '250m', memory: '64Mi' } };
    const simulation = clusterWith(pod('limited', script('printenv A B C D E', { env, resources }), once), pod('free', script('printenv C E', { env: [env[2] ?? {}, env[4] ?? {}] }), once));
    simulation.settle();
    expect(logOf(simulation, 'limited')).toEqual(['1', '250', '67108864', '64', '67108864']);
    const node = simulation.api.get('Node', '', podNamed(simulation, 'free').spec.nodeName ?? '');
    const [limit, request] = logOf(simulation, 'free');
    expect(Number(limit)).toBeGreaterThan(1_000_000_000);
    expect(`${Number(limit) / 1024}Ki`).toBe(node?.status?.capacity?.memory);
    expect(request).toBe('0');
  });
});

describe('files in volumes', () => {
  it('hold the entries of a ConfigMap, under the paths that were chosen', () => {
    const simulation = clusterWith(SETTINGS,
      pod('all', script('ls /etc/config; cat /etc/config/game.properties', { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] }), { ...once, volumes: [{ name: 'config', configMap: { name: 'settings' } }] }),
      pod('some', script('ls /etc/config/; cat /etc/config/keys; cat /etc/config/none', { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] }), { ...once, volumes: [{ name: 'config', configMap: { name: 'settings', items: [{ key: 'level', path: 'keys' }] } }] }));
    simulation.settle();
    expect(logOf(simulation, 'all')).toEqual(['game.properties', 'kind', 'level', 'lives=3', 'speed=fast']);
    expect(logOf(simulation, 'some').slice(0, 2)).toEqual(['keys', 'high']);
  });

  it('tell a pod its labels', () => {
    const volumes = [{ name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }];
    const text = 'if [[ -e /etc/info/labels ]]; then echo -en "\\n"; cat /etc/info/labels; fi; sleep 5';
    const simulation = clusterWith(pod('informed', script(text, { volumeMounts: [{ name: 'info', mountPath: '/etc/info' }] }), { ...once, volumes }, { labels: { zone: 'us-est-coast', cluster: 'one' } }));
    simulation.settle();
    expect(logOf(simulation, 'informed')).toEqual(['', 'cluster="one"', 'zone="us-est-coast"']);
  });

  it('are known to a container that was restored from a checkpoint as well', () => {
    const simulation = clusterWith(SETTINGS,
      pod('reader', script('sleep 5; cat /etc/config/level', { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] }), { ...once, volumes: [{ name: 'config', configMap: { name: 'settings' } }] }));
    simulation.advance(4_000);
    const restored = restoreSimulation(simulation.checkpoint());
    simulation.settle();
    restored.settle();
    expect(logOf(restored, 'reader')).toEqual(['high']);
    expect(restored.hash()).toBe(simulation.hash());
  });

  it('give the names that a pod adds to its hosts', () => {
    const hostAliases = [{ ip: '127.0.0.1', hostnames: ['foo.local', 'bar.local'] }, { ip: '10.1.2.3', hostnames: ['foo.remote'] }];
    const simulation = clusterWith(pod('aliases', { command: ['cat'], args: ['/etc/hosts'] }, { ...once, hostAliases }));
    simulation.settle();
    const { podIP } = podNamed(simulation, 'aliases').status ?? {};
    expect(logOf(simulation, 'aliases')).toEqual([
      '# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', 'fe00::\tip6-localnet', 'fe00::\tip6-mcastprefix', 'fe00::1\tip6-allnodes',
      'fe00::2\tip6-allrouters', `${podIP}\taliases`, '', '# Entries added by HostAliases.', '127.0.0.1\tfoo.local\tbar.local', '10.1.2.3\tfoo.remote',
    ]);
  });
});
