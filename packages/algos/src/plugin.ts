/** What this package adds to the matrix: algorithms. Presets are named by the packages of the environments. */
import { type Plugin, definePlugin } from '@gauntlet/core'
import { random } from './random.ts'

const plugin: Plugin = definePlugin({ name: '@gauntlet/algos', algorithms: [random] })

export default plugin
