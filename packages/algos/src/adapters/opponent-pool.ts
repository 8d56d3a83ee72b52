/** One side of a game, against a pool of opponents: `opponentPool`. */
import {
  type AdapterDefinition,
  defineAdapter,
  namedOpponents,
  opponentNames,
  playAgainst,
  sideSpec,
} from '@gauntlet/core'

/**
 * Lets a learner that knows no opponent play one side of a game of two. The other is played by the spec's opponents:
 * every honest expert and random play, unless it names others. Side and opponent are drawn for each episode from the key
 * of its instance.
 * Source: training against fixed opponents as in Vinyals et al. 2019, without the league.
 */
export const opponentPool: AdapterDefinition = defineAdapter({
  id: 'opponent-pool',
  version: 1,
  stage: 'agents',
  note: 'trained on either side against fixed opponents, which it takes for part of the world',
  adapt(spec, { sides }) {
    return sides === 1 && spec.faces.includes('instance') ? sideSpec(spec) : undefined
  },
  wrap: (game) => playAgainst(game, namedOpponents(opponentNames(game.spec), game.spec)),
})
