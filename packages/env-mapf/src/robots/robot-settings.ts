/** The named settings of `mapf/robot-runners`: `robotSettings`. */
import type { Setting } from '@gauntlet/core'
import { measuredReferences } from '../measured-references.ts'
import type { RobotParameters } from './robot-parameters.ts'

/** Instances of an evaluation. */
const EPISODES = 128

/** A small world for learners, and by both rules and on all kinds of maps, teams that two cores play in a minute. */
export const robotSettings: Readonly<Record<string, Setting<RobotParameters>>> = {
  'small-4': setting('small-4', '8 x 8 cells and 4 robots that see 2 cells far', {
    size: 8,
    agents: 4,
    horizon: 64,
    radius: 2,
  }),
  'v1-random-50': setting(
    'v1-random-50',
    'The rules of 2023: 50 robots on random maps, one in five cells blocked',
    {
      rules: 'v1',
      density: 0.2,
      agents: 50,
    },
  ),
  'random-100': setting('random-100', '100 robots on random maps, one in ten cells blocked', {
    agents: 100,
    errands: 2,
  }),
  'rooms-50': setting('rooms-50', '50 robots in rooms', { instances: 'rooms', agents: 50, errands: 2 }),
  'warehouse-100': setting('warehouse-100', '100 robots in a warehouse', {
    instances: 'warehouse',
    size: 48,
    agents: 100,
    errands: 2,
  }),
  'sortation-40': setting('sortation-40', '40 robots in a sortation centre', {
    instances: 'sortation',
    size: 33,
    agents: 40,
    errands: 2,
  }),
  'delays-100': setting(
    'delays-100',
    "100 robots that are held up now and then, actions of three steps, as in the League's random-example_400",
    {
      agents: 100,
      errands: 2,
      agentCounter: 3,
      eventModel: 'bernoulli',
      horizon: 1500,
    },
  ),
}

function setting(
  name: string,
  description: string,
  parameters: Partial<RobotParameters>,
): Setting<RobotParameters> {
  return {
    description,
    parameters,
    references: measuredReferences(`mapf/robot-runners:${name}`, EPISODES),
    evaluation: {
      episodes: EPISODES,
      instances: Array.from({ length: EPISODES }, (_, index) => index),
      batch: 16,
      mode: 'sample',
    },
  }
}
