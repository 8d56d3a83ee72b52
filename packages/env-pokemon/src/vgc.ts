/**
 * `pokemon/vgc`: doubles battles of the official rules between two players, on the engine of Pokemon Showdown.
 *
 * This file loads nothing of the engine; `make` does.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type FileContent,
  boolean,
  choice,
  defineEnvironment,
  file,
  integer,
  text,
} from '@gauntlet/core'
import { CHOICES } from './actions/codes.ts'
import { FORMAT_IDS, type FormatId } from './engine/regulations.ts'
import { PLAYER_EXPERTS } from './players/experts.ts'
import { COMPACT_VIEW_SIZE, compactLayout } from './view/compact-layout.ts'
import { TOKEN_VIEW_SIZE, tokenLayout } from './view/token-layout.ts'
import { vgcSettings } from './vgc-settings.ts'

export interface VgcParameters {
  readonly format: FormatId
  readonly teams: FileContent | null
  readonly first: string
  readonly second: string
  readonly skip: number
  readonly count: number
  readonly mirror: boolean
  readonly observation: 'tokens' | 'compact'
  readonly logs: FileContent | null
  readonly turns: number
}

export const VGC = 'pokemon/vgc'

/** The most teams of a file. */
export const MOST_TEAMS = 10_000

/**
 * Two players bring a team of six, pick four of them at team preview in two joint actions (the leads, the back), and then
 * decide for both Pokemon that stand at once, turn by turn; who must replace one decides while the other waits.
 *
 * An agent is a player. It sees what the player may know: its requests and its channel. An action is a pair of choices,
 * one for each slot, of which the second's legal ones depend on the first. The winner is paid 1, the loser -1, at the end.
 * The battle is a function of the instance's key: teams and the engine's random numbers.
 *
 * Source: VGC rules as Pokemon Showdown plays them (regulations G, H and I of generation 9); actions and observations as
 * VGC-Bench, arXiv 2506.10326. Differs: a refused choice of a Pokemon that was trapped in secret is no error.
 */
export const vgc: EnvironmentDefinition<VgcParameters> = defineEnvironment<VgcParameters>({
  id: VGC,
  version: 2,
  summary: 'Two players battle in doubles by the official rules, with teams of six of whom each picks four',
  source: 'Pokemon Showdown (@pkmn/sim); VGC-Bench, arXiv 2506.10326',
  parameters: {
    format: choice({
      description: 'Regulation set, with open team sheets unless closed',
      options: FORMAT_IDS,
      default: 'reg-g',
    }),
    teams: file({
      description:
        'Teams to draw from: texts as Showdown exports them, packed lines, or a JSON list of these; else own',
    }),
    first: text({
      description:
        'Team of the first player: a name among the teams, or a text of its own; drawn where empty',
      default: '',
    }),
    second: text({ description: 'Likewise of the second player', default: '' }),
    skip: integer({
      description: 'Teams at the head of the list that are left out, for held-out teams',
      unit: 'teams',
      default: 0,
      minimum: 0,
      maximum: MOST_TEAMS,
    }),
    count: integer({
      description: 'Teams that are drawn from; 0 for all that are left',
      unit: 'teams',
      default: 0,
      minimum: 0,
      maximum: MOST_TEAMS,
    }),
    mirror: boolean({ description: 'Whether both players may draw the same team', default: true }),
    observation: choice({
      description: 'tokens: twelve Pokemon with numbers for ids; compact: a few hundred numbers',
      options: ['tokens', 'compact'],
      default: 'tokens',
    }),
    logs: file({ description: 'Battles as the engine logs their input, which then are the dataset face' }),
    turns: integer({
      description: 'Turns after which a battle that goes on is cut off; the engine calls a tie after 1000',
      unit: 'turns',
      default: 1000,
      minimum: 1,
      maximum: 1000,
    }),
  },
  settings: vgcSettings,
  describe: describeVgc,
  async make(parameters) {
    const { makeVgc } = await import('./vgc-environment.ts')
    return (batch) => makeVgc(parameters, describeVgc(parameters), batch)
  },
})

function describeVgc({ observation, logs }: VgcParameters): EnvironmentSpec {
  const tokens = observation === 'tokens'
  return {
    agents: 2,
    observation: {
      shape: [tokens ? TOKEN_VIEW_SIZE : COMPACT_VIEW_SIZE],
      low: -Infinity,
      high: Infinity,
      layout: tokens ? tokenLayout() : compactLayout(),
    },
    action: { kind: 'multi-discrete', counts: [CHOICES, CHOICES] },
    masked: true,
    activity: true,
    objectives: 1,
    constraints: [],
    horizon: Infinity,
    protocol: 'episodic',
    sides: 2,
    sideOf: [0, 1],
    rewardStructure: 'zero-sum',
    rewardRange: [-1, 1],
    metrics: METRICS,
    score: 'first_wins',
    faces: ['snapshot', 'instance', 'expert', 'maskAfter', ...(logs === null ? [] : (['dataset'] as const))],
    experts: PLAYER_EXPERTS,
    opponents: ['random', 'max-base-power', 'simple-heuristics'],
    dealt: ['first_team', 'second_team'],
    engine: 'foreign',
  }
}

const METRICS: EnvironmentSpec['metrics'] = [
  {
    name: 'first_wins',
    unit: '',
    direction: 'maximise',
    description:
      '1 where the first player won, 0.5 for a tie or a battle that was cut off, 0 where the second did',
  },
  { name: 'turns', unit: 'turns', direction: 'neither', description: 'Turns of the battle' },
  {
    name: 'left',
    unit: 'Pokemon',
    direction: 'neither',
    description: 'Pokemon of both sides that had not fainted',
  },
  {
    name: 'refusals',
    unit: 'choices',
    direction: 'neither',
    description: 'Choices that the engine refused for what the player could not see',
  },
  {
    name: 'first_team',
    unit: '',
    direction: 'neither',
    description:
      'Place of the first player’s team in the list, from 0; a text of its own comes after the list',
  },
  { name: 'second_team', unit: '', direction: 'neither', description: 'Likewise of the second player' },
]
