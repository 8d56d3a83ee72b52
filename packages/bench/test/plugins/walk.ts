/** `toy/walk`: an agent on a line walks to a goal; some steps slip. Enough of an environment to test a harness. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  Seed,
  type Stream,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
  integer,
  number,
} from '@gauntlet/core'

export interface WalkParameters {
  readonly length: number
  readonly slip: number
  readonly agents: number
}

function describe({ length, agents }: WalkParameters): EnvironmentSpec {
  return {
    agents,
    observation: flatArray('place', 1, 0, length),
    action: discrete(2, ['left', 'right']),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 50,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [-1, 0],
    metrics: [
      { name: 'reward', unit: '', direction: 'maximise', description: 'sum of rewards' },
      { name: 'noise', unit: '', direction: 'neither', description: 'sum of what chance drew' },
    ],
    score: 'reward',
    faces: ['instance', 'snapshot'],
    missingFaces: { expert: 'a toy' },
    engine: 'own',
  }
}

function make(parameters: WalkParameters, batch: number): Environment {
  const { length, slip, agents } = parameters
  return createEnvironment('toy/walk', describe(parameters), batch, (buffers) => {
    const places = new Float64Array(batch * agents)
    const noise = new Float64Array(batch)
    const rewards = new Float64Array(batch)
    const streams: Stream[] = []
    return {
      rules: {
        start(w, { key }) {
          streams[w] = key.stream()
          places.fill(0, w * agents, (w + 1) * agents)
          noise[w] = 0
          rewards[w] = 0
        },
        step(actions) {
          for (let w = 0; w < batch; w++) {
            for (let i = w * agents; i < (w + 1) * agents; i++) {
              if (buffers.terminated[i] === 1) continue
              const drawn = streams[w].uniform()
              noise[w] += drawn
              const move = actions[i] === 1 && drawn >= slip ? 1 : -1
              places[i] = Math.min(length, Math.max(0, places[i] + move))
              if (places[i] >= length) buffers.terminated[i] = 1
              buffers.rewards[i] = -1
              rewards[w] -= 1
            }
          }
        },
        observe(from, to) {
          for (let i = from * agents; i < to * agents; i++) buffers.observations[i] = places[i]
        },
        measure(w, metrics, offset) {
          metrics[offset] = rewards[w]
          metrics[offset + 1] = noise[w]
        },
        save(w) {
          const stream = new Uint32Array(4)
          streams[w].save(stream)
          return {
            stream,
            places: places.slice(w * agents, (w + 1) * agents),
            sums: Float64Array.of(noise[w], rewards[w]),
          }
        },
        load(w, content) {
          const saved = content as { stream: Uint32Array; places: Float64Array; sums: Float64Array }
          streams[w] = Seed.from(0).stream().load(saved.stream)
          places.set(saved.places, w * agents)
          noise[w] = saved.sums[0]
          rewards[w] = saved.sums[1]
        },
        renderText: (w) => `${'.'.repeat(places[w * agents])}@`,
        renderSvg: (w) =>
          `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${length} 1"><rect x="${places[w * agents]}" width="1" height="1"/></svg>`,
      },
    }
  })
}

const references = {
  random: { score: -50, source: 'a guess' },
  best: { score: -5, source: 'a guess' },
}

export const walk: EnvironmentDefinition<WalkParameters> = defineEnvironment<WalkParameters>({
  id: 'toy/walk',
  version: 1,
  summary: 'a walk along a line',
  source: 'nowhere',
  parameters: {
    length: integer({
      default: 5,
      minimum: 1,
      maximum: 40,
      unit: 'cells',
      description: 'distance to the goal',
    }),
    slip: number({ default: 0.1, minimum: 0, maximum: 1, description: 'probability of a step back' }),
    agents: integer({ default: 1, minimum: 1, maximum: 8, description: 'walkers' }),
  },
  settings: {
    short: {
      description: 'five cells',
      parameters: {},
      references,
      evaluation: { episodes: 7, batch: 3, mode: 'sample' },
    },
    long: {
      description: 'nine cells, slippery when evaluated',
      parameters: { length: 9 },
      references,
      evaluation: { parameters: { slip: 0.3 }, episodes: 5, batch: 2, mode: 'sample' },
    },
    team: {
      description: 'two walkers',
      parameters: { agents: 2 },
      references,
      evaluation: { episodes: 4, batch: 8, mode: 'greedy' },
    },
  },
  describe,
  make,
})
