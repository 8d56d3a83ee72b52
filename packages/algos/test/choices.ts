/** One choice among many, each part of which pays by itself: `choices`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FeasibleFace,
  expertFace,
  perWorld,
  choice,
  combinatorial,
  createEnvironment,
  defineEnvironment,
  flatArray,
  multiDiscrete,
} from '@gauntlet/core'

interface ChoicesParameters {
  readonly kind: 'subsets' | 'factors'
}

/** What each of six things is worth, of which two may be taken at most; or factor f pays f + 1 times what is chosen of 9. */
const WORTH = [1, 5, 2, 6, 3, 4]
const COUNTS = [9, 9, 9]

/** Pays 11 at best for two of six things; 48 at best for three factors, 24 on average. */
export const choices: EnvironmentDefinition<ChoicesParameters> = defineEnvironment<ChoicesParameters>({
  id: 'test/choices',
  version: 1,
  summary: 'One choice',
  source: 'Made up',
  parameters: {
    kind: choice({ description: 'What is chosen', options: ['subsets', 'factors'], default: 'subsets' }),
  },
  settings: {},
  describe,
  make,
})

function make(parameters: ChoicesParameters, batch: number): Environment {
  const subsets = parameters.kind === 'subsets'
  const width = subsets ? WORTH.length : COUNTS.length
  return createEnvironment('test/choices', describe(parameters), batch, ({ rewards, observations }) => ({
    faces: {
      expert: expertFace('test/choices', describe(parameters), () =>
        perWorld((w, actions) => actions.fill(0, w * width, (w + 1) * width)),
      ),
      ...(subsets && { feasible }),
    },
    rules: {
      start() {},
      step(actions) {
        for (let i = 0; i < actions.length; i++)
          rewards[Math.floor(i / width)] += (subsets ? WORTH[i % width] : (i % width) + 1) * actions[i]
      },
      observe: (from, to) => void observations.fill(0, from, to),
      measure: (w, metrics, offset) => void (metrics[offset] = rewards[w]),
      renderText: (w) => `paid ${rewards[w]}`,
      renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
      save: () => ({}),
      load() {},
    },
  }))
}

const feasible: FeasibleFace = {
  oracle(scores, subsets) {
    const width = WORTH.length
    for (let from = 0; from < scores.length; from += width) {
      const order = WORTH.map((_, k) => k).sort((p, q) => scores[from + q] - scores[from + p])
      subsets.fill(0, from, from + width)
      for (const k of order.slice(0, 2)) if (scores[from + k] > 0) subsets[from + k] = 1
    }
  },
  isFeasible: (_w, _a, subset) => subset.reduce((sum, value) => sum + value, 0) <= 2,
  enumerate: () => undefined,
  maximise: () => ({ subset: new Uint8Array(WORTH.length), value: 0, gap: 0 }),
}

function describe({ kind }: ChoicesParameters): EnvironmentSpec {
  const subsets = kind === 'subsets'
  return {
    agents: 1,
    observation: flatArray('nothing', 1, 0, 0),
    action: subsets ? combinatorial(WORTH.length, 'at most 2 of 6') : multiDiscrete(COUNTS),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 1,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 48],
    metrics: [{ name: 'paid', unit: '', direction: 'maximise', description: 'What was paid' }],
    score: 'paid',
    faces: ['snapshot', 'instance', 'expert', ...(subsets ? (['feasible'] as const) : [])],
    experts: [{ name: 'nothing', description: 'Takes nothing', seesHiddenState: false, source: 'Made up' }],
    engine: 'own',
  }
}
