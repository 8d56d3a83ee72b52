/** Adapters on environments that they fit, each with what a learner asks for: `CASES`, `Case`. */
import type { AdapterDefinition, EnvironmentDefinition, Requirement } from '@gauntlet/core'
import { lotSizing, oneWarehouse } from '@gauntlet/env-inventory'
import { corridor } from '../../../core/test/worlds/corridor.ts'
import { crowd } from '../../../core/test/worlds/crowd.ts'
import { dials } from '../../../core/test/worlds/dials.ts'
import { machines } from '../../../core/test/worlds/machines.ts'
import { satchel } from '../../../core/test/worlds/satchel.ts'
import { springs } from '../../../core/test/worlds/springs.ts'
import { autoregressive } from '../../src/adapters/autoregressive.ts'
import { banditAsMdp } from '../../src/adapters/bandit-as-mdp.ts'
import { binsPerDimension } from '../../src/adapters/bins-per-dimension.ts'
import { centralise } from '../../src/adapters/centralise.ts'
import { discretise } from '../../src/adapters/discretise.ts'
import { flattenLegalPairs } from '../../src/adapters/flatten-legal-pairs.ts'
import { history } from '../../src/adapters/history.ts'
import { independentFactors } from '../../src/adapters/independent-factors.ts'
import { meanField } from '../../src/adapters/mean-field.ts'
import { nodesAsAgents } from '../../src/adapters/nodes-as-agents.ts'
import { opponentPool } from '../../src/adapters/opponent-pool.ts'
import { outcomeThreshold } from '../../src/adapters/outcome-threshold.ts'
import { recordDataset } from '../../src/adapters/record-dataset.ts'
import { relaxLogits } from '../../src/adapters/relax-logits.ts'
import { scalarise } from '../../src/adapters/scalarise.ts'
import { scoreOracle } from '../../src/adapters/score-oracle.ts'
import { shareParameters } from '../../src/adapters/share-parameters.ts'
import { slotsAsAgents } from '../../src/adapters/slots-as-agents.ts'
import { showdown } from '../showdown.ts'
import { tiny } from '../tiny.ts'
import { drifters } from './drifters.ts'

export interface Case {
  readonly definition: EnvironmentDefinition
  readonly parameters?: object
  readonly adapters: readonly AdapterDefinition[]
  readonly requires: Requirement
  /** Checks of the contracts that the environment beneath already fails, or for which it shows too little. */
  readonly except?: readonly string[]
}

/** A seat leaves it to the game to refuse what is illegal, when it comes to it. */
const OF_SEATS = ['actions/outside-refused', 'actions/form-refused', 'mask-after/joint']

const PLANT = { horizon: 8 }

/** One line for each adapter, or for each way in which it works. */
export const CASES: Readonly<Record<string, Case>> = {
  'share-parameters': { definition: tiny, adapters: [shareParameters], requires: { agents: 'one' } },
  centralise: { definition: corridor, adapters: [centralise], requires: { agents: 'joint' } },
  'centralise, in a box paid in common': {
    definition: drifters,
    adapters: [centralise],
    requires: { agents: 'joint' },
  },
  'centralise, several objectives': {
    definition: crowd,
    adapters: [centralise],
    requires: { agents: 'joint' },
  },
  'mean-field': { definition: drifters, adapters: [meanField], requires: { population: true } },
  'slots-as-agents': {
    definition: lotSizing as EnvironmentDefinition,
    parameters: PLANT,
    adapters: [slotsAsAgents],
    requires: { agents: 'team' },
  },
  'slots-as-agents, in turns': {
    definition: showdown,
    adapters: [opponentPool, slotsAsAgents],
    requires: { agents: 'team', sides: 1 },
    except: ['episodes/final-observations'],
  },
  'nodes-as-agents': {
    definition: oneWarehouse as EnvironmentDefinition,
    parameters: { stores: 2, horizon: 6, warmUp: 0 },
    adapters: [nodesAsAgents],
    requires: { agents: 'team' },
  },
  'flatten-legal-pairs': {
    definition: dials,
    adapters: [flattenLegalPairs],
    requires: { actions: ['discrete'] },
  },
  'flatten-legal-pairs, of a side': {
    definition: showdown,
    adapters: [opponentPool, flattenLegalPairs],
    requires: { actions: ['discrete'], sides: 1 },
  },
  'independent-factors': {
    definition: lotSizing as EnvironmentDefinition,
    parameters: PLANT,
    adapters: [independentFactors],
    requires: { actions: ['discrete'] },
  },
  autoregressive: {
    definition: dials,
    adapters: [autoregressive],
    requires: { actions: ['discrete', 'multi-discrete'], dependentFactors: false },
  },
  discretise: {
    definition: springs as EnvironmentDefinition,
    adapters: [discretise],
    requires: { actions: ['discrete'] },
  },
  'discretise, of two numbers': {
    definition: drifters,
    adapters: [discretise],
    requires: { actions: ['discrete'] },
  },
  'bins-per-dimension': {
    definition: drifters,
    adapters: [binsPerDimension],
    requires: { actions: ['discrete', 'multi-discrete'] },
  },
  'relax-logits': {
    definition: corridor as EnvironmentDefinition,
    adapters: [relaxLogits],
    requires: { actions: ['box'] },
  },
  'score+oracle': {
    definition: satchel,
    adapters: [scoreOracle],
    requires: { actions: ['discrete', 'box'] },
  },
  'score+oracle, by choices': {
    definition: satchel,
    adapters: [scoreOracle, independentFactors],
    requires: { actions: ['discrete'] },
  },
  'bandit-as-mdp': { definition: machines, adapters: [banditAsMdp], requires: { protocol: 'episodic' } },
  history: { definition: corridor as EnvironmentDefinition, adapters: [history], requires: { history: 3 } },
  'outcome-threshold': { definition: dials, adapters: [outcomeThreshold], requires: { outcome: true } },
  'record-dataset': {
    definition: corridor as EnvironmentDefinition,
    adapters: [recordDataset],
    requires: { dataset: true },
  },
  'record-dataset, of a side': {
    definition: showdown,
    adapters: [opponentPool, recordDataset],
    requires: { dataset: true, sides: 1 },
    except: OF_SEATS,
  },
  scalarise: { definition: crowd, adapters: [scalarise], requires: { objectives: 1 } },
}
