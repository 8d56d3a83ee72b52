/** Recipes as data: what is refused, and that they say what the methods are. */
import { type AlgorithmDefinition, GauntletError, number } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { type MethodSource, defineMethod } from '../src/recipe/method.ts'
import plugin from '../src/plugin.ts'

const METHOD: MethodSource<{ readonly rate: number }> = {
  id: 'made-up',
  version: 1,
  family: 'test',
  summary: 'A method',
  source: 'Made up',
  recipe: {
    policy: [{ part: 'mlp' }],
    collector: [{ part: 'steps' }],
    critic: [{ part: 'value' }],
    estimator: [{ part: 'gae' }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'advantage' }],
    aggregation: [{ part: 'token-mean' }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$rate' } }],
    trainer: [{ part: 'on-policy' }],
  },
  configuration: { rate: number({ default: 0.1, description: 'Step size' }) },
}

const define = (recipe: object): AlgorithmDefinition =>
  defineMethod({ ...METHOD, recipe: { ...METHOD.recipe, ...recipe } })

describe('a recipe', () => {
  it('is part of the algorithm as it was written', () => {
    expect(defineMethod(METHOD).recipe).toEqual(METHOD.recipe)
  })

  it.each([
    ['an unknown part', { estimator: [{ part: 'gea' }] }, 'made-up: the slot estimator has no part gea'],
    ['a part of another slot', { critic: [{ part: 'gae' }] }, 'made-up: the slot critic has no part gae'],
    [
      'a field that the configuration has not',
      { optimiser: [{ part: 'adam', parameters: { learningRate: '$speed' } }] },
      'made-up: optimiser adam.learningRate: got $speed, expected a field of the configuration: rate',
    ],
    [
      'a parameter that the part has not',
      { estimator: [{ part: 'gae', parameters: { lamda: 0.9 } }] },
      'estimator gae: unknown field lamda; did you mean lambda?',
    ],
    [
      'a parameter out of range',
      { estimator: [{ part: 'gae', parameters: { lambda: 2 } }] },
      'estimator gae.lambda: got 2, expected',
    ],
    ['a column that nobody adds', { critic: [] }, 'estimator gae reads values; no part adds it'],
    [
      'groups without a sampler that makes them',
      { estimator: [{ part: 'grpo' }], collector: [{ part: 'episodes' }] },
      'estimator grpo reads groups; no part adds it',
    ],
    [
      'a slot that there is not',
      { estimatr: [{ part: 'gae' }] },
      'made-up: there is no slot estimatr; the slots are scheduler, instance-sampler,',
    ],
    ['no trainer', { trainer: [] }, 'made-up: the slot trainer has 0 parts, expected one'],
    [
      'two trainers',
      { trainer: [{ part: 'on-policy' }, { part: 'on-policy' }] },
      'made-up: the slot trainer has 2 parts, expected one',
    ],
    ['no policy', { policy: [] }, 'made-up: collector steps reads policy; no part adds it'],
    [
      'two policies that act',
      { policy: [{ part: 'mlp' }, { part: 'gru' }] },
      'made-up: policy gru adds policy; mlp before it does too',
    ],
    [
      'two collectors',
      { collector: [{ part: 'steps' }, { part: 'episodes' }] },
      'made-up: collector episodes adds observations; steps before it does too',
    ],
    [
      'two estimators of the same',
      { estimator: [{ part: 'gae' }, { part: 'n-step' }] },
      'made-up: estimator n-step adds advantages; gae before it does too',
    ],
    ['no aggregation', { aggregation: [] }, 'made-up: trainer on-policy reads scalar-loss; no part adds it'],
    ['no update', { optimiser: [] }, 'made-up: trainer on-policy reads moves; no part adds it'],
    [
      'a bound on the moves of nobody',
      { optimiser: [{ part: 'clip-norm' }] },
      'made-up: optimiser clip-norm reads moves; no part adds it',
    ],
  ])('is refused with %s', (_name, recipe, message) => {
    expect(() => define(recipe)).toThrow(GauntletError)
    expect(() => define(recipe)).toThrow(message)
  })

  it('needs what its parts need together', () => {
    expect(define({}).requires).toMatchObject({ agents: 'one', activity: false })
    expect(
      define({ collector: [{ part: 'steps', parameters: { postDecisions: true } }] }).requires.faces,
    ).toEqual(['postDecision'])
  })
})

it('recipes of the package are JSON', () => {
  for (const { id, recipe } of plugin.algorithms ?? []) {
    expect(JSON.parse(JSON.stringify(recipe)), id).toEqual(recipe)
  }
})
