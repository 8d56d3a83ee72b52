/** `bandits/supervised`: a data set for classification as a contextual bandit. */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FileContent,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  file,
  integer,
  layout,
  text,
} from '@gauntlet/core'
import { CONTEXT } from './action-features.ts'
import { type LabelledData, clusters, labelledDataOf } from './labelled-data.ts'
import { SupervisedRules, uniformLog } from './supervised-rules.ts'

export interface SupervisedParameters {
  readonly file: FileContent | null
  readonly label: string
  readonly horizon: number
}

const ID = 'bandits/supervised'

/**
 * Each step shows the features of a row; the actions are the classes, and the right one pays 1, the others 0. An episode
 * goes through the rows in a random order, and in a new one after each pass. Regret is the number of mistakes.
 *
 * Source: Beygelzimer and Langford 2009, section 1; Dudík, Langford and Li 2011, section 5.1.
 */
export const supervised: EnvironmentDefinition<SupervisedParameters> =
  defineEnvironment<SupervisedParameters>({
    id: ID,
    version: 1,
    summary:
      'A data set for classification, CSV or Parquet: the class is the action, and only its reward is seen',
    source:
      'Beygelzimer and Langford 2009, The offset tree for learning with partial labels, section 1; ' +
      'Dudík, Langford and Li 2011, Doubly robust policy evaluation and learning, section 5.1',
    parameters: {
      file: file({
        description:
          'CSV with a line of names, or Parquet; without one, a thousand generated rows in four classes',
      }),
      label: text({ description: 'The column of the classes; the last where empty', default: '' }),
      horizon: integer({
        description: 'Steps in an episode',
        unit: 'steps',
        default: 1000,
        minimum: 1,
        maximum: 2_147_483_647,
      }),
    },
    settings: {
      clusters: {
        description: 'A thousand generated rows of five numbers, in four classes of two clusters each, once',
        parameters: {},
        references: {
          random: { score: 750, source: 'exact: three of four guesses are wrong' },
          best: { score: 0, source: 'bound: no mistake, as one who knows the classes plays' },
        },
        evaluation: { episodes: 200, batch: 50, mode: 'sample' },
      },
    },
    describe: (parameters) => describeSupervised(parameters, dataOf(parameters)),
    make: (parameters, batch) => {
      const data = dataOf(parameters)
      const spec = describeSupervised(parameters, data)
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new SupervisedRules(data, parameters.horizon, buffers)
        const expert = expertFace(ID, spec, () => rules.oracle())
        return { rules, faces: { expert, dataset: uniformLog(data) } }
      })
    },
  })

const dataOf = ({ file: given, label }: SupervisedParameters): LabelledData =>
  given === null ? clusters() : labelledDataOf(given, label)

function describeSupervised(
  { horizon }: SupervisedParameters,
  { width, classes }: LabelledData,
): EnvironmentSpec {
  return {
    agents: 1,
    observation: {
      shape: [width],
      low: 0,
      high: 1,
      layout: layout({
        name: CONTEXT,
        shape: [width],
        axis: 'flat',
        kind: 'real',
        unit: 'features, 0 to 1; the last is the constant 1',
      }),
    },
    action: discrete(classes.length, classes),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description: 'Mistakes: steps in which the action was not the row’s class',
      },
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
      {
        name: 'accuracy',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of the steps in which the action was the row’s class',
      },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert', 'dataset'],
    experts: [
      {
        name: 'oracle',
        description: 'The row’s class',
        seesHiddenState: true,
        source: 'The labels themselves',
      },
    ],
    engine: 'own',
  }
}
