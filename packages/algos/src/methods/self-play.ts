/** PPO on games, against itself: `selfPlay`; the recipe of PPO against whoever a scheduler names, and its fields: `ppoAgainst`, `GAME_FIELDS`. */
import type { AlgorithmDefinition, Recipe, Schema } from '@gauntlet/core'
import { type NetworkKind, networkField } from '../networks/feed-forward.ts'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export interface GameConfiguration extends PpoConfiguration {
  readonly network: NetworkKind
}

/** What PPO on games can be told. */
export const GAME_FIELDS: Schema<GameConfiguration> = { ...ppo.configuration, network: networkField() }

const NETWORK = { network: '$network' }

/** PPO of all agents of a side by the same parameters, against those whom `scheduler` says. */
export function ppoAgainst(scheduler: NonNullable<Recipe['scheduler']>): Recipe {
  const [{ parameters }] = ppo.recipe.trainer!
  const [value] = ppo.recipe.critic!
  return {
    ...ppo.recipe,
    scheduler,
    policy: [
      {
        part: 'side-feed-forward',
        parameters: { ...NETWORK, hidden: '$hidden', activation: '$activation' },
      },
    ],
    critic: [{ ...value, parameters: { ...NETWORK, ...value.parameters } }],
    collector: [{ part: 'game-steps', parameters: { steps: '$steps' } }],
    trainer: [{ part: 'outer', ...(parameters && { parameters }) }],
  }
}

/**
 * PPO against its latest policy: it plays both sides, and learns from both.
 *
 * Where no pure policy is best, what it is the best answer to changes with it, and it may go round in circles for ever: on biased
 * rock, paper and scissors it does. Nothing is promised of its last policy then.
 *
 * Source: Samuel 1959 (checkers); Silver et al. 2018, AlphaZero, of which only the opponent is kept.
 */
export const selfPlay: AlgorithmDefinition<GameConfiguration> = defineMethod<GameConfiguration>({
  id: 'self-play',
  version: 3,
  family: 'population',
  summary: 'PPO against its latest policy, learning from both sides',
  source: 'Samuel 1959; Silver et al. 2018; Angliss et al. 2025, VGC-Bench',
  recipe: ppoAgainst([{ part: 'latest' }]),
  configuration: GAME_FIELDS,
})
