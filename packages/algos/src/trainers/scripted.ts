/** Nothing is learnt: the part `SCRIPTED`, which acts by one of the environment's experts. */
import { type EnvironmentSpec, GauntletError, ParameterError, type Policy, text } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'

export const SCRIPTED: PartDefinition<'trainer'> = definePart<'trainer', { readonly expert: string }>({
  id: 'scripted',
  slot: 'trainer',
  parameters: {
    expert: text({ default: '', description: 'Name of the scripted policy; the first of the spec where empty' }),
  },
  columns: { reads: [], adds: [], needs: { faces: ['expert'] } },
  build: ({ expert }, { spec }) => ({ policy: expertPolicy(expertName(spec, expert)) }),
})

/** Errors: ParameterError where none of the spec's experts has that name; GauntletError where it has none at all. */
export function expertName({ experts = [] }: EnvironmentSpec, given: string): string {
  const names = experts.map(({ name }) => name)
  if (names.length === 0) throw new GauntletError('requires', 'the environment has no scripted policy')
  if (given === '') return names[0]
  if (names.includes(given)) return given
  throw new ParameterError('expert', given, `one of ${names.join(', ')}, or nothing for the first`)
}

/** The expert of whatever environment it begins on. Errors: GauntletError where that has none. */
export function expertPolicy(name: string): Policy {
  let expert: Policy | undefined
  const begun = (): Policy => {
    if (expert === undefined) throw new GauntletError('order', `expert ${name}: act before begin`)
    return expert
  }
  return {
    begin(view, seed) {
      if (view.expert === undefined)
        throw new GauntletError('face', `expert ${name}: the environment has no expert face`)
      expert = view.expert.policy(name)
      expert.begin(view, seed)
    },
    act: (view, actions, mode) => begun().act(view, actions, mode),
    forget: (world, seed) => begun().forget?.(world, seed),
  }
}
