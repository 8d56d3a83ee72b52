/** Q of teams from those of their agents: formulas, gradients by finite differences, and that more is never less. */
import { Seed, discrete } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChoiceQ } from '../../src/critics/choice-q.ts'
import { MixedQ } from '../../src/critics/mixed-q.ts'
import { type Mixer, SumMixer } from '../../src/critics/mixer.ts'
import { MonotoneMixer } from '../../src/critics/monotone-mixer.ts'
import { wholeSquaredError } from '../../src/critics/value-loss.ts'
import { KernelNetwork } from '../../src/networks/kernel-network.ts'
import type { MlpArchitecture, Network } from '../../src/networks/network.ts'
import { TeamBatch } from '../../src/stores/team-batch.ts'
import { Averages } from '../../src/trainers/averages.ts'
import { close, fixture } from '../fixtures.ts'

const AGENTS = 3
const STATE = 2
const EMBED = 4

function monotone(seed: number = 1): MonotoneMixer {
  const shape = { agents: AGENTS, stateWidth: STATE, embed: EMBED, hyperHidden: 5 }
  const make = (architecture: MlpArchitecture, k: number): Network =>
    new KernelNetwork(architecture, Seed.from(seed).fold(k).stream())
  return new MonotoneMixer(shape, make)
}

it('a sum of values meets the fixture vdn', () => {
  const { input, output } = fixture<{ q: number[] }, number>('vdn')
  const mixer = new SumMixer(input.q.length)
  close(mixer.predict(Float64Array.from(input.q), new Float32Array(0), 1), [output])
})

describe('a monotone mixer', () => {
  const states = Float32Array.of(0.5, -1, 2, 0.25)
  const qs = Float64Array.of(1, -2, 0.5, 3, 0.25, -4)

  it('is V + Σ |w| elu(b + Σ |W| Q), as the state decides', () => {
    const mixer = monotone()
    const [inner, biases, outer, offset] = mixer.networks.map((network) => network.predict(states, 2))
    const expected = [0, 1].map((s) => {
      let total = offset[s]
      for (let j = 0; j < EMBED; j++) {
        let sum = biases[s * EMBED + j]
        for (let a = 0; a < AGENTS; a++)
          sum += Math.abs(inner[(s * AGENTS + a) * EMBED + j]) * qs[s * AGENTS + a]
        total += Math.abs(outer[s * EMBED + j]) * (sum > 0 ? sum : Math.expm1(sum))
      }
      return total
    })
    close(mixer.predict(qs, states, 2), expected, 1e-12)
    close(mixer.forward(qs, states, 2), expected, 1e-6)
  })

  it('never falls where an agent’s value rises, in any state', () => {
    const real = fc.double({ min: -20, max: 20, noNaN: true })
    const team = fc.array(real, { minLength: AGENTS, maxLength: AGENTS })
    const where = fc.array(real, { minLength: STATE, maxLength: STATE })
    const rise = fc.double({ min: 0, max: 50, noNaN: true })
    fc.assert(
      fc.property(fc.nat(), team, where, fc.nat(AGENTS - 1), rise, (seed, values, state, agent, more) => {
        const mixer = monotone(seed)
        const at = Float32Array.from(state)
        const raised = Float64Array.from(values, (value, a) => value + (a === agent ? more : 0))
        const [before] = mixer.predict(Float64Array.from(values), at, 1)
        expect(mixer.predict(raised, at, 1)[0]).toBeGreaterThanOrEqual(before - 1e-9)
        mixer.forward(raised, at, 1)
        expect(Math.min(...mixer.backward(Float64Array.of(1)))).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 50 },
    )
  })

  it('goes back to the agents’ values', () => {
    const mixer = monotone()
    mixer.forward(qs, states, 2)
    const byQs = mixer.backward(Float64Array.of(1, -0.5))
    const total = (values: Float64Array): number => {
      const [first, second] = mixer.predict(values, states, 2)
      return first - 0.5 * second
    }
    const step = 2 ** -12
    const moved = (i: number, by: number): Float64Array =>
      qs.map((value, k) => (k === i ? value + by : value))
    const numeric = Array.from(qs, (_, i) => (total(moved(i, step)) - total(moved(i, -step))) / (2 * step))
    close(byQs, numeric, 1e-4)
  })
})

/** Two steps of three agents with three choices each; of the second agent only in the first step, and the last step ends all. */
function batchOf(): TeamBatch {
  const shape = {
    agents: AGENTS,
    observationWidth: 2,
    action: discrete(3),
    maskWidth: 0,
    stateWidth: STATE,
    common: true,
    discount: 0.9,
  }
  const batch = new TeamBatch(shape, 2)
  batch.observations.set([0.5, -1, 1, 0.25, -0.5, 0.75, 0.2, 0.3, 9, 9, -1, 1])
  batch.states.set([0.5, -1, 2, 0.25])
  batch.nextStates.set([2, 0.25, 1, 1])
  batch.actions.set([0, 1, 2, 2, 0, 1])
  batch.running.set([1, 1, 1, 1, 0, 1])
  batch.discounts.set([0.9, 0, 0.9, 0, 0, 0])
  batch.teamRewards.set([1, -2])
  batch.teamDiscounts.set([0.9, 0])
  return batch
}

describe.each([
  ['a sum', () => new SumMixer(AGENTS)],
  ['a monotone mixture', () => monotone()],
] as readonly (readonly [string, () => Mixer])[])('Q of a team, %s', (_name, mixer) => {
  const make = (): MixedQ => {
    const agents = new ChoiceQ(
      3,
      false,
      1,
      () =>
        new KernelNetwork(
          { inputs: 2 + AGENTS, hidden: [4], outputs: 3, activation: 'tanh', initialisation: 'uniform' },
          Seed.from(7).stream(),
        ),
      { every: 1, rate: 0.25 },
      AGENTS,
    )
    return new MixedQ(agents, mixer)
  }

  it('has the gradient of its errors in every network', () => {
    const team = make()
    const batch = batchOf()
    const targets = Float64Array.of(1, -1)
    const loss = (): number => {
      const averages = new Averages()
      team.regress(batch, targets, wholeSquaredError, new Float64Array(batch.rows), averages)
      return averages.take().value_loss
    }
    loss()
    const gradients = team.networks.map(({ gradient }) => gradient.slice())
    const step = 2 ** -7
    for (const [k, { parameters }] of team.networks.entries()) {
      const at = (p: number, value: number): number => {
        parameters[p] = value
        team.changed()
        return loss()
      }
      const numeric = Array.from(parameters, (before, p) => {
        const slope = (at(p, before + step) - at(p, before - step)) / (2 * step)
        at(p, before)
        return slope
      })
      close(gradients[k], numeric, 3e-3)
    }
  })

  it('learns nothing from an agent whose episode is over, and nothing of what is behind an end', () => {
    const [one, other] = [batchOf(), batchOf()]
    other.observations.fill(-3, 8, 10)
    other.actions[4] = 2
    const team = make()
    const regress = (batch: TeamBatch): Float32Array[] => {
      const targets = team.targets(batch, Float64Array.of(1, NaN, 3, NaN, NaN, NaN))
      expect(targets[1]).toBe(-2)
      expect(targets[0]).not.toBeNaN()
      const errors = new Float64Array(batch.rows)
      team.regress(batch, targets, wholeSquaredError, errors, new Averages())
      return team.networks.map(({ gradient }) => gradient.slice())
    }
    expect(regress(other)).toEqual(regress(one))
  })

  it('is followed by its copies, a share of the way, and saved with them', () => {
    const team = make()
    for (const { parameters } of team.networks) parameters.fill(2)
    const copies = Object.entries(team.state).filter(([name]) => /follower/i.test(name))
    expect(copies).toHaveLength(team.networks.length)
    const before = copies.map(([, copy]) => copy[0])
    team.follow()
    copies.forEach(([, copy], k) => expect(copy[0]).toBeCloseTo(before[k] + 0.25 * (2 - before[k]), 6))
  })
})
