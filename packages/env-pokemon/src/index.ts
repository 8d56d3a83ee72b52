/** What the package offers. */
export { ChoiceError } from './actions/choice-error.ts'
export { parseChoice, writeChoice } from './actions/choice-text.ts'
export { CHOICES, describeChoice } from './actions/codes.ts'
export { LegalActions, type Phase } from './actions/legal-actions.ts'
export type { ActiveRequest, BattleRequest, MemberRequest, MoveRequest } from './actions/request.ts'
export { findMembers, rosterOf } from './actions/roster.ts'
export { type BattleStart, type EngineSeed, engineSeed, startBattle } from './engine/battle.ts'
export { type Reader, SideChannel } from './engine/channels.ts'
export { cloneBattle } from './engine/clone.ts'
export type { FastBattle } from './engine/fast-battle.ts'
export { type BattleFormat, FORMATS, FormatError, formatOf } from './engine/formats.ts'
export { FORMAT_IDS } from './engine/regulations.ts'
export { LONGEST_TEAM_TEXT, type Team, TeamError, readTeam } from './engine/teams.ts'
export { battleInput, battleLog, duelOf } from './vgc-environment.ts'
export { type VgcParameters, vgc } from './vgc.ts'
export { type SimilaritySet, type StatValues, greatestSimilarity, teamSimilarity } from './team-similarity.ts'
export { COMPACT_FEATURES, COMPACT_VIEW_SIZE } from './view/compact-layout.ts'
export { writeCompact } from './view/compact.ts'
export {
  BOOSTS,
  EFFECTS,
  FIELDS,
  SIDE_CONDITIONS,
  STATS,
  STATUSES,
  TYPES,
  WEATHERS,
} from './view/conditions.ts'
export { Knowledge, KnownSide } from './view/knowledge.ts'
export { type KnownMove, KnownPokemon } from './view/known-pokemon.ts'
export { readLine } from './view/protocol.ts'
export { TOKENS, TOKEN_FEATURES, TOKEN_VIEW_SIZE } from './view/token-layout.ts'
export { writeTokens } from './view/tokens.ts'
export { VOCABULARIES, type Vocabulary } from './view/vocabulary.ts'
export { Duel } from './duel.ts'
export { OWN_TEAMS, type PackedTeam } from './teams/own-teams.ts'
export { LogError } from './logs/input-log.ts'
