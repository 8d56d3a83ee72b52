/** Every adapter of this package: `ADAPTERS`. */
import type { AdapterDefinition } from '@gauntlet/core'
import { autoregressive } from './autoregressive.ts'
import { banditAsMdp } from './bandit-as-mdp.ts'
import { binsPerDimension } from './bins-per-dimension.ts'
import { centralise } from './centralise.ts'
import { discretise } from './discretise.ts'
import { flattenLegalPairs } from './flatten-legal-pairs.ts'
import { history } from './history.ts'
import { independentFactors } from './independent-factors.ts'
import { meanField } from './mean-field.ts'
import { nodesAsAgents } from './nodes-as-agents.ts'
import { opponentPool } from './opponent-pool.ts'
import { outcomeThreshold } from './outcome-threshold.ts'
import { recordDataset } from './record-dataset.ts'
import { relaxLogits } from './relax-logits.ts'
import { scalarise } from './scalarise.ts'
import { scoreOracle } from './score-oracle.ts'
import { shareParameters } from './share-parameters.ts'
import { slotsAsAgents } from './slots-as-agents.ts'

export const ADAPTERS: readonly AdapterDefinition[] = [
  shareParameters,
  centralise,
  slotsAsAgents,
  nodesAsAgents,
  meanField,
  opponentPool,
  flattenLegalPairs,
  independentFactors,
  autoregressive,
  discretise,
  binsPerDimension,
  relaxLogits,
  scoreOracle,
  banditAsMdp,
  history,
  outcomeThreshold,
  recordDataset,
  scalarise,
]
