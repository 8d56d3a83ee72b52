/**
 * What a cell's policy is evaluated on, in Node as in browsers: `evaluationEnvironment`, `evaluationPlan`; an environment as
 * its algorithm sees it: `through`, `seated`.
 */
import {
  type Environment,
  type EnvironmentDefinition,
  type Opponent,
  isGame,
  namedOpponents,
  opponentNames,
  playAgainst,
} from '@gauntlet/core'
import { type Catalogue, algorithmOf, environmentOf } from './catalogue.ts'
import type { Cell } from './cells.ts'
import { contest, seating } from './contest.ts'
import type { EvaluationPlan } from './evaluate.ts'
import { adaptersOf } from './learner.ts'
import { cellSeeds } from './seeds.ts'

interface EvaluationGiven {
  /** Sees the environment beneath all that follows. */
  readonly tap?: (environment: Environment) => Environment
  /** Against whom a game is played: the spec's opponents unless given. */
  readonly opponents?: readonly Opponent[] | undefined
}

/** The environment of a cell's evaluation, seen through its adapters; of a game, a seat at it. */
export async function evaluationEnvironment(
  catalogue: Catalogue,
  cell: Cell,
  { tap = (environment) => environment, opponents }: EvaluationGiven = {},
): Promise<Environment> {
  const { batch } = cell.descriptor.evaluation
  const environment = tap(await environmentOfCell(catalogue, cell).make(cell.evaluationParameters, batch))
  const { spec } = environment
  if (!isGame(spec)) return through(catalogue, cell, environment)
  const against = opponents ?? namedOpponents(opponentNames(spec), spec)
  return contest(environment, seating(catalogue, cell), against)
}

export function evaluationPlan(catalogue: Catalogue, cell: Cell): EvaluationPlan {
  const { episodes, instances, mode } = cell.descriptor.evaluation
  const paired = isGame(environmentOfCell(catalogue, cell).describe(cell.evaluationParameters))
  return { episodes, instances, mode, seed: cellSeeds(cell.descriptor).evaluation, paired }
}

/** The definition of a cell's environment. */
export function environmentOfCell(catalogue: Catalogue, { descriptor }: Cell): EnvironmentDefinition {
  return environmentOf(catalogue, descriptor.environment.id)
}

/** An environment as the cell's algorithm sees it. */
export function through(catalogue: Catalogue, cell: Cell, environment: Environment): Environment {
  const { requires } = algorithmOf(catalogue, cell.descriptor.algorithm.id)
  return adaptersOf(catalogue, cell).reduce((seen, adapter) => adapter.wrap(seen, requires), environment)
}

/** A game against certain opponents, from the seat of the cell's policy. */
export function seated(
  catalogue: Catalogue,
  cell: Cell,
  game: Environment,
  opponents: readonly Opponent[],
): Environment {
  const { sees, adapters, requires } = seating(catalogue, cell)
  const seat = playAgainst(game, opponents, { sees })
  return adapters.reduce((seen, adapter) => adapter.wrap(seen, requires), seat)
}
