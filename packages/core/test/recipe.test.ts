import { describe, expect, it } from 'vitest'
import {
  type Part,
  type Slot,
  GauntletError,
  applicability,
  checkComposition,
  requirementOf,
} from '../src/index.ts'
import type { EnvironmentSpec } from '../src/index.ts'

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

  it('needs an opponent where one of them does', () => {
    const parts = ['policy', 'trainer'].map((slot) => part(slot, slot as Slot, { needs: { sides: 2 } }))
    expect(requirementOf(parts)).not.toHaveProperty('opponent')
    const side = part('side', 'collector', { needs: { opponent: true } })
    expect(requirementOf([...parts, side])).toMatchObject({ sides: 2, opponent: true })
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
