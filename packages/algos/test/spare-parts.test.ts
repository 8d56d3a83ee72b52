/** Parts that no method of ours uses, as a recipe of somebody else's builds them: by fixed numbers, and by what they teach. */
import { type AlgorithmDefinition, type Recipe, Seed, exp, log } from '@gauntlet/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { a2c } from '../src/methods/a2c.ts'
import { grpo } from '../src/methods/grpo.ts'
import type { DecisionColumns, Objective } from '../src/objectives/objective.ts'
import { objectiveOf } from '../src/objectives/parts.ts'
import plugin from '../src/plugin.ts'
import { defineMethod } from '../src/recipe/method.ts'
import type { Rollout } from '../src/rollout.ts'
import { columnsOf, decisionOf, lossesOf } from './decisions.ts'
import { close, fixture } from './fixtures.ts'
import { everyPart, partBuilt } from './parts.ts'
import { rolloutOf } from './rollouts.ts'
import { type Task, corridor, greedyActions, makeTask, outcomes } from './tasks.ts'

type Named = Readonly<NonNullable<Recipe['objective']>[number]>

const SPARE = [
  'estimator log-average-exp',
  'estimator n-step',
  'estimator pass-at-k',
  'objective cispo',
  'objective dual-clip',
  'objective exponential',
  'objective gspo',
  'aggregation group-uniform',
  'aggregation seq-mean-token-mean',
  'regulariser kl-to-old',
]

it('no method of ours uses these parts, and every other part is used by one', async () => {
  const used = new Set(
    plugin.algorithms.flatMap(({ recipe = {} }) =>
      Object.entries(recipe).flatMap(([slot, parts]) => parts.map(({ part }) => `${slot} ${part}`)),
    ),
  )
  const names = (await everyPart()).map(({ part: { slot, id } }) => `${slot} ${id}`)
  expect(names).toHaveLength(new Set(names).size)
  expect(names.filter((name) => !used.has(name))).toEqual(SPARE)
})

async function objective(...named: readonly Named[]): Promise<Objective> {
  const pieces = named.map(({ part, parameters }) => partBuilt('objective', part, parameters))
  return objectiveOf(await Promise.all(pieces))
}

describe('objective dual-clip', () => {
  interface Clipping {
    readonly adv: number[]
    readonly logp: number[]
    readonly old_logp: number[]
    readonly c: number
  }

  it('meets the fixture ppo_dual_clip, with the bound 3 where none is given', async () => {
    const { input, output } = fixture<Clipping, { loss: number[] }>('ppo_dual_clip')
    const columns = columnsOf({
      advantages: input.adv,
      logProbabilities: input.logp,
      oldLogProbabilities: input.old_logp,
    })
    for (const parameters of [{}, { low: 0.2, high: 0.2, bound: input.c }]) {
      const dual = await objective({ part: 'dual-clip', parameters }, { part: 'old' }, { part: 'advantage' })
      const { losses, slopes } = lossesOf(dual, columns)
      close(losses, output.loss)
      // A ratio of e^0.1, bounds of 3 and 1.2 and 3, and a ratio of 1.
      close(slopes, [-exp(0.1), 0, 0, 0, -1.5])
    }
    const wide = await objective(
      { part: 'dual-clip', parameters: { low: 0.2, high: 0.3, bound: 5 } },
      { part: 'old' },
      { part: 'advantage' },
    )
    const ratios = columnsOf({
      advantages: [1, 1, -1, -1, -1],
      logProbabilities: [1.25, 1.4, 0.7, 4, 6].map((ratio) => log(ratio)),
      oldLogProbabilities: [0, 0, 0, 0, 0],
    })
    const { losses, slopes } = lossesOf(wide, ratios)
    close(losses, [-1.25, -1.3, 0.8, 4, 5])
    close(slopes, [-1.25, 0, 0, 4, 0])
  })
})

describe('objective cispo', () => {
  it('meets the fixture cispo, bounds the weight of importance, and leaves no decision without a gradient', async () => {
    const { input, output } = fixture<
      { adv: number[]; ratio: number[]; cap: number },
      { dloss_dlogp: number[] }
    >('cispo')
    const columns = columnsOf({
      advantages: input.adv,
      logProbabilities: input.ratio.map((value) => log(value)),
      oldLogProbabilities: input.ratio.map(() => 0),
    })
    for (const [parameters, cap] of [
      [{ cap: input.cap }, input.cap],
      [{}, 3],
      [{ cap: 1.2 }, 1.2],
    ] as const) {
      const cispo = await objective({ part: 'none' }, { part: 'cispo', parameters }, { part: 'advantage' })
      const { losses, slopes } = lossesOf(cispo, columns)
      close(
        slopes,
        output.dloss_dlogp.map((slope, i) => slope * Math.min(1, cap / input.ratio[i])),
      )
      close(
        losses,
        slopes.map((slope, i) => slope * log(input.ratio[i])),
      )
    }
  })
})

describe('objective gspo', () => {
  it('meets the fixture gspo_ratio', async () => {
    const { input, output } = fixture<{ logp_steps: number[]; old_logp_steps: number[] }, number>(
      'gspo_ratio',
    )
    const columns = columnsOf({
      advantages: input.logp_steps.map(() => 2),
      logProbabilities: input.logp_steps,
      oldLogProbabilities: input.old_logp_steps,
    })
    const { losses } = lossesOf(
      await objective({ part: 'none' }, { part: 'gspo' }, { part: 'advantage' }),
      columns,
    )
    close(
      losses,
      input.logp_steps.map(() => -2 * output),
    )
  })

  it('has, averaged by seq-mean-token-mean, the gradient of the mean of -A s over trajectories', async () => {
    const gspo = await objective({ part: 'none' }, { part: 'gspo' }, { part: 'advantage' })
    const aggregation = await partBuilt('aggregation', 'seq-mean-token-mean')
    const columns = {
      advantages: [1.5, 1.5, 1.5, -2, -2],
      logProbabilities: [-0.7, -0.2, -1.1, -0.4, -0.9],
      oldLogProbabilities: [-1, -0.5, -1, -0.6, -0.3],
      trajectories: [3, 3, 3, 1, 1],
    }
    const { slopes } = lossesOf(gspo, columnsOf(columns))
    const divisors = new Float64Array(5)
    aggregation.divisors(columnsOf(columns), divisors)
    close(divisors, [6, 6, 6, 4, 4])
    /** 1/N Σ_i -A_i (Π_t ρ_t)^(1/n_i), from equation 5 of Zheng et al. 2025. */
    const loss = (logs: readonly number[]): number => {
      const change = logs.map((value, i) => value - columns.oldLogProbabilities[i])
      return (-1.5 * exp((change[0] + change[1] + change[2]) / 3) + 2 * exp((change[3] + change[4]) / 2)) / 2
    }
    const h = 1e-6
    const expected = columns.logProbabilities.map((_, j) => {
      const at = (by: number): number =>
        loss(columns.logProbabilities.map((value, i) => (i === j ? value + by : value)))
      return (at(h) - at(-h)) / (2 * h)
    })
    close(
      slopes.map((slope, i) => slope / divisors[i]),
      expected,
      1e-8,
    )
  })
})

describe('objective exponential', () => {
  it('meets the fixture awr_weight, as a weight of the policy’s own gradient', async () => {
    const { input, output } = fixture<{ adv: number[]; beta: number; clip: number }, number[]>('awr_weight')
    const columns = columnsOf({
      advantages: [...input.adv, 100],
      logProbabilities: [-1, -2, -0.5, -1],
      oldLogProbabilities: [-1, -2, -0.5, -1],
    })
    for (const [parameters, expected] of [
      [{ temperature: 1 / input.beta, cap: input.clip }, [...output, input.clip]],
      [{}, [...input.adv.map((advantage) => exp(advantage)), 100]],
    ] as const) {
      const weighed = await objective({ part: 'none' }, { part: 'pi' }, { part: 'exponential', parameters })
      const { losses, slopes } = lossesOf(weighed, columns)
      close(
        slopes,
        expected.map((weight) => -weight),
      )
      close(
        losses,
        expected.map((weight, i) => -weight * columns.logProbabilities[i]),
      )
    }
  })
})

/** Of an estimator, on trajectories of one decision each, by group. */
async function advantagesOf(
  part: string,
  parameters: Readonly<Record<string, unknown>>,
  rewards: readonly (readonly number[])[],
): Promise<Float64Array> {
  const flat = rewards.flat()
  const rollout = await rolloutOf({ rewards: flat, trajectories: flat.map((_, i) => i) })
  rollout.groups = Int32Array.from(rewards.flatMap((row, g) => row.map(() => g)))
  const estimator = await partBuilt('estimator', part, parameters)
  if (!('estimate' in estimator)) throw new Error(`${part} does not estimate`)
  estimator.estimate(rollout, 1)
  return rollout.advantages
}

describe('estimator', () => {
  interface Matrix {
    readonly rewards: number[][]
  }

  it('pass-at-k meets the fixture pass_at_k', async () => {
    const { input, output } = fixture<Matrix, number[][]>('pass_at_k')
    close(await advantagesOf('pass-at-k', {}, input.rewards), output.flat())
  })

  it('log-average-exp meets the fixture opmd_logavgexp, and has τ = 1 where none is given', async () => {
    const { input, output } = fixture<Matrix & { tau: number }, number[][]>('opmd_logavgexp')
    close(await advantagesOf('log-average-exp', { tau: input.tau }, input.rewards), output.flat())
    const soft = log((1 + exp(1)) / 2)
    close(await advantagesOf('log-average-exp', {}, [[1, 0]]), [1 - soft, -soft])
  })

  it('n-step adds up n rewards and the value after them, five where none are asked for', async () => {
    const columns = {
      rewards: [1, 2, 4, 8, 16, 32, 64],
      values: [10, 20, 30, 40, 50, 60, 70],
      terminated: [0, 1, 0, 0, 0, 0, 0],
      nextValues: [0, 0, 0, 0, 0, 0, 80],
    }
    const returnsOf = async (parameters: object): Promise<Rollout> => {
      const rollout = await rolloutOf(columns)
      const estimator = await partBuilt('estimator', 'n-step', { ...parameters })
      if (!('estimate' in estimator)) throw new Error('n-step does not estimate')
      estimator.estimate(rollout, 0.5)
      return rollout
    }
    const two = await returnsOf({ n: 2 })
    const expected = [
      1 + 1,
      2,
      4 + 4 + 50 / 4,
      8 + 8 + 60 / 4,
      16 + 16 + 70 / 4,
      32 + 32 + 80 / 4,
      64 + 80 / 2,
    ]
    close(two.returns, expected)
    close(
      two.advantages,
      expected.map((value, t) => value - columns.values[t]),
    )
    // From the third step on, five rewards are all that there are.
    const five = await returnsOf({})
    close(five.returns.subarray(2, 3), [4 + 4 + 4 + 4 + 4 + 80 / 32])
  })
})

describe('regulariser kl-to-old', () => {
  it.each(['k1', 'k2', 'k3'] as const)('meets the fixture kl_estimators by %s', async (estimator) => {
    const { input, output } = fixture<
      { logp: number[]; ref_logp: number[] },
      Readonly<Record<'k1' | 'k2' | 'k3', number[]>>
    >('kl_estimators')
    const columns = columnsOf({
      advantages: [0, 0, 0],
      logProbabilities: input.logp,
      oldLogProbabilities: input.ref_logp,
    })
    const added = async (parameters: object, of: DecisionColumns, row: number): Promise<number[]> => {
      const regulariser = await partBuilt('regulariser', 'kl-to-old', { ...parameters })
      if (!('add' in regulariser)) throw new Error('kl-to-old adds nothing')
      const out = new Float64Array(3)
      regulariser.add(decisionOf(of, row), out)
      return [...out]
    }
    const h = 1e-6
    for (let i = 0; i < 3; i++) {
      const [loss, slope, byEntropy] = await added({ estimator, coefficient: 0.5 }, columns, i)
      close([loss, byEntropy], [0.5 * output[estimator][i], 0])
      const at = async (by: number): Promise<number> => {
        const moved = { ...columns, logProbabilities: columns.logProbabilities.map((value) => value + by) }
        return (await added({ estimator, coefficient: 0.5 }, moved, i))[0]
      }
      close([slope], [((await at(h)) - (await at(-h))) / (2 * h)], 1e-8)
      if (estimator === 'k3') close([(await added({}, columns, i))[0]], [0.01 * output.k3[i]])
    }
  })
})

describe('aggregation', () => {
  const columns = columnsOf({
    advantages: [0, 0, 0, 0, 0, 0],
    logProbabilities: [0, 0, 0, 0, 0, 0],
    oldLogProbabilities: [0, 0, 0, 0, 0, 0],
    trajectories: [0, 0, 0, 1, 2, 2],
    groups: [0, 0, 0, 0, 1, 1],
  })
  const losses = [3, 6, 12, 5, 8, 10]

  it.each([
    // The means 7, 5 and 9 of three trajectories; the means 26/4 and 18/2 of two groups.
    ['seq-mean-token-mean', (7 + 5 + 9) / 3],
    ['group-uniform', (26 / 4 + 18 / 2) / 2],
  ] as const)('%s is the mean of means', async (part, expected) => {
    const divisors = new Float64Array(6)
    const aggregation = await partBuilt('aggregation', part)
    aggregation.divisors(columns, divisors)
    expect(losses.reduce((sum, loss, i) => sum + loss / divisors[i], 0)).toBeCloseTo(expected, 12)
  })
})

/** A method that is one of ours with other parts in some slots. */
function variant<C extends object>(
  { version, family, summary, source, recipe, configuration }: AlgorithmDefinition<C>,
  id: string,
  changes: Recipe,
): AlgorithmDefinition<C> {
  return defineMethod<C>({
    id,
    version,
    family,
    summary,
    source,
    configuration,
    recipe: { ...recipe, ...changes },
  })
}

const GROUPED = { worlds: 16, learningRate: 0.03, hidden: [] }

describe('a method with them', () => {
  it.each<readonly [id: string, groupSize: number, changes: Recipe]>([
    [
      'gspo-dual',
      8,
      {
        objective: [{ part: 'dual-clip' }, { part: 'gspo' }, { part: 'advantage' }],
        aggregation: [{ part: 'seq-mean-token-mean' }],
        regulariser: [{ part: 'kl-to-old', parameters: { coefficient: 0.1, estimator: 'k2' } }],
      },
    ],
    [
      'cispo-soft',
      8,
      {
        estimator: [{ part: 'log-average-exp', parameters: { tau: 0.5 } }],
        objective: [{ part: 'none' }, { part: 'cispo' }, { part: 'advantage' }],
        aggregation: [{ part: 'group-uniform' }],
      },
    ],
    [
      'weighed',
      8,
      {
        objective: [
          { part: 'none' },
          { part: 'pi' },
          { part: 'exponential', parameters: { temperature: 0.5 } },
        ],
      },
    ],
    // In groups of two, for where two succeed it teaches nothing.
    ['best-of-two', 2, { estimator: [{ part: 'pass-at-k' }] }],
  ])('learns which doors hide something: %s', async (id, groupSize, changes) => {
    await expectLearnt(variant(grpo, id, changes), outcomes, { ...GROUPED, groupSize }, 6000)
  })

  it('walks on where the pay comes late: a2c with n-step', async () => {
    const method = variant(a2c, 'n-step-a2c', { estimator: [{ part: 'n-step', parameters: { n: 3 } }] })
    const configuration = { worlds: 16, steps: 8, discount: 0.9, learningRate: 0.01, hidden: [8] }
    await expectLearnt(method, corridor, configuration, 16_000)
  })
})

async function expectLearnt<C extends object>(
  method: AlgorithmDefinition<C>,
  task: Task,
  configuration: Partial<C>,
  budget: number,
): Promise<void> {
  const environment = makeTask(task, 16)
  const { spec } = environment
  const learner = await method.create({ spec, configuration, seed: Seed.from(4), backend: 'wasm' })
  onTestFinished(() => learner.dispose?.())
  environment.reset(Seed.from(1))
  expect(greedyActions(learner.policy, task)).not.toEqual(task.best)
  for (const event of learner.train!(environment, budget) as Iterable<unknown>) expect(event).toBeDefined()
  expect(greedyActions(learner.policy, task)).toEqual(task.best)
}
