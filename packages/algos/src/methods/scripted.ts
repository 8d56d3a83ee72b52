/** The environment's own scripted policy: `scripted`. */
import { type AlgorithmDefinition, text } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'

export interface ScriptedConfiguration {
  readonly expert: string
}

/** Acts by one of the scripted policies that the spec names, the first unless said. Not applicable where there is none. */
export const scripted: AlgorithmDefinition<ScriptedConfiguration> = defineMethod<ScriptedConfiguration>({
  id: 'scripted',
  version: 1,
  family: 'baseline',
  summary: 'Acts by one of the scripted policies that the environment brings',
  source: 'Each environment’s spec says where its scripted policies come from',
  // Some experts draw whatever the mode.
  alwaysDraws: true,
  recipe: { trainer: [{ part: 'scripted', parameters: { expert: '$expert' } }] },
  configuration: {
    expert: text({
      default: '',
      description: 'Name of the scripted policy; the first that the spec names where empty',
    }),
  },
})
