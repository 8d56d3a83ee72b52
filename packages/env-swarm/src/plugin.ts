/** What this package adds to the matrix. */
import { type Plugin, type PresetBlock, definePlugin } from '@gauntlet/core'
import * as control from './control/control-plugin.ts'
import * as minority from './minority/minority-plugin.ts'

const TOPICS = [control, minority]

const blocks = (preset: 'quick' | 'standard' | 'full'): PresetBlock[] =>
  TOPICS.flatMap(({ presets }) => presets[preset])

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-swarm',
  environments: TOPICS.flatMap(({ environments }) => environments),
  algorithms: TOPICS.flatMap(({ algorithms }) => algorithms),
  presets: { quick: blocks('quick'), standard: blocks('standard'), full: blocks('full') },
})

export default plugin
