/** Policy-space response oracles with PPO, the double oracle: `psro`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { instancesField } from '../schedulers/fields.ts'
import { type FictitiousPlayConfiguration, fictitiousPlay } from './fictitious-play.ts'
import { ppoAgainst } from './self-play.ts'

export interface PsroConfiguration extends FictitiousPlayConfiguration {
  readonly instances: number
}

/**
 * PPO as the response to the equilibrium of a population, which is what is evaluated: one of its members, drawn for every episode.
 * Every `interval` steps the response joins: it plays every member on the same instances, from both sides, and the
 * equilibrium of the table of games won less games lost is found anew by linear programming. Those games are paid from the budget.
 * What is trained after the last whole interval is left out.
 *
 * Source: McMahan, Gordon and Blum 2003; Lanctot et al. 2017, A Unified Game-Theoretic Approach to Multiagent Reinforcement
 * Learning, algorithm 1. Differs: every response goes on from where the last one ended.
 */
export const psro: AlgorithmDefinition<PsroConfiguration> = defineMethod<PsroConfiguration>({
  id: 'psro',
  version: 3,
  family: 'population',
  summary: 'PPO against the Nash equilibrium of the population that its responses make up',
  source: 'Lanctot et al. 2017; McMahan, Gordon and Blum 2003; Angliss et al. 2025, VGC-Bench',
  alwaysDraws: true,
  recipe: ppoAgainst([
    {
      part: 'meta-nash',
      parameters: { interval: '$interval', members: '$members', instances: '$instances' },
    },
  ]),
  configuration: { ...fictitiousPlay.configuration, instances: instancesField(50) },
})
