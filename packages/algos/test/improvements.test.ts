/** Gradients of critics and of policies that learn from them, as finite differences have them. */
import { type ActionSpace, Seed, box, discrete } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { Actor } from '../src/actor.ts'
import { ChoiceQ } from '../src/critics/choice-q.ts'
import { PairQ } from '../src/critics/pair-q.ts'
import type { Conservatism, QCritic } from '../src/critics/q.ts'
import { wholeSquaredError } from '../src/critics/value-loss.ts'
import { headFor } from '../src/heads/head.ts'
import { logSoftmax } from '../src/heads/log-softmax.ts'
import { SquashedGaussianHead } from '../src/heads/squashed-gaussian.ts'
import { UnitBox } from '../src/heads/unit-box.ts'
import { KernelNetwork } from '../src/networks/kernel-network.ts'
import type { Network } from '../src/networks/network.ts'
import { IMPROVEMENT_PARTS, type Improvement } from '../src/objectives/improvements.ts'
import type { BuildContext, Built } from '../src/recipe/part.ts'
import { AUTO_ALPHA, AutoTemperature } from '../src/regularisers/temperature.ts'
import { TransitionBatch } from '../src/stores/transitions.ts'
import { Averages } from '../src/trainers/averages.ts'
import { fixture } from './fixtures.ts'

const ROWS = 3
const SPACE = box([2], -1, 3)

function network(inputs: number, outputs: number, seed: number): Network {
  const shape = { inputs, hidden: [4], outputs, activation: 'tanh', initialisation: 'uniform' } as const
  return new KernelNetwork(shape, Seed.from(seed).stream())
}

/** Rows of which the first knows only its second and third choice to be legal. */
function batchOf(action: ActionSpace): TransitionBatch {
  const maskWidth = action.kind === 'discrete' ? action.n : 0
  const batch = new TransitionBatch({ observationWidth: 2, action, maskWidth }, ROWS)
  batch.observations.set([0.5, -1, 1, 0.25, -0.5, 0.75])
  batch.actions.set(action.kind === 'discrete' ? [1, 0, 2] : [0, 1, 2, -0.5, 0.25, 2.5])
  batch.masks.fill(1)
  if (maskWidth > 0) batch.masks[0] = 0
  batch.weights.set([1, 0.5, 2])
  return batch
}

const following = { every: 1, rate: 0.25 }
const pairs = (count: number): PairQ =>
  new PairQ(new UnitBox(SPACE), 2, count, (k) => network(4, 1, 10 + k), following)
const choices = (count: number, duels: boolean): ChoiceQ =>
  new ChoiceQ(3, duels, count, (k) => network(2, duels ? 4 : 3, 20 + k), following)

/** Expects a network's gradient to be that of `loss`, which `descend` has left there. */
function expectGradient(of: Network, loss: () => number, descend: () => void): void {
  descend()
  const gradient = of.gradient.slice()
  const step = 2 ** -7
  gradient.forEach((slope, p) => {
    const before = of.parameters[p]
    const at = (value: number): number => {
      of.parameters[p] = value
      of.changed()
      return loss()
    }
    const numeric = (at(before + step) - at(before - step)) / (2 * step)
    at(before)
    expect(Math.abs(slope - numeric), `parameter ${p}`).toBeLessThan(2e-3)
  })
}

describe.each([
  ['every choice', () => choices(2, false), discrete(3)],
  ['every choice, dueling', () => choices(1, true), discrete(3)],
  ['an action in a box', () => pairs(2), SPACE],
] as const)('Q of %s', (_name, make, action) => {
  it('has the gradient of its errors', () => {
    const critic: QCritic = make()
    const batch = batchOf(action)
    const targets = Float64Array.of(1, -1, 0.5)
    critic.networks.forEach((own, k) => {
      /** Of network k alone; the loss that is logged is a mean over all. */
      const loss = (): number => {
        const averages = new Averages()
        critic.regress(batch, targets, wholeSquaredError, new Float64Array(ROWS), averages)
        return averages.take().value_loss * critic.networks.length
      }
      expectGradient(own, loss, () => void loss())
      expect(k).toBeLessThan(2)
    })
  })

  it('is followed by its copies, a share of the way', () => {
    const critic: QCritic = make()
    critic.networks[0].parameters.fill(2)
    const before = critic.state.follower0[1]
    critic.follow()
    expect(critic.state.follower0[1]).toBeCloseTo(before + 0.25 * (2 - before), 6)
  })
})

/** What a critic logs that learns that nothing is worth anything, and is conservative. */
function regressed(
  critic: QCritic,
  batch: TransitionBatch,
  conservatism: Conservatism,
): Record<string, number> {
  const averages = new Averages()
  const [targets, errors] = [new Float64Array(ROWS), new Float64Array(ROWS)]
  critic.regress(batch, targets, wholeSquaredError, errors, averages, conservatism)
  return averages.take()
}

it('the conservative penalty of choices has its gradient, and the fixed number', () => {
  const critic = choices(1, false)
  const batch = batchOf(discrete(3))
  const loss = (): number => {
    const logged = regressed(critic, batch, { coefficient: 0.5 })
    return logged.value_loss + 0.5 * logged.conservative_loss
  }
  expectGradient(critic.networks[0], loss, () => void loss())
  const { input, output } = fixture<{ q: number[][]; a: number[] }, number>('cql_discrete')
  const logged = input.q.map((q, i) => -logSoftmax(Float32Array.from(q), undefined, 3)[input.a[i]])
  expect((logged[0] + logged[1]) / 2).toBeCloseTo(output, 6)
})

it('the conservative penalty of a box has its gradient', () => {
  const critic = pairs(1)
  const batch = batchOf(SPACE)
  const candidates = {
    count: 2,
    units: Float32Array.from({ length: ROWS * 2 * 2 }, (_, j) => Math.sin(j)),
    logDensities: Float64Array.from({ length: ROWS * 2 }, (_, j) => Math.cos(j)),
  }
  const loss = (): number => {
    const logged = regressed(critic, batch, { coefficient: 0.5, candidates })
    return logged.value_loss + 0.5 * logged.conservative_loss
  }
  expectGradient(critic.networks[0], loss, () => void loss())
})

it('what is drawn estimates the integral of exp Q over a box', () => {
  // Q(s, u) = w · (s, u) + b has ∫ exp Q du = exp(w_s · s + b) Π_k 2 sinh(w_k) / w_k.
  const linear = { inputs: 4, hidden: [], outputs: 1, activation: 'tanh', initialisation: 'uniform' } as const
  const own = new KernelNetwork(linear, Seed.from(8).stream())
  const critic = new PairQ(new UnitBox(SPACE), 2, 1, () => own, { every: 0, rate: 0 })
  const head = new SquashedGaussianHead(SPACE)
  // Draws all over the box: few of a narrow policy would weigh as much as all the others.
  const wide = network(2, head.width, 30)
  wide.parameters.fill(0).fill(0.5, -2)
  wide.changed()
  const actor = new Actor(() => ({ head, network: wide }))
  const part = IMPROVEMENT_PARTS.find(({ id }) => id === 'conservative')!
  const context = { built: builtOf(actor, critic), spec: { action: SPACE } } as unknown as BuildContext
  const draws = 3000
  const piece = part.build({ coefficient: 1, draws }, context)
  if (piece.kind !== 'conservatism') throw new Error('not a penalty')
  const batch = batchOf(SPACE)
  const conservatism: Conservatism = piece.of(batch, Seed.from(9).stream())
  const logged = regressed(critic, batch, conservatism)
  const [ws, wt, wu, wv, b] = own.parameters
  const { observations } = batch
  let expected = Math.log((2 * Math.sinh(wu)) / wu) + Math.log((2 * Math.sinh(wv)) / wv) + b
  for (let i = 0; i < ROWS; i++) expected += (ws * observations[2 * i] + wt * observations[2 * i + 1]) / ROWS
  const estimate = logged.conservative_loss + logged.q_value - Math.log(3 * draws)
  expect(Math.abs(estimate - expected)).toBeLessThan(0.03)
})

it('Q that duels is V and what a choice is above the mean of those that are legal', () => {
  const critic = choices(1, true)
  const { observations, masks } = batchOf(discrete(3))
  const outputs = critic.networks[0].predict(observations, ROWS)
  const values = critic.values(0, 'learnt', observations, masks, ROWS)
  const mean = (outputs[1] + outputs[2]) / 2
  expect(values[1]).toBeCloseTo(outputs[3] + outputs[1] - mean, 6)
  expect((values[1] + values[2]) / 2).toBeCloseTo(outputs[3], 6)
})

function builtOf(actor: Actor, critic: QCritic): Built {
  const regulariser = [new AutoTemperature(0, () => 0)]
  const empty = { policy: [actor], critic: [critic], regulariser }
  return empty as unknown as Built
}

function improvementOf(id: string, built: Built): Improvement {
  const part = IMPROVEMENT_PARTS.find((each) => each.id === id)!
  const piece = part.build({}, { built } as BuildContext)
  if (piece.kind !== 'improvement') throw new Error('not an improvement')
  return piece.improvement
}

it.each([
  ['reparameterised', new SquashedGaussianHead(SPACE), pairs(2), SPACE],
  ['deterministic', new SquashedGaussianHead(SPACE), pairs(2), SPACE],
  ['expectation', headFor(discrete(3)), choices(2, false), discrete(3)],
] as const)('the policy has the gradient of its loss: %s', (id, head, critic, action) => {
  const actor = new Actor(() => ({ head, network: network(2, head.width, 30) }))
  const improvement = improvementOf(id, builtOf(actor, critic))
  const batch = batchOf(action)
  const loss = (): number => {
    const averages = new Averages()
    improvement.descend(batch, Seed.from(5).stream(), averages)
    return averages.take().policy_loss
  }
  expectGradient(actor.network, loss, () => void loss())
})

describe('the temperature', () => {
  const batch = batchOf(discrete(3))

  it('rises where the policy is more decided than it should be, and falls where it is less', () => {
    const temperature = new AutoTemperature(0.1, () => 1)
    expect(temperature.alpha).toBe(1)
    temperature.step(batch, Float64Array.of(0.5, 0.5, 0.5))
    expect(temperature.alpha).toBeCloseTo(Math.exp(0.1), 5)
    const other = new AutoTemperature(0.1, () => 1)
    other.step(batch, Float64Array.of(1.5, 1.5, 1.5))
    expect(other.alpha).toBeCloseTo(Math.exp(-0.1), 5)
  })

  it('aims at a share of what is left where choices are masked', () => {
    const temperature = AUTO_ALPHA.build({ share: 0.5 }, { spec: { action: discrete(3) } } as BuildContext)
    if (!(temperature instanceof AutoTemperature)) throw new Error('not a temperature')
    temperature.step(batch, Float64Array.of(Math.log(2) / 2, Math.log(3) / 2, Math.log(3) / 2))
    expect(Math.abs(temperature.alpha - 1)).toBeLessThan(2e-3)
    const decided = temperature.alpha
    temperature.step(batch, new Float64Array(3))
    expect(temperature.alpha).toBeGreaterThan(decided)
  })
})
