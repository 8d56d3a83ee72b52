/** Nothing is learnt: the part `SCRIPTED`, which acts by one of the environment's experts; `expertName`. */
import { type EnvironmentSpec, ParameterError, expertPolicy, text } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'

export const SCRIPTED: PartDefinition<'trainer'> = definePart<'trainer', { readonly expert: string }>({
  id: 'scripted',
  slot: 'trainer',
  parameters: {
    expert: text({
      default: '',
      description: 'Name of the scripted policy; the first that the spec names where empty',
    }),
  },
  columns: { reads: [], adds: [], needs: { faces: ['expert'] } },
  build: ({ expert }, { spec }) => ({ policy: expertPolicy(expertName(spec, expert)) }),
})

/** The expert of that name, or the first where none is given. Errors: ParameterError where the spec names no such expert. */
export function expertName({ experts = [] }: EnvironmentSpec, given: string): string {
  const names = experts.map(({ name }) => name)
  const name = given === '' ? names[0] : given
  if (names.includes(name)) return name
  throw new ParameterError(
    'expert',
    given,
    names.length === 0 ? 'an environment that has one' : `one of ${names.join(', ')}`,
  )
}
