/** What this package adds to the matrix. */
import { type Plugin, type PresetBlock, definePlugin } from '@gauntlet/core'
import * as control from './control/control-plugin.ts'
import * as minority from './minority/minority-plugin.ts'
import * as navigation from './navigation/navigation-plugin.ts'
import * as steered from './steered/steered-plugin.ts'

const TOPICS = [control, minority, navigation, steered]

const blocks = (preset: 'quick' | 'standard' | 'full'): PresetBlock[] =>
  TOPICS.flatMap(({ presets }) => presets[preset])

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-swarm',
  environments: TOPICS.flatMap(({ environments }) => environments),
  algorithms: TOPICS.flatMap(({ algorithms }) => algorithms),
  presets: {
    quick: blocks('quick'),
    standard: blocks('standard'),
    full: blocks('full'),
    'swarm/phase': [steered.PHASE_STUDY],
  },
})

export default plugin
