/** What this package adds to the matrix. */
import { type Plugin, type PresetBlock, definePlugin } from '@gauntlet/core'
import * as arms from './arms/arms-plugin.ts'
import * as contextual from './contextual/contextual-plugin.ts'
import * as coupled from './coupled/coupled-plugin.ts'
import * as herd from './herd/herd-plugin.ts'
import * as meta from './meta/meta-plugin.ts'
import * as payments from './payments/payments-plugin.ts'
import * as preference from './preference/preference-plugin.ts'
import * as recovering from './recovering/recovering-plugin.ts'
import * as relaxation from './relaxation/relaxation-plugin.ts'
import * as restless from './restless/restless-plugin.ts'
import * as submodular from './submodular/submodular-plugin.ts'

const TOPICS = [
  arms,
  contextual,
  payments,
  restless,
  recovering,
  coupled,
  preference,
  relaxation,
  herd,
  meta,
  submodular,
]

const blocks = (preset: 'quick' | 'standard' | 'full'): PresetBlock[] =>
  TOPICS.flatMap(({ presets }) => presets[preset])

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-bandits',
  environments: TOPICS.flatMap(({ environments }) => environments),
  algorithms: TOPICS.flatMap(({ algorithms }) => algorithms),
  presets: {
    quick: blocks('quick'),
    standard: blocks('standard'),
    full: blocks('full'),
    'study-regret': [arms.REGRET_STUDY],
    'study-payments': payments.presets.full,
    'study-recovering': recovering.presets.full,
  },
})

export default plugin
