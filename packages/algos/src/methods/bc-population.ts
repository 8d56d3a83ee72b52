/** Learners on whole games that begin as a clone of recorded play: `bcSelfPlay`, `bcFictitiousPlay`, `bcPsro`. */
import type { AlgorithmDefinition, Recipe, Schema } from '@gauntlet/core'
import { frozenStepsField } from '../configuration.ts'
import { type MethodSource, defineMethod } from '../recipe/method.ts'
import { CLONING_FIELDS, type CloningParameters } from '../trainers/cloned-start.ts'
import { BC_FIELDS, type BcConfiguration } from './bc.ts'
import { type FictitiousPlayConfiguration, fictitiousPlay } from './fictitious-play.ts'
import { type PsroConfiguration, psro } from './psro.ts'
import { type GameConfiguration, selfPlay } from './self-play.ts'

interface Start extends Pick<BcConfiguration, 'data' | 'rows'>, CloningParameters {
  readonly frozenSteps: number
}

export interface BcSelfPlayConfiguration extends GameConfiguration, Start {}
export interface BcFictitiousPlayConfiguration extends FictitiousPlayConfiguration, Start {}
export interface BcPsroConfiguration extends PsroConfiguration, Start {}

const START_FIELDS: Schema<Start> = {
  data: BC_FIELDS.data,
  rows: BC_FIELDS.rows,
  ...CLONING_FIELDS,
  // A tenth of an interval of the populations by default, as VGC-Bench has 98,304 of 983,040.
  frozenSteps: frozenStepsField(1000),
}

/** The recipe of a learner on games, with cloning before them. */
function afterCloning(recipe: Recipe): Recipe {
  const [{ parameters }] = recipe.trainer!
  return {
    ...recipe,
    store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
    objective: [...recipe.objective!, { part: 'supervised' }],
    trainer: [
      {
        part: 'cloned-start',
        parameters: {
          ...parameters,
          frozenSteps: '$frozenSteps',
          cloningUpdates: '$cloningUpdates',
          cloningBatchSize: '$cloningBatchSize',
          cloningRate: '$cloningRate',
        },
      },
    ],
  }
}

/**
 * A learner on games that first does what `bc` does, with the recorded play of both sides. What it has cloned is the first member of its
 * population, and stands still for the first steps, from which the critic alone learns. Cloning draws nothing from the worlds
 * and costs none of the budget, as if the clone had been given; those who compare it with others count its updates too.
 *
 * Source: Angliss et al. 2025, VGC-Bench: its agents BCSP, BCFP and BCDO, and the scripts of its repository for the frozen steps.
 */
function cloned<C extends object>(
  { id, family, alwaysDraws, recipe, configuration }: AlgorithmDefinition<C>,
  summary: string,
): MethodSource<C & Start> {
  return {
    id: `bc-${id}`,
    version: 2,
    family,
    summary,
    source: 'Angliss et al. 2025, VGC-Bench',
    alwaysDraws,
    recipe: afterCloning(recipe),
    configuration: { ...configuration, ...START_FIELDS } as Schema<C & Start>,
  }
}

/** BCSP. Source: as `cloned`. */
export const bcSelfPlay: AlgorithmDefinition<BcSelfPlayConfiguration> = defineMethod<BcSelfPlayConfiguration>(
  cloned(selfPlay, 'PPO that clones recorded play, and then plays against its latest policy'),
)

/** BCFP. Source: as `cloned`. */
export const bcFictitiousPlay: AlgorithmDefinition<BcFictitiousPlayConfiguration> =
  defineMethod<BcFictitiousPlayConfiguration>(
    cloned(fictitiousPlay, 'PPO that clones recorded play, and then plays a uniform sample of its past'),
  )

/** BCDO. Source: as `cloned`. */
export const bcPsro: AlgorithmDefinition<BcPsroConfiguration> = defineMethod<BcPsroConfiguration>(
  cloned(psro, 'PPO that clones recorded play, and then responds to its population’s Nash equilibrium'),
)
