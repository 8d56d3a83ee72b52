/** What this package adds to the matrix. */
import { type AlgorithmDefinition, type Plugin, definePlugin, expertAlgorithm } from '@gauntlet/core'
import { PLAYER_EXPERTS } from './players/experts.ts'
import { VGC, vgc } from './vgc.ts'

/** Each scripted player as an algorithm. */
const players: AlgorithmDefinition[] = PLAYER_EXPERTS.map(({ name, description, source }) =>
  expertAlgorithm({
    id: `pokemon/${name}`,
    version: 1,
    family: 'scripted',
    summary: description,
    source,
    environments: [VGC],
    expert: name,
  }),
)

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-pokemon',
  environments: [vgc],
  algorithms: players,
})

export default plugin
