/** A player that draws each choice uniformly per slot from what its request names, and plays battles of any engine. */

/** @typedef {import('@gauntlet/core').Stream} Stream */
/** @typedef {import('@pkmn/sim').Battle} Battle */

/**
 * A choice for a request, not always one that the engine takes: both slots may name one Pokemon or a Tera each.
 *
 * @param {any} request
 * @param {Stream} stream
 */
export function drawChoice(request, stream) {
  /** @param {unknown[]} items */
  const pick = (items) => items[stream.integer(items.length)]
  if (request.teamPreview) {
    const order = [1, 2, 3, 4, 5, 6].slice(0, request.side.pokemon.length)
    for (let i = order.length - 1; i > 0; i--) {
      const j = stream.integer(i + 1)
      ;[order[i], order[j]] = [order[j], order[i]]
    }
    return `team ${order.slice(0, 4).join('')}`
  }
  /** @type {{ active: boolean, condition: string, reviving?: boolean }[]} */
  const pokemon = request.side.pokemon
  const reviving = pokemon.some((one) => one.reviving)
  const bench = pokemon.flatMap((one, i) => {
    const fainted = one.condition.endsWith(' fnt')
    return !one.active && fainted === reviving ? [`switch ${i + 1}`] : []
  })
  if (request.forceSwitch) {
    const left = [...bench]
    return request.forceSwitch
      .map((/** @type {boolean} */ forced) => {
        if (!forced || left.length === 0) return 'pass'
        return left.splice(stream.integer(left.length), 1)[0]
      })
      .join(', ')
  }
  let free = [...bench]
  return request.active
    .map((/** @type {any} */ active, /** @type {number} */ slot) => {
      if (pokemon[slot].condition.endsWith(' fnt') || /** @type {any} */ (pokemon[slot]).commanding)
        return 'pass'
      const moves = active.moves.flatMap((/** @type {any} */ move, /** @type {number} */ m) => {
        if (move.disabled) return []
        if (['normal', 'any', 'adjacentFoe'].includes(move.target))
          return [`move ${m + 1} 1`, `move ${m + 1} 2`]
        if (move.target === 'adjacentAllyOrSelf') return [`move ${m + 1} -1`, `move ${m + 1} -2`]
        if (move.target === 'adjacentAlly') return [`move ${m + 1} -${2 - slot}`]
        return [`move ${m + 1}`]
      })
      const choice = pick([...moves, ...(active.trapped ? [] : free)])
      if (typeof choice === 'string' && choice.startsWith('switch'))
        free = free.filter((other) => other !== choice)
      return active.canTerastallize && String(choice).startsWith('move') && stream.integer(4) === 0
        ? `${choice} terastallize`
        : choice
    })
    .join(', ')
}

/**
 * Takes one decision of every side that must decide; the engine's own choice stands in after 20 refusals.
 * Gives the inputs that were taken, as `[side, choice]`.
 *
 * @param {Battle} battle
 * @param {Stream} stream
 */
export function decide(battle, stream) {
  /** @type {['p1' | 'p2', string][]} */
  const taken = []
  const sides = battle.sides.filter((side) => side.requestState !== '' && !side.isChoiceDone())
  for (const side of sides) {
    let choice = ''
    let accepted = false
    for (let attempt = 0; attempt < 20 && !accepted; attempt++) {
      choice = drawChoice(side.activeRequest, stream)
      accepted = side.choose(choice) && side.isChoiceDone()
      if (!accepted) side.clearChoice()
    }
    if (!accepted) side.autoChoose()
    taken.push([/** @type {'p1' | 'p2'} */ (side.id), accepted ? choice : 'default'])
  }
  battle.commitChoices()
  return taken
}

/**
 * Plays on to the end, or to a turn where the engine's limit has not come.
 *
 * @param {Battle} battle
 * @param {Stream} stream
 */
export function playOut(battle, stream, lastTurn = 1000) {
  while (!battle.ended && battle.turn < lastTurn) decide(battle, stream)
}
