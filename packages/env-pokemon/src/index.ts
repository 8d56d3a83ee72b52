/** What the package offers. */
export { type BattleStart, type EngineSeed, engineSeed, startBattle } from './engine/battle.ts'
export { type Reader, SideChannel } from './engine/channels.ts'
export { cloneBattle } from './engine/clone.ts'
export type { FastBattle } from './engine/fast-battle.ts'
export { type BattleFormat, FORMATS, FormatError, formatOf } from './engine/formats.ts'
export { FORMAT_IDS } from './engine/regulations.ts'
export { LONGEST_TEAM_TEXT, type Team, TeamError, readTeam } from './engine/teams.ts'
