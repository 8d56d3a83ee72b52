/** What the package offers. */
export { ChoiceError } from './actions/choice-error.ts'
export { parseChoice, writeChoice } from './actions/choice-text.ts'
export { CHOICES, describeChoice } from './actions/codes.ts'
export { LegalActions, type Phase } from './actions/legal-actions.ts'
export type { ActiveRequest, BattleRequest, MemberRequest, MoveRequest } from './actions/request.ts'
export { findMembers, rosterOf } from './actions/roster.ts'
