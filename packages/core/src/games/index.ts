export { type Cast, type PlayOptions, playAgainst } from './play-against.ts'
export { type Opponent, type Player, namedOpponents, policyPlayer } from './player.ts'
export { Seat } from './seat.ts'
export { RANDOM_OPPONENT, WIN_RATE, gameSpec, isGame, opponentNames, sideSpec } from './side-spec.ts'
