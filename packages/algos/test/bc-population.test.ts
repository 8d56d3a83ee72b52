/** PPO on whole games that begins as a clone of recorded play. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  GauntletError,
  type Learner,
  Seed,
  type TrainingEvent,
  allocateActions,
  applicability,
  wrapEnvironment,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { recordDataset } from '../src/adapters/record-dataset.ts'
import { type Archive, unpack } from '../src/archive.ts'
import { bc } from '../src/methods/bc.ts'
import { bcFictitiousPlay, bcPsro, bcSelfPlay } from '../src/methods/bc-population.ts'
import { BIASED_EQUILIBRIUM, rockPaperScissors } from '../src/studies/rock-paper-scissors.ts'
import { nim } from './nim.ts'
import { showdown } from './showdown.ts'

type Method = AlgorithmDefinition<object>
type Game = EnvironmentDefinition<object>

const needs = { dataset: true }

/** Of an engine that is not ours fewer rows are recorded. */
const slow = (spec: EnvironmentSpec): EnvironmentSpec => ({ ...spec, engine: 'foreign' })

/** A game that shows 1000 rows of its best expert, and then as many of chance. */
const recorded = (game: Game): Game => ({
  ...game,
  describe: (parameters) => recordDataset.adapt(slow(game.describe(parameters)), needs)!,
  make: async (parameters, batch) => {
    const environment = await game.make(parameters, batch)
    return recordDataset.wrap(wrapEnvironment(environment, { spec: slow(environment.spec) }), needs)
  },
})

const SMALL = {
  worlds: 4,
  steps: 16,
  epochs: 2,
  minibatches: 2,
  hidden: [8],
  rows: 400,
  cloningUpdates: 200,
  cloningBatchSize: 8,
  frozenSteps: 128,
}
const GROWING = { interval: 128, members: 3 }

async function learnerOn(algorithm: Method, { spec }: Environment, configuration: object): Promise<Learner> {
  return algorithm.create({ spec, configuration, seed: Seed.from(1), backend: 'wasm' })
}

interface Checkpoint {
  readonly steps: number
  readonly state: Archive
}

/** What a learner saves as it learns on records of a game. */
async function checkpoints(
  algorithm: unknown,
  game: unknown,
  configuration: object,
  budget: number,
): Promise<{ readonly found: readonly Checkpoint[]; readonly learner: Learner }> {
  const environment = await recorded(game as Game).make({}, 4)
  const learner = await learnerOn(algorithm as Method, environment, configuration)
  const found: Checkpoint[] = []
  environment.reset(Seed.from(3))
  for (const { kind, steps } of learner.train!(environment, budget) as Iterable<TrainingEvent>) {
    if (kind === 'checkpoint') found.push({ steps, state: unpack(learner.save!()) })
  }
  return { found, learner }
}

describe.each([
  [bcSelfPlay, showdown, {}, 700],
  [bcFictitiousPlay, nim, { ...GROWING, cloningUpdates: 1000 }, 200],
  [bcPsro, nim, { ...GROWING, instances: 5 }, 700],
] as const)('$0.id on $1.id', (algorithm, game, own, trainingBudget) => {
  // The checkpoint that is gone on from is one of cloning where that is long, and else one of the games.
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm(algorithm as Method, recorded(game as Game), {
      configuration: { ...SMALL, ...own },
      steps: 40,
      trainingBudget,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
    expect(passed).toEqual(expect.arrayContaining(['learner/checkpoints', 'learner/saves']))
  }, 60_000)

  it('is for games of which play is recorded', async () => {
    expect(applicability(game.id, game.describe({}), algorithm.requires)).toEqual({
      kind: 'not-applicable',
      reason: 'needs a dataset',
    })
    const through = applicability(game.id, game.describe({}), algorithm.requires, [recordDataset])
    expect(through).toMatchObject({ kind: 'adapted', adapters: [{ id: 'record-dataset' }] })
    const bare = await game.make({}, 4)
    const learner = await learnerOn(algorithm as Method, bare, { ...SMALL, ...own })
    bare.reset(Seed.from(3))
    const train = (): unknown => [...(learner.train!(bare, 100) as Iterable<TrainingEvent>)]
    expect(train).toThrow(GauntletError)
    expect(train).toThrow('expected dataset among them')
    learner.dispose?.()
  })
})

describe('cloning before games', () => {
  it('moves the policy as bc does, to the same bits, and draws no world steps', async () => {
    const { found } = await checkpoints(bcSelfPlay, showdown, SMALL, 0)
    const configuration = {
      hidden: SMALL.hidden,
      activation: 'tanh',
      rows: SMALL.rows,
      batchSize: SMALL.cloningBatchSize,
    }
    const alone = await checkpoints(bc, showdown, configuration, SMALL.cloningUpdates)
    expect(found.map(({ steps }) => steps)).toEqual([0, 0])
    expect(found.at(-1)!.state['cloning.actor0']).toEqual(alone.found.at(-1)!.state.actor0)
  })

  it.each([
    [bcFictitiousPlay, {}],
    [bcPsro, { instances: 5 }],
  ] as const)('makes the clone the first member of $id', async (algorithm, own) => {
    const { found } = await checkpoints(algorithm, nim, { ...SMALL, ...GROWING, ...own }, 1000)
    const clone = found.findLast(({ steps }) => steps === 0)!.state['cloning.actor0']
    const [first] = found.filter(({ steps }) => steps > 0)
    expect(first.state['opposition.member0.parameters0']).toEqual(clone)
    expect(found.at(-1)!.state['opposition.member1.parameters0']).toBeDefined()
  })

  it('is followed by steps in which the critic alone learns', async () => {
    const { found } = await checkpoints(bcSelfPlay, nim, SMALL, 256)
    const games = found.filter(({ steps }) => steps > 0)
    expect(games.map(({ steps }) => steps)).toEqual([64, 128, 192, 256])
    const clone = found[found.length - games.length - 1].state['cloning.actor0']
    for (const { steps, state } of games) {
      const { parameters0, 'optimiser.mean0': mean, 'optimiser.powers': powers } = state
      if (steps <= SMALL.frozenSteps) {
        expect(parameters0).toEqual(clone)
        expect(mean).toEqual(new Float32Array(mean.length))
        expect([...powers]).toEqual([0.9, 0.999])
      } else {
        expect(parameters0).not.toEqual(clone)
      }
    }
    expect(games[1].state.parameters1).not.toEqual(games[0].state.parameters1)
    expect(games[0].state['critics.optimiser.mean0'].some((each) => each !== 0)).toBe(true)
  })

  it('plays like the expert before it has played at all', async () => {
    const configuration = { ...SMALL, rows: 1000, cloningBatchSize: 256, cloningRate: 0.01 }
    const { learner } = await checkpoints(bcPsro, rockPaperScissors, configuration, 0)
    const games = 5000
    const environment = await rockPaperScissors.make({}, games)
    const choices = allocateActions(environment.spec.action, 2 * games)
    environment.reset(Seed.from(9))
    learner.policy.begin(environment, Seed.from(10))
    learner.policy.act(environment, choices, 'sample')
    const mixture = [0, 0, 0]
    for (const choice of choices) mixture[choice] += 1 / choices.length
    mixture.forEach((share, k) => expect(Math.abs(share - BIASED_EQUILIBRIUM[k])).toBeLessThan(0.05))
    learner.dispose?.()
  })
})
