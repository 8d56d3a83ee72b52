/** The views of the published matrix as settings of ours: `VIEWS`, `specOf`. */
import type { EnvironmentSpec } from '@gauntlet/core'
import bandits from '../../packages/env-bandits/src/plugin.ts'
import inventory from '../../packages/env-inventory/src/plugin.ts'
import mapf from '../../packages/env-mapf/src/plugin.ts'
import pokemon from '../../packages/env-pokemon/src/plugin.ts'
import swarm from '../../packages/env-swarm/src/plugin.ts'

/** One setting stands for each view. */
export const VIEWS: Readonly<Record<string, string>> = {
  'S.meanfield': 'swarm/kuramoto-mean-field:means-50',
  'S.agents': 'swarm/kuramoto:agents-50',
  'M.lifelong': 'mapf/lifelong:small-4',
  'M.oneshot': 'mapf/oneshot:small-4',
  'I.single': 'inventory/one-store:lost-poisson-4-9',
  'I.network': 'inventory/one-warehouse:stores-5',
  'I.lotsizing': 'inventory/lot-sizing:15x5',
  'B.stochastic': 'bandits/bernoulli:ten-low',
  'B.contextual': 'bandits/payments:on-time',
  'B.meta': 'bandits/meta:two-10',
  'B.recovering': 'bandits/recovering:linear-3',
  'B.restless': 'bandits/restless:two-arms',
  'P.vgc': 'pokemon/vgc:standard',
}

const ENVIRONMENTS = [swarm, mapf, inventory, bandits, pokemon].flatMap(({ environments }) => environments)

/** Id and spec of the environment that stands for a view. Errors: where there is no such setting. */
export function specOf(view: string): { readonly id: string; readonly spec: EnvironmentSpec } {
  const [id, name] = VIEWS[view].split(':')
  const definition = ENVIRONMENTS.find((one) => one.id === id)
  const setting = definition?.settings[name]
  if (definition === undefined || setting === undefined) throw new Error(`there is no setting ${VIEWS[view]}`)
  return { id, spec: definition.describe(setting.parameters) }
}
