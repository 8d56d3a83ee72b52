import { describe, expect, it } from 'vitest'
import { type Part, GauntletError, applicability, checkComposition, requirementOf } from '../src/index.ts'
import type { EnvironmentSpec, Requirement } from '../src/index.ts'

const part = (id: string, slot: Part['slot'], rest: Partial<Part> = {}): Part => ({
  id,
  slot,
  reads: [],
  adds: [],
  needs: {},
  ...rest,
})
const steps = part('steps', 'collector', { adds: ['rewards', 'terminated'] })
const values = part('v', 'critic', { adds: ['values'] })
const gae = part('gae', 'estimator', { reads: ['rewards', 'values'], adds: ['advantages'] })
const surrogate = part('ppo', 'objective', {
  reads: ['advantages'],
  needs: { actions: ['discrete', 'box'], objectives: 1 },
})

describe('checkComposition', () => {
  it('accepts parts in any order of listing when the slots order them', () => {
    expect(() => checkComposition([surrogate, gae, values, steps])).not.toThrow()
  })

  it('names the part, the column and that nobody adds it', () => {
    expect(() => checkComposition([steps, gae])).toThrow('estimator gae reads values; no part adds it')
  })

  it('says who adds a column too late', () => {
    const greedy = part('greedy', 'collector', { reads: ['advantages'] })
    expect(() => checkComposition([greedy, steps, values, gae])).toThrow('it is added later, by gae')
  })

  it('refuses two parts of a slot that add the same, but terms of a loss', () => {
    const monteCarlo = part('monte-carlo', 'estimator', { adds: ['advantages'] })
    expect(() => checkComposition([steps, values, gae, monteCarlo])).toThrow(
      'estimator monte-carlo adds advantages; gae before it does too',
    )
    const term = part('term', 'objective', { adds: ['loss'] })
    expect(() => checkComposition([term, term])).not.toThrow()
  })
})

describe('requirementOf', () => {
  it('takes the strictest of every need', () => {
    const pathwise = part('pathwise', 'trainer', { needs: { actions: ['box'], faces: ['differentiable'] } })
    expect(requirementOf([surrogate, pathwise])).toEqual({
      actions: ['box'],
      objectives: 1,
      faces: ['differentiable'],
    })
  })

  it('forgets no need of any part', () => {
    const needs: Required<Requirement> = {
      environments: ['toy/x'],
      agents: 'one',
      sides: 1,
      opponent: true,
      actions: ['discrete'],
      jointActions: 9,
      protocol: 'episodic',
      faces: ['instance'],
      expert: 'wise',
      objectives: 3,
      vector: true,
      constraints: true,
      population: true,
      oneStep: true,
      repeated: true,
      outcome: true,
      history: 4,
      state: true,
      finiteHorizon: true,
      rewards: [0, 1],
      masks: false,
      delayed: false,
      dependentFactors: false,
      activity: false,
      graph: true,
      planes: true,
      dataset: true,
    }
    expect(requirementOf([steps, part('needy', 'trainer', { needs })])).toEqual(needs)
    expect(requirementOf([part('needy', 'policy', { needs }), steps])).toEqual(needs)
    const loose = part('loose', 'critic', { needs: { jointActions: 20, history: 2, sides: 2 } })
    expect(requirementOf([loose, part('needy', 'trainer', { needs })])).toEqual(needs)
  })

  it('refuses needs that exclude each other, naming both', () => {
    const flat = part('q', 'critic', { needs: { actions: ['combinatorial'] } })
    expect(() => requirementOf([flat, surrogate])).toThrow(GauntletError)
    expect(() => requirementOf([flat, surrogate])).toThrow('ppo needs actions discrete or box')
    const team = part('mixer', 'critic', { needs: { agents: 'team' } })
    const lone = part('lone', 'trainer', { needs: { agents: 'one' } })
    expect(() => requirementOf([team, lone])).toThrow('lone needs agents one; the parts before it need team')
  })

  it('gives the words that the matrix shows', () => {
    const spec = {
      agents: 1,
      sides: 1,
      objectives: 1,
      action: { kind: 'combinatorial' },
      faces: [],
    } as unknown as EnvironmentSpec
    expect(applicability('toy/x', spec, requirementOf([surrogate]))).toEqual({
      kind: 'not-applicable',
      reason: "needs discrete or box actions; the environment's are combinatorial",
    })
  })
})
