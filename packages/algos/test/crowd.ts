/** A crowd so simple that its best rules are known: `crowd`, a mean-field view whose action is the rule of all; `MEMBERS`, `bestRule`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Stream,
  box,
  createEnvironment,
  defineEnvironment,
  flatArray,
  integer,
} from '@gauntlet/core'

interface CrowdParameters {
  readonly horizon: number
}

export const MEMBERS = 20
/** Share of the crowd at place 1, and what is wanted. */
const WIDTH = 2

/** What to do at place 0 and at place 1 where `wanted` is 0, to gather at place 1, or 1, to change places. */
export function bestRule(wanted: number): readonly [atZero: number, atOne: number] {
  return wanted === 0 ? [1, 1] : [1, 0]
}

function describeCrowd({ horizon }: CrowdParameters): EnvironmentSpec {
  return {
    agents: 1,
    population: MEMBERS,
    observation: flatArray('crowd', WIDTH, 0, 1),
    action: box([2], 0, 1),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [
      { name: 'obedience', unit: '', direction: 'maximise', description: 'Mean share that did as wanted' },
    ],
    score: 'obedience',
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'the best rules are known' },
    engine: 'own',
  }
}

/**
 * Members stand at place 0 or 1. Whoever stands at s is at 1 next with probability p_s, (p_0, p_1) being the action. The crowd is to
 * gather at place 1, or to change places, as a coin decides for the episode; each step pays the share of members that did. To do so at
 * random pays ½, the best rule 1.
 */
export const crowd: EnvironmentDefinition<CrowdParameters> = defineEnvironment<CrowdParameters>({
  id: 'test/crowd',
  version: 1,
  summary: 'Gathers, or changes places',
  source: 'Made up',
  parameters: { horizon: integer({ description: 'Steps', unit: 'steps', default: 4, minimum: 1 }) },
  settings: {},
  describe: describeCrowd,
  make: (parameters, batch) => makeCrowd(parameters, batch),
})

interface Saved {
  readonly places: Uint8Array
  readonly wanted: number
  readonly obeyed: number
  readonly steps: number
  readonly stream: Uint32Array
}

function makeCrowd(parameters: CrowdParameters, batch: number): Environment {
  return createEnvironment('test/crowd', describeCrowd(parameters), batch, ({ rewards, observations }) => {
    const places = new Uint8Array(batch * MEMBERS)
    const wanted = new Uint8Array(batch)
    const obeyed = new Float64Array(batch)
    const steps = new Int32Array(batch)
    const streams: Stream[] = []
    return {
      rules: {
        start(w, { key }) {
          streams[w] = key.stream()
          wanted[w] = streams[w].integer(2)
          for (let m = 0; m < MEMBERS; m++) places[w * MEMBERS + m] = streams[w].integer(2)
          obeyed[w] = 0
          steps[w] = 0
        },
        step(actions) {
          for (let w = 0; w < batch; w++) {
            let count = 0
            for (let i = w * MEMBERS; i < (w + 1) * MEMBERS; i++) {
              const due = bestRule(wanted[w])[places[i]]
              places[i] = streams[w].uniform() < actions[2 * w + places[i]] ? 1 : 0
              if (places[i] === due) count++
            }
            rewards[w] = count / MEMBERS
            obeyed[w] += count / MEMBERS
            steps[w]++
          }
        },
        observe(from, to) {
          for (let w = from; w < to; w++) {
            let sum = 0
            for (let i = w * MEMBERS; i < (w + 1) * MEMBERS; i++) sum += places[i]
            observations[w * WIDTH] = sum / MEMBERS
            observations[w * WIDTH + 1] = wanted[w]
          }
        },
        measure(w, metrics, offset) {
          metrics[offset] = steps[w] === 0 ? 0 : obeyed[w] / steps[w]
        },
        renderText: (w) => `${places.subarray(w * MEMBERS, (w + 1) * MEMBERS).join('')}, wanted ${wanted[w]}`,
        renderSvg: (w) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${wanted[w]}</text></svg>`,
        save(w) {
          const stream = new Uint32Array(4)
          streams[w].save(stream)
          const own = places.slice(w * MEMBERS, (w + 1) * MEMBERS)
          return { places: own, wanted: wanted[w], obeyed: obeyed[w], steps: steps[w], stream }
        },
        load(w, content) {
          const saved = content as Saved
          places.set(saved.places, w * MEMBERS)
          wanted[w] = saved.wanted
          obeyed[w] = saved.obeyed
          steps[w] = saved.steps
          streams[w].load(saved.stream)
        },
      },
    }
  })
}
