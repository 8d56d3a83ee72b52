/** REINFORCE that clips without weighing: `recOneSide`, `recTwoSide`, `recRing`. */
import { type AlgorithmDefinition, type Recipe } from '@gauntlet/core'
import { CLIP_HIGH, CLIP_LOW, OUTER_HIGH, OUTER_LOW, clipField } from '../configuration.ts'
import { type MethodSource, defineMethod } from '../recipe/method.ts'
import { checkGroups } from './grpo.ts'
import { type OpmdConfiguration, opmd } from './opmd.ts'

export interface RecConfiguration extends Omit<OpmdConfiguration, 'tau'> {
  readonly clip: number
  readonly clipHigh: number
}

export interface RecRingConfiguration extends RecConfiguration {
  readonly outerClip: number
  readonly outerClipHigh: number
}

const { tau: _tau, ...fields } = opmd.configuration

const SOURCE = 'Yao et al. 2025, Group-Relative REINFORCE Is Secretly an Off-Policy Algorithm, section 4'
const configuration = {
  ...fields,
  clip: clipField(0.2, CLIP_LOW),
  clipHigh: clipField(0.2, CLIP_HIGH),
}

type Entry = NonNullable<Recipe['objective']>[number]

/** Centred returns of groups that an older policy played, under a mask and without importance weights. */
function rec(mask: string, summary: string): MethodSource<RecConfiguration> {
  const entry: Entry = { part: mask, parameters: { low: '$clip', high: '$clipHigh' } }
  return {
    id: `rec-${mask}`,
    version: 3,
    family: 'group objectives',
    summary,
    source: SOURCE,
    recipe: { ...opmd.recipe, objective: [entry, { part: 'pi' }, { part: 'advantage' }] },
    configuration,
    check: checkGroups(`rec-${mask}`),
  }
}

/** Nothing is learnt from what would stray further: PPO's mask, without its ratio. Source: as `SOURCE`. */
export const recOneSide: AlgorithmDefinition<RecConfiguration> = defineMethod(
  rec('one-side', 'REINFORCE on data of an older policy, masked where the ratio would stray further'),
)

/** Nothing is learnt outside the band. Source: as `SOURCE`. */
export const recTwoSide: AlgorithmDefinition<RecConfiguration> = defineMethod(
  rec('two-side', 'REINFORCE on data of an older policy, masked wherever the ratio has left a band'),
)

/** Nothing is learnt outside the band, but from what brings back what strayed far. Source: as `SOURCE`. */
export const recRing: AlgorithmDefinition<RecRingConfiguration> = defineMethod<RecRingConfiguration>({
  ...rec('ring', 'REINFORCE on data of an older policy, masked in a ring outside which it is brought back'),
  recipe: {
    ...opmd.recipe,
    objective: [
      {
        part: 'ring',
        parameters: { low: '$clip', high: '$clipHigh', outerLow: '$outerClip', outerHigh: '$outerClipHigh' },
      },
      { part: 'pi' },
      { part: 'advantage' },
    ],
  },
  configuration: {
    ...configuration,
    outerClip: clipField(0.4, OUTER_LOW),
    outerClipHigh: clipField(0.4, OUTER_HIGH),
  },
})
