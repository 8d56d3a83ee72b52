/** PPO against a uniform sample of its past: `fictitiousPlay`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { intervalField, membersField } from '../schedulers/fields.ts'
import { GAME_FIELDS, type GameConfiguration, ppoAgainst } from './self-play.ts'

export interface FictitiousPlayConfiguration extends GameConfiguration {
  readonly interval: number
  readonly members: number
}

/**
 * PPO as the response to the average of its own past, which is what is evaluated: one of the policies that it once was, drawn for
 * every episode. Every `interval` steps the policy of the moment joins them.
 *
 * Source: Brown 1951; Heinrich, Lanctot and Silver 2015, Fictitious Self-Play in Extensive-Form Games. Differs: the average is a
 * sample of policies instead of one that imitates them all; and VGC-Bench evaluates the last response instead of the average.
 */
export const fictitiousPlay: AlgorithmDefinition<FictitiousPlayConfiguration> =
  defineMethod<FictitiousPlayConfiguration>({
    id: 'fictitious-play',
    version: 3,
    family: 'population',
    summary: 'PPO against a uniform sample of its past, which is the policy in the end',
    source: 'Brown 1951; Heinrich, Lanctot and Silver 2015; Angliss et al. 2025, VGC-Bench',
    alwaysDraws: true,
    recipe: ppoAgainst([
      { part: 'uniform-past', parameters: { interval: '$interval', members: '$members' } },
    ]),
    configuration: {
      ...GAME_FIELDS,
      interval: intervalField(10_000),
      members: membersField(20),
    },
  })
