/** What this package adds to the matrix. */
import { type Plugin, definePlugin } from '@gauntlet/core'

const plugin: Plugin = definePlugin({ name: '@gauntlet/env-pokemon' })

export default plugin
