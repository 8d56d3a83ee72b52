/**
 * `bandits/bernoulli`: K arms that pay 0 or 1, each with a mean of its own.
 *
 * Symbols: K arms; T horizon; p[k] mean of arm k; a_t arm pulled at step t; u_t noise of step t.
 */
import { type EnvironmentDefinition, type EnvironmentSpec, defineEnvironment, numbers } from '@gauntlet/core'
import { type ArmsModel, placeMeans } from './arms-model.ts'
import { makeArms } from './arms-rules.ts'
import { horizonField, shuffledField, zeroOneArmsSpec } from './arms-spec.ts'
import { bernoulliSettings, knownRegrets } from './bernoulli-settings.ts'

export interface BernoulliParameters {
  readonly means: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

const ID = 'bandits/bernoulli'

/**
 * K-armed Bernoulli bandit: in step t arm a_t pays 1 where u_t < p[a_t], else 0, with u_t uniform on [0, 1).
 *
 * The noise u_t belongs to the instance and one number is drawn in each step whatever is pulled, so that
 * algorithms meet the same noise. Regret is pseudo-regret: the sum of the gaps max p - p[a_t].
 * Source: Auer, Cesa-Bianchi and Fischer 2002, section 1.
 */
export const bernoulli: EnvironmentDefinition<BernoulliParameters> = defineEnvironment<BernoulliParameters>({
  id: ID,
  version: 2,
  summary: 'K arms that pay 0 or 1, each with a mean of its own; scored by pseudo-regret',
  source: 'Auer, Cesa-Bianchi and Fischer 2002, Machine Learning 47, section 1',
  parameters: {
    means: numbers({
      description: 'Probability with which each arm pays 1',
      default: [0.9, 0.8],
      minimum: 0,
      maximum: 1,
      minimumLength: 2,
    }),
    horizon: horizonField,
    shuffled: shuffledField,
  },
  settings: bernoulliSettings,
  describe: describeBernoulli,
  known: knownRegrets,
  make: (parameters, batch) => makeArms(ID, describeBernoulli(parameters), modelOf(parameters), batch),
})

function describeBernoulli({ means, horizon }: BernoulliParameters): EnvironmentSpec {
  return zeroOneArmsSpec(means.length, horizon)
}

function modelOf({ means, shuffled }: BernoulliParameters): ArmsModel {
  return {
    arms: means.length,
    begin: (key, to, offset) => placeMeans(means, shuffled, key, to, offset),
  }
}
