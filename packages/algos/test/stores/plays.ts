/** Steps of a made-up environment whose numbers say where they come from: `counting`, `play`. */
import {
  type ActionSpace,
  type Environment,
  Seed,
  allocateActions,
  createEnvironment,
  discrete,
  flatArray,
  maskWidth,
} from '@gauntlet/core'
import { StepRecord } from '../../src/stores/step-record.ts'

/** What the worlds are; episode k of world w lasts `lengths[(w + k) mod …]` steps, or the horizon where that is less. */
export interface Counting {
  readonly worlds?: number
  readonly agents?: number
  readonly lengths?: readonly number[]
  readonly horizon?: number
  readonly action?: ActionSpace
  readonly masked?: boolean
}

/** Choices of every factor. */
function countsOf(space: ActionSpace): readonly number[] {
  if (space.kind === 'discrete') return [space.n]
  return space.kind === 'multi-discrete' ? space.counts : []
}

/**
 * In step t of its episode k world w observes [w, k, t], its state is 100 w + t, and every agent is paid t + 1. Agent 1 is
 * done a step before the others, where there is one. Of every factor choice t alone is legal, counted round.
 */
export function counting(options: Counting = {}): Environment {
  const {
    worlds = 2,
    agents = 1,
    lengths = [3, 5],
    horizon = 4,
    action = discrete(3),
    masked = true,
  } = options
  const spec = {
    agents,
    observation: flatArray('world, episode, step', 3, 0, Infinity),
    state: flatArray('step', 1, 0, Infinity),
    action,
    masked,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [0, Infinity],
    metrics: [{ name: 'steps', unit: '', direction: 'maximise', description: 'Steps' }],
    score: 'steps',
    faces: [],
    missingFaces: { snapshot: 'a test', instance: 'a test', expert: 'a test' },
    engine: 'own',
  } as const
  return createEnvironment('test/counting', spec, worlds, (buffers) => {
    const episodes = new Int32Array(worlds).fill(-1)
    const elapsed = new Int32Array(worlds)
    return {
      rules: {
        start(w) {
          episodes[w]++
          elapsed[w] = 0
        },
        step() {
          for (let i = 0; i < worlds * agents; i++) {
            const w = Math.floor(i / agents)
            if (buffers.terminated[i] === 1) continue
            const t = elapsed[w] + 1
            const last = lengths[(w + episodes[w]) % lengths.length] - (i % agents === 1 ? 1 : 0)
            buffers.rewards[i] = t
            if (t >= last) buffers.terminated[i] = 1
          }
          for (let w = 0; w < worlds; w++) elapsed[w]++
        },
        observe(from, to) {
          for (let w = from; w < to; w++) {
            buffers.state![w] = 100 * w + elapsed[w]
            for (let a = 0; a < agents; a++) {
              const i = w * agents + a
              buffers.observations.set([w, episodes[w], elapsed[w]], 3 * i)
              let bit = i * maskWidth(action)
              for (const count of masked ? countsOf(action) : [])
                for (let k = 0; k < count; k++) buffers.actionMask![bit++] = k === elapsed[w] % count ? 1 : 0
            }
          }
        },
        measure: (w, metrics, offset) => void (metrics[offset] = elapsed[w]),
        renderText: () => '',
        renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
      },
    }
  })
}

/** Plays on, every action what is legal (0.25 in a box), and shows every step. */
export function play(environment: Environment, steps: number, show: (step: StepRecord) => void): void {
  const { spec, batch } = environment
  environment.reset(Seed.from(0))
  const record = new StepRecord(environment)
  const actions = allocateActions(spec.action, batch * spec.agents)
  for (let t = 0; t < steps; t++) {
    const counts = countsOf(spec.action)
    let bit = 0
    for (let i = 0; i < actions.length; i++) {
      const count = counts[i % counts.length] ?? 0
      actions[i] =
        spec.action.kind === 'box' ? 0.25 : environment.actionMask!.subarray(bit, bit + count).indexOf(1)
      bit += count
    }
    record.before(actions)
    environment.step(actions)
    record.after()
    show(record)
  }
}
