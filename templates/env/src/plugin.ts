/** What this package adds to the matrix. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { environmentName } from './environment-name.ts'

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-domain-name',
  environments: [environmentName],
  presets: {
    standard: [{ settings: ['domain-name/environment-name:*'], algorithms: ['random'], seeds: 5, budget: 0 }],
  },
})

export default plugin
