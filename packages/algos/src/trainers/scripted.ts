/**
 * Nothing is learnt: the parts `SCRIPTED`, which acts by one of the environment's experts, and `FIXED`, by the recipe's own policy;
 * `expertName`.
 */
import { type EnvironmentSpec, ParameterError, expertPolicy, text } from '@gauntlet/core'
import { type PartDefinition, definePart, headedPolicyOf } from '../recipe/part.ts'

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

/** Acts by the policy as it begins. */
export const FIXED: PartDefinition<'trainer'> = definePart<'trainer', object>({
  id: 'fixed',
  slot: 'trainer',
  parameters: {},
  columns: { reads: ['policy'], adds: [], needs: {} },
  build(_, { built }) {
    const actor = headedPolicyOf(built)
    return { policy: actor.policy(), dispose: () => actor.dispose() }
  },
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
