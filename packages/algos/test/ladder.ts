/** A world in which what is best is known, that can be searched: `ladder`, `ladderValue`, `RUNGS`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  WorldMemory,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  integer,
  number,
  perWorld,
} from '@gauntlet/core'

/** The top; to stand there ends the episode. */
export const RUNGS = 3

interface LadderParameters {
  readonly agents: number
  readonly horizon: number
  /** Paid for staying. */
  readonly wage: number
  /** Paid at the top. */
  readonly prize: number
  /** Probability that a step up succeeds; where it does not, whoever climbs falls to the foot. */
  readonly hold: number
}

const EXPERTS = ['stay', 'climb'] as const

/** Choice 0 stays where it is for a wage, choice 1 climbs. From the foot, choice 1 alone is legal in the first step. */
export const ladder: EnvironmentDefinition<LadderParameters> = defineEnvironment<LadderParameters>({
  id: 'test/ladder',
  version: 1,
  summary: 'Stay for a wage, or climb for a prize and fall',
  source: 'Made up',
  parameters: {
    agents: integer({ description: 'Ladders, each with an agent', default: 1, minimum: 1 }),
    horizon: integer({ description: 'Steps', unit: 'steps', default: 8, minimum: 1 }),
    wage: number({ description: 'Paid for staying', default: 0.2 }),
    prize: number({ description: 'Paid at the top', default: 4 }),
    hold: number({ description: 'Probability to climb', default: 0.8, minimum: 0, maximum: 1 }),
  },
  settings: {},
  describe,
  make,
})

function make(parameters: LadderParameters, batch: number): Environment {
  const { agents, wage, prize, hold } = parameters
  const spec = describe(parameters)
  return createEnvironment('test/ladder', spec, batch, (buffers) => {
    const rungs = new Int32Array(batch * agents)
    const sums = new Float64Array(batch)
    const memory = new WorldMemory('test/ladder', batch, ['falls'], { rungs, sums })
    const falls = memory.stream('falls')
    return {
      faces: {
        expert: expertFace('test/ladder', spec, (name) =>
          perWorld((w, actions) => actions.fill(name === 'climb' ? 1 : 0, w * agents, (w + 1) * agents)),
        ),
      },
      rules: {
        start(w, instance) {
          memory.open(w, instance)
          rungs.fill(0, w * agents, (w + 1) * agents)
          sums[w] = 0
        },
        step(actions) {
          for (let i = 0; i < rungs.length; i++) {
            const w = Math.floor(i / agents)
            const holds = falls[w].uniform() < hold
            if (buffers.terminated[i] === 1) continue
            if (actions[i] === 1) rungs[i] = holds ? rungs[i] + 1 : 0
            buffers.rewards[i] = actions[i] === 0 ? wage : rungs[i] === RUNGS ? prize : 0
            buffers.terminated[i] = rungs[i] === RUNGS ? 1 : 0
            sums[w] += buffers.rewards[i]
          }
        },
        observe(from, to) {
          for (let i = from * agents; i < to * agents; i++) buffers.observations[i] = rungs[i] / RUNGS
        },
        measure(w, metrics, offset) {
          metrics[offset] = sums[w]
        },
        renderText: (w) => `rungs ${rungs.subarray(w * agents, (w + 1) * agents).join(' ')}`,
        renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
        save: (w) => memory.save(w),
        load: (w, content) => memory.load(w, content),
      },
    }
  })
}

function describe({ agents, horizon }: LadderParameters): EnvironmentSpec {
  return {
    agents,
    observation: flatArray('rung', 1, 0, 1),
    action: discrete(2),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: [{ name: 'sum', unit: '', direction: 'maximise', description: 'Paid to all agents' }],
    score: 'sum',
    faces: ['snapshot', 'instance', 'expert'],
    experts: EXPERTS.map((name) => ({ name, description: name, seesHiddenState: false, source: 'Made up' })),
    engine: 'own',
  }
}

/** What is best, and what an action is worth, with so many steps left. */
export function ladderValue(
  parameters: Omit<LadderParameters, 'agents' | 'horizon'>,
  rung: number,
  left: number,
): { readonly best: number; readonly of: readonly [stay: number, climb: number] } {
  const { wage, prize, hold } = parameters
  if (left === 0) return { best: 0, of: [0, 0] }
  const later = (next: number): number => ladderValue(parameters, next, left - 1).best
  const stay = wage + later(rung)
  const climb = hold * (rung + 1 === RUNGS ? prize : later(rung + 1)) + (1 - hold) * later(0)
  return { best: Math.max(stay, climb), of: [stay, climb] }
}
