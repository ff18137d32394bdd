import type { KindDefinition } from '../kind-definition.ts';
import type { KindMap } from '../object.ts';
import { mapShared, withFields } from '../pod-spec/sharing.ts';
import { memoizeDefaults, withDefaultedSpec } from './memoized-defaults.ts';

type Spec = KindMap['LimitRange']['spec'];
type Item = Spec['limits'][number];

/** Sources: pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem, pkg/registry/core/limitrange/strategy.go. */
export const limitRangeDefinition: KindDefinition<'LimitRange'> = {
  kind: 'LimitRange', group: '', version: 'v1', plural: 'limitranges', singular: 'limitrange', shortNames: ['limits'],
  namespaced: true, hasStatus: false, hasGeneration: false,
  applyDefaults: (object) => withDefaultedSpec(object, defaultSpec),
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,
};

const defaultSpec = memoizeDefaults<Spec>((spec) => withFields(spec, { limits: mapShared(spec.limits, defaultItem) ?? [] }));

/** Of containers: the most is the default limit, which is the default request; else that is the least. */
function defaultItem(item: Item): Item {
  if (item.type !== 'Container') return item;
  const limits = filled(item.max, item.default);
  const requests = filled(item.min, filled(limits, item.defaultRequest));
  return withFields(item, { default: limits, defaultRequest: requests });
}

/** The amounts with those that are missing taken from others; the very same where none is. */
function filled(others: Item['default'], amounts: Item['default']): Item['default'] {
  if (!others || Object.keys(others).every((name) => amounts?.[name] !== undefined)) return amounts;
  return { ...others, ...amounts };
}
