import { describe, expect, it } from 'vitest'
import { GauntletError } from '../src/errors.ts'
import { box, combinatorial, discrete, multiDiscrete } from '../src/spaces.ts'
import { type EnvironmentSpec, type MetricSpec, checkSpec, flatArray, scoreOf } from '../src/spec.ts'
import { TOTAL, toySpec } from './worlds/toy.ts'

const sound = toySpec({ action: discrete(2) })
const neither: MetricSpec = { ...TOTAL, direction: 'neither' }
const graph = { nodes: 2, edges: [[0, 1]] as const }
const faces = (...names: EnvironmentSpec['faces']): Partial<EnvironmentSpec> => ({
  faces: [...sound.faces, ...names],
})

describe('a spec', () => {
  it('is taken where it does not contradict itself', () => {
    checkSpec(sound, 'toy/x')
    checkSpec({ ...sound, horizon: Infinity }, 'toy/x')
    checkSpec({ ...sound, agents: 3, sides: 2, sideOf: [0, 1, 0] }, 'toy/x')
    checkSpec({ ...sound, ...faces('maskAfter'), masked: true, action: multiDiscrete([2, 2]) }, 'toy/x')
    checkSpec({ ...sound, graph: { ...graph, actions: [{ kind: 'edge', index: 0 }] } }, 'toy/x')
  })

  it.each<[change: Partial<EnvironmentSpec>, message: string]>([
    [{ agents: 0 }, 'agents is 0, expected a whole number of at least 1'],
    [{ objectives: 1.5 }, 'objectives is 1.5'],
    [{ sides: 0 }, 'sides is 0'],
    [{ instances: 0 }, 'instances is 0'],
    [{ repeats: 0 }, 'repeats is 0'],
    [{ history: 0.5 }, 'history is 0.5'],
    [{ returnRange: [2, 1] }, 'returnRange is 2 to 1, expected poor to good'],
    [{ horizon: 0 }, 'horizon is 0, expected whole steps or Infinity'],
    [{ horizon: 2.5 }, 'horizon is 2.5'],
    [{ horizon: NaN }, 'horizon is NaN'],
    [{ rewardRange: [1, 0] }, 'rewardRange is 1 to 0, expected low to high'],
    [{ rewardRange: [NaN, 0] }, 'rewardRange is NaN to 0'],
    [{ observation: { ...flatArray('p', 1), shape: [0] } }, 'observation has shape [0]'],
    [{ observation: flatArray('p', 1, 2, 1) }, 'observation lies in 2 to 1, expected low to high'],
    [{ state: flatArray('p', 1, 2, 1) }, 'state lies in 2 to 1'],
    [{ observation: { ...flatArray('p', 1), shape: [2] } }, 'blocks cover 1 numbers, the observation has 2'],
    [{ metrics: [TOTAL, TOTAL] }, 'metrics names total twice'],
    [{ constraints: ['speed', 'speed'] }, 'constraints names speed twice'],
    [faces('snapshot'), 'faces names snapshot twice'],
    [{ score: 'regret' }, 'score regret is not among the metrics'],
    [{ metrics: [neither] }, 'score total needs a direction'],
    [{ sides: 2 }, 'sideOf must name the side of every agent'],
    [{ agents: 2, sides: 2, sideOf: [0, 2] }, 'sideOf is [0,2], expected sides from 0 to 1'],
    [{ action: box([1], 0, 1), masked: true }, 'a box has no choices to mask'],
    [{ action: combinatorial(3, 'any') }, 'combinatorial actions need the feasible face'],
    [faces('feasible'), 'the feasible face needs combinatorial actions, not discrete'],
    [faces('differentiable'), 'the differentiable face needs actions in a box, not discrete'],
    [
      { ...faces('maskAfter'), action: multiDiscrete([2, 2]) },
      'the maskAfter face needs masked multi-discrete',
    ],
    [{ missingFaces: {} }, 'has no expert face and missingFaces does not say why'],
    [faces('expert'), 'the expert face and the list of experts go together'],
    [faces('postDecision'), 'the postDecision face and what it shows, spec.postDecision, go together'],
    [{ graph: { nodes: 1, edges: [[0, 1]] } }, 'edge 0 joins 0 and 1 of 1 nodes'],
    [{ graph: { ...graph, actions: [{ kind: 'edge', index: 1 }] } }, 'action element 0 belongs to nothing'],
    [{ graph: { ...graph, actions: [{ kind: 'node', index: 2 }] } }, 'action element 0 belongs to nothing'],
  ])('is refused where it contradicts itself: %o', (change, message) => {
    expect(() => checkSpec({ ...sound, ...change }, 'toy/x')).toThrow(GauntletError)
    expect(() => checkSpec({ ...sound, ...change }, 'toy/x')).toThrow(message)
  })

  it('names its owner', () => {
    expect(() => checkSpec({ ...sound, agents: -1 }, 'toy/owner')).toThrow('toy/owner: agents is -1')
  })

  it('knows the metric that scores', () => {
    const regret: MetricSpec = { name: 'regret', unit: '1', direction: 'minimise', description: 'Regret' }
    expect(scoreOf({ ...sound, metrics: [TOTAL, regret], score: 'regret' })).toEqual({
      index: 1,
      metric: regret,
    })
    expect(() => scoreOf({ ...sound, score: 'none' })).toThrow('score none is not among the metrics')
  })

  it('has flat arrays of one block', () => {
    expect(flatArray('speed', 3, -1, 1)).toEqual({
      shape: [3],
      low: -1,
      high: 1,
      layout: [{ name: 'speed', offset: 0, shape: [3], axis: 'flat', kind: 'real' }],
    })
  })
})
