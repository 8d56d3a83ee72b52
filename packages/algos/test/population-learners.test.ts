/** PPO on whole games, against whoever a scheduler names. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentDefinition,
  type Learner,
  type Policy,
  Seed,
  type TrainingEvent,
  allocateActions,
  applicability,
  namedOpponents,
  playAgainst,
  policyPlayer,
} from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { opponentPool } from '../src/adapters/opponent-pool.ts'
import { exploiter } from '../src/methods/exploiter.ts'
import { fictitiousPlay } from '../src/methods/fictitious-play.ts'
import { ppo } from '../src/methods/ppo.ts'
import { psro } from '../src/methods/psro.ts'
import { selfPlay } from '../src/methods/self-play.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { BIASED_PAYOFFS, rockPaperScissors } from '../src/studies/rock-paper-scissors.ts'
import { seenThrough } from './adapters/seen.ts'
import { nim } from './nim.ts'
import { showdown } from './showdown.ts'

const seed = Seed.from(1)

async function learnerOn(
  algorithm: unknown,
  environment: Environment,
  configuration: object,
): Promise<Learner> {
  const definition = algorithm as AlgorithmDefinition<object>
  return definition.create({ spec: environment.spec, configuration, seed, backend: 'wasm' })
}

function* checkpoints(learner: Learner, environment: Environment, budget: number): Iterable<number> {
  environment.reset(Seed.from(3))
  for (const event of learner.train!(environment, budget) as Iterable<TrainingEvent>) {
    if (event.kind === 'checkpoint') yield event.steps
  }
}

/** How often a policy beats an opponent of the game's, from both sides alike. */
async function winRate(policy: Policy, game: Environment, opponent: string): Promise<number> {
  const cast = (world: number): { side: number; opponent: number } => ({ side: world % 2, opponent: 0 })
  const seen = playAgainst(game, namedOpponents([opponent], game.spec), { sees: 'game', cast })
  const player = policyPlayer(policy, seen, 'sample')
  seen.reset(Seed.from(7))
  player.begin(Seed.from(8))
  let [won, ended] = [0, 0]
  for (let t = 0; t < 40; t++) {
    player.act()
    for (let w = 0; w < seen.batch; w++) {
      if (seen.ended[w] === 0) continue
      won += seen.metrics[w * seen.spec.metrics.length]
      ended++
    }
  }
  return won / ended
}

describe.each([
  [selfPlay, showdown, {}],
  [fictitiousPlay, nim, { interval: 64, members: 3 }],
  [fictitiousPlay, showdown, { interval: 64, members: 3 }],
  [psro, nim, { interval: 128, members: 3, instances: 5 }],
  [exploiter, nim, {}],
] as const)('$0.id on $1.id', (algorithm, game, own) => {
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm(algorithm as AlgorithmDefinition<object>, game, {
      configuration: { worlds: 4, steps: 16, epochs: 2, minibatches: 2, hidden: [8], ...own },
      steps: 40,
      budget: 300,
      trainingBudget: 1500,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
    expect(passed).toContain('learner/checkpoints')
    expect(passed).toContain('learner/saves')
  }, 60_000)

  it('is for games, of which it sees both sides', async () => {
    const { spec } = await cartPole.make({}, 1)
    expect(applicability(cartPole.id, spec, algorithm.requires)).toMatchObject({
      reason: 'needs an opponent',
    })
    expect(applicability(nim.id, nim.describe(), algorithm.requires).kind).toBe('runs')
    const whole = await nim.make({}, 4)
    const seat = playAgainst(whole, namedOpponents(['one'], whole.spec), { sees: 'game' })
    const learner = await learnerOn(algorithm, seat, { worlds: 4, steps: 16, hidden: [8], ...own })
    expect(() => [...checkpoints(learner, seat, 100)]).toThrow('got a seat at a game, expected all of it')
    learner.dispose?.()
  })
})

it.each([nim, showdown])(
  'a learner of one side of $id goes on from a checkpoint',
  async (game) => {
    const seen = seenThrough(game as EnvironmentDefinition, [opponentPool], ppo.requires)
    const { checks } = await checkAlgorithm(ppo as AlgorithmDefinition<object>, seen, {
      configuration: { worlds: 4, steps: 16, epochs: 2, minibatches: 2, hidden: [8] },
      steps: 40,
      budget: 300,
      trainingBudget: 1500,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.filter(({ status }) => status === 'passed').map(({ id }) => id)).toContain(
      'learner/checkpoints',
    )
  },
  60_000,
)

it('nim keeps the contracts', async () => {
  const report = await checkEnvironment(nim, {
    only: [
      'actions',
      'buffers',
      'determinism',
      'episodes',
      'expert',
      'instance',
      'snapshot',
      'spec',
      'values',
    ],
  })
  expect(report.passed, reportText(report)).toBe(true)
}, 30_000)

describe('a game of turns', () => {
  const configuration = {
    worlds: 16,
    steps: 32,
    minibatches: 2,
    hidden: [16],
    learningRate: 0.01,
    discount: 1,
  }
  it.each([
    [selfPlay, {}, 'random', 0.85],
    [exploiter, { target: 'one' }, 'one', 0.85],
    [exploiter, { target: 'mix' }, 'random', 0.85],
  ] as const)('is learnt by $id', async (algorithm, own, opponent, expected) => {
    const environment = await nim.make({}, 16)
    const learner = await learnerOn(algorithm, environment, { ...configuration, ...own })
    for (const steps of checkpoints(learner, environment, 15_000)) expect(steps).toBeLessThan(15_001)
    const rate = await winRate(learner.policy, await nim.make({}, 50), opponent)
    expect(rate).toBeGreaterThan(expected)
    learner.dispose?.()
  })

  it('knows who can be exploited', async () => {
    const environment = await nim.make({}, 2)
    await expect(learnerOn(exploiter, environment, { target: 'two' })).rejects.toThrow(
      'got opponent two, expected one of one, perfect, random',
    )
  })
})

describe('biased rock, paper and scissors', () => {
  const configuration = {
    worlds: 32,
    steps: 8,
    minibatches: 1,
    learningRate: 0.03,
    anneal: false,
    hidden: [4],
    entropyCoefficient: 0.1,
    discount: 1,
  }

  /** What the best response takes from how a policy mixes its choices; 1/6 from uniform play, 0 from the equilibrium. */
  async function exploitability(policy: Policy): Promise<number> {
    const games = 5000
    const environment = await rockPaperScissors.make({}, games)
    const choices = allocateActions(environment.spec.action, 2 * games)
    environment.reset(Seed.from(9))
    policy.begin(environment, Seed.from(10))
    policy.act(environment, choices, 'sample')
    const mixture = [0, 0, 0]
    for (const choice of choices) mixture[choice] += 1 / choices.length
    return Math.max(...BIASED_PAYOFFS.map((row) => row.reduce((sum, paid, k) => sum + paid * mixture[k], 0)))
  }

  it.each([
    [fictitiousPlay, { interval: 1024, members: 24, entropyCoefficient: 0.05 }, 0.05, 24_000],
    [psro, { interval: 4096, members: 12, instances: 500 }, 0.03, 40_000],
  ] as const)('is solved by $id, near enough', async (algorithm, own, bound, budget) => {
    const environment = await rockPaperScissors.make({}, 32)
    const learner = await learnerOn(algorithm, environment, { ...configuration, ...own })
    expect(await exploitability(learner.policy)).toBeGreaterThan(0.12)
    for (const steps of checkpoints(learner, environment, budget)) expect(steps).toBeLessThan(budget + 1)
    expect(await exploitability(learner.policy)).toBeLessThan(bound)
    learner.dispose?.()
  })

  it('leads who plays its latest policy round in circles', async () => {
    const environment = await rockPaperScissors.make({}, 32)
    const learner = await learnerOn(selfPlay, environment, { ...configuration, entropyCoefficient: 0.02 })
    const found: number[] = []
    let k = 0
    for (const _ of checkpoints(learner, environment, 20_000))
      if (k++ % 4 === 0) found.push(await exploitability(learner.policy))
    const near = found.findIndex((gain) => gain < 0.1)
    expect(near).toBeGreaterThan(0)
    expect(Math.max(...found.slice(near))).toBeGreaterThan(0.4)
    learner.dispose?.()
  })
})
