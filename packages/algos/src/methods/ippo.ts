/** Independent PPO: `ippo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { clipField, minibatchesField, worldsField } from '../configuration.ts'
import { normalisesField } from '../critics/return-scale.ts'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

/**
 * PPO of every agent of a team by the same parameters, each told which agent it is; others are part of the world to it.
 * Defaults are those of Mava's `ff_ippo`, but for the worlds and for returns, which are foretold in units of their spread, as in the code of Yu
 * et al. 2022: a critic of what one agent sees that is yet far from returns of a whole team leads its agents astray.
 *
 * Source: de Witt et al. 2020, Is Independent Learning All You Need in the StarCraft Multi-Agent Challenge?
 */
export const ippo: AlgorithmDefinition<PpoConfiguration> = defineMethod<PpoConfiguration>({
  id: 'ippo',
  version: 4,
  family: 'multi-agent',
  summary: 'PPO of every agent by itself, with shared parameters and the agent’s number in its input',
  source: 'de Witt et al. 2020, Is Independent Learning All You Need in the StarCraft Multi-Agent Challenge?',
  recipe: {
    ...ppo.recipe,
    policy: [{ part: 'team-mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
  },
  configuration: {
    ...ppo.configuration,
    worlds: worldsField(8),
    minibatches: minibatchesField(2),
    clip: clipField(0.2),
    normaliseValues: normalisesField(true),
  },
})
