/** The scripted policies of networks: `networkExperts`. */
import type { NetworkExpert } from '../network/network-environment.ts'
import { baseStockPolicy } from './base-stock.ts'
import { newsvendorLevels } from './newsvendor-levels.ts'

/** What can be played on any network. */
export const networkExperts: readonly NetworkExpert[] = [
  {
    name: 'base-stock',
    description: 'Orders up to echelon levels that newsvendors give',
    seesHiddenState: false,
    source: 'Shang and Song 2003, Management Science 49(5)',
    create: (problem) => baseStockPolicy(problem, newsvendorLevels(problem), 'echelon'),
  },
]
