import '../../../src/engine/late-engine-parts.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import { readConfiguration } from '../../../src/engine/scheduler/configuration-request.ts';
import { propertyOptions } from '../../property-settings.ts';

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };
const profile = (own: JsonObject): JsonObject => ({ ...HEAD, profiles: [{ schedulerName: 'a', ...own }] });
function problems(sent: JsonObject) {
  const read = readConfiguration(sent);
  return read.ok ? [] : read.problems;
}

describe('a configuration is read strictly', () => {
  it.each([
    ['a field that is not there', { ...HEAD, profile: [] }, ['profile'], 'strict decoding error: unknown field "profile"'],
    ['one deep down', profile({ plugins: { scores: {} } }), ['profiles', 0, 'plugins', 'scores'], 'strict decoding error: unknown field "profiles[0].plugins.scores"'],
    ['a text for a number', { ...HEAD, percentageOfNodesToScore: '10' }, ['percentageOfNodesToScore'], 'json: cannot unmarshal string into Go struct field KubeSchedulerConfiguration.percentageOfNodesToScore of type int32'],
    ['a mapping for a list', { ...HEAD, profiles: {} }, ['profiles'], 'json: cannot unmarshal object into Go struct field KubeSchedulerConfiguration.profiles of type []v1.KubeSchedulerProfile'],
    ['a text for a plugin', profile({ plugins: { score: { enabled: ['ImageLocality'] } } }), ['profiles', 0, 'plugins', 'score', 'enabled', 0], 'json: cannot unmarshal string into Go struct field PluginSet.profiles.plugins.score.enabled of type v1.Plugin'],
    ['a fraction for a weight', profile({ plugins: { score: { enabled: [{ name: 'ImageLocality', weight: 1.5 }] } } }), ['profiles', 0, 'plugins', 'score', 'enabled', 0, 'weight'], 'json: cannot unmarshal number 1.5 into Go struct field Plugin.profiles.plugins.score.enabled.weight of type int32'],
    ['arguments', profile({ pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategie: {} } }] }), ['profiles', 0, 'pluginConfig', 0, 'args', 'scoringStrategie'],
      'decoding .profiles[0].pluginConfig[0]: decoding args for plugin NodeResourcesFit: strict decoding error: unknown field "scoringStrategie"'],
    ['an affinity', profile({ pluginConfig: [{ name: 'NodeAffinity', args: { addedAffinity: { required: {} } } }] }), ['profiles', 0, 'pluginConfig', 0, 'args', 'addedAffinity', 'required'],
      'decoding .profiles[0].pluginConfig[0]: decoding args for plugin NodeAffinity: strict decoding error: unknown field "addedAffinity.required"'],
  ] as const)('%s', (_what, sent, path, message) => {
    expect(problems(sent as JsonObject)).toEqual([{ path, message }]);
  });

  it('tells all that is wrong at once', () => {
    const found = problems({ ...profile({ plugins: { filter: { enabled: [{ name: 'No' }, { name: 'Nor' }] } } }), percentageOfNodesToScore: -1, podInitialBackoffSeconds: 0 });
    expect(found.map(({ path }) => path.join('.'))).toEqual(['profiles.0.plugins.filter.enabled.0', 'profiles.0.plugins.filter.enabled.1', 'percentageOfNodesToScore', 'podInitialBackoffSeconds']);
  });

  it('takes what concerns the process alone, and a field that is null as if it were not there', () => {
    const sent = { ...HEAD, leaderElection: { leaderElect: true }, parallelism: 16, profiles: [{ schedulerName: 'a', plugins: null, pluginConfig: [{ name: 'NodeResourcesFit', args: null }] }] };
    expect(readConfiguration(sent)).toMatchObject({ ok: true, configuration: { profiles: [{ schedulerName: 'a' }] } });
  });

  it('never throws, whatever is sent', () => {
    const junk = fc.anything({ withNullPrototype: false, maxDepth: 4 });
    const shape = fc.record({ schedulerName: fc.oneof(fc.string(), junk), plugins: fc.record({ score: fc.record({ enabled: junk, disabled: junk }), multiPoint: junk }), pluginConfig: fc.array(fc.record({ name: fc.constantFrom('NodeResourcesFit', 'PodTopologySpread', 'NodeAffinity'), args: fc.oneof(junk, fc.record({ scoringStrategy: fc.record({ type: fc.oneof(fc.constantFrom('LeastAllocated', 'RequestedToCapacityRatio'), junk), resources: junk, requestedToCapacityRatio: fc.oneof(junk, fc.record({ shape: junk })) }, { requiredKeys: [] }), ignoredResources: fc.array(junk) }, { requiredKeys: [] }), fc.record({ defaultConstraints: fc.array(fc.record({ maxSkew: junk, topologyKey: fc.oneof(fc.string(), junk) }, { requiredKeys: [] })) }), fc.record({ addedAffinity: fc.oneof(junk, fc.record({ requiredDuringSchedulingIgnoredDuringExecution: junk })) })) })) });
    fc.assert(fc.property(fc.oneof(junk, fc.array(shape)), (profiles) => {
      const sent = JSON.parse(JSON.stringify({ ...HEAD, profiles }) ?? '{}') as JsonObject;
      const read = readConfiguration(sent);
      return read.ok || read.problems.length > 0;
    }), propertyOptions(300));
  });
});
