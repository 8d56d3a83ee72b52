/** A tiny environment of two agents and four choices, one of which changes from step to step to be illegal. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  createEnvironment,
  defineEnvironment,
  discrete,
  flatArray,
  integer,
} from '@gauntlet/core'

interface TinyParameters {
  readonly horizon: number
}

const CHOICES = 4
const AGENTS = 2

function describeTiny({ horizon }: TinyParameters): EnvironmentSpec {
  return {
    agents: AGENTS,
    observation: flatArray('elapsed', 1, 0, 1),
    action: discrete(CHOICES),
    masked: true,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, CHOICES - 1],
    metrics: [{ name: 'total', unit: '', direction: 'maximise', description: 'Sum of the choices taken' }],
    score: 'total',
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'the best choice is plain' },
    engine: 'own',
  }
}

/** Pays the number of the choice. In step t choice (t + agent) mod 4 is illegal. */
export const tiny: EnvironmentDefinition<TinyParameters> = defineEnvironment<TinyParameters>({
  id: 'test/tiny',
  version: 1,
  summary: 'Pays the number of the choice',
  source: 'Made up',
  parameters: { horizon: integer({ description: 'Steps', unit: 'steps', default: 10, minimum: 1 }) },
  settings: {},
  describe: describeTiny,
  make: (parameters, batch) => makeTiny(parameters, batch),
})

function makeTiny(parameters: TinyParameters, batch: number): Environment {
  return createEnvironment('test/tiny', describeTiny(parameters), batch, (buffers) => {
    const elapsed = new Int32Array(batch)
    const totals = new Float64Array(batch)
    return {
      rules: {
        start(w) {
          elapsed[w] = 0
          totals[w] = 0
        },
        step(actions) {
          for (let i = 0; i < actions.length; i++) {
            buffers.rewards[i] = actions[i]
            totals[(i - (i % AGENTS)) / AGENTS] += actions[i]
          }
          for (let w = 0; w < batch; w++) elapsed[w]++
        },
        observe(from, to) {
          for (let i = from * AGENTS; i < to * AGENTS; i++) {
            const t = elapsed[(i - (i % AGENTS)) / AGENTS]
            buffers.observations[i] = t / parameters.horizon
            for (let k = 0; k < CHOICES; k++) {
              buffers.actionMask![i * CHOICES + k] = k === (t + (i % AGENTS)) % CHOICES ? 0 : 1
            }
          }
        },
        measure(w, metrics, offset) {
          metrics[offset] = totals[w]
        },
        renderText: (w) => `step ${elapsed[w]}, total ${totals[w]}`,
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${totals[w]}</text></svg>`,
        save: (w) => ({ elapsed: elapsed[w], total: totals[w] }),
        load(w, content) {
          const saved = content as { readonly elapsed: number; readonly total: number }
          elapsed[w] = saved.elapsed
          totals[w] = saved.total
        },
      },
    }
  })
}
