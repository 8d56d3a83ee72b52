/** Which scripted players there are: `PLAYER_EXPERTS`. Loads nothing of the engine. */
import type { ExpertSpec } from '@gauntlet/core'

export const PLAYER_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'simple-heuristics',
    description: 'Type matchups and a rough estimate of damage against each foe by itself',
    seesHiddenState: false,
    savable: true,
    source: 'SimpleHeuristicsPlayer of poke-env 0.16',
  },
  {
    name: 'calc-greedy',
    description: 'The joint action of greatest expected damage and fainting, less what switching costs',
    seesHiddenState: false,
    savable: true,
    source: 'This project; damage after the calculator of Smogon',
  },
  {
    name: 'max-base-power',
    description: 'The move of greatest base power in each slot, at a random foe',
    seesHiddenState: false,
    savable: true,
    source: 'MaxBasePowerPlayer of poke-env 0.16',
  },
  {
    name: 'uniform',
    description: 'Every legal joint action is as likely as every other',
    seesHiddenState: false,
    savable: true,
    source: 'RandomPlayer of poke-env 0.16',
  },
  {
    name: 'one-ply',
    description:
      'A search one turn deep over both players’ joint actions, in worlds drawn from what is known',
    seesHiddenState: false,
    savable: true,
    slow: true,
    source: 'This project; regret matching after Hart and Mas-Colell 2000',
  },
]
