/**
 * PIBT written down once more, as plainly as it can be: priorities are sorted, candidates shuffled and sorted, distances
 * come from queues, inheritance is recursion. Prints its mean throughput on a set of the benchmark, beside which the
 * package's own can be laid (`test/studies/pibt-throughput.test.ts`).
 *
 * node packages/env-mapf/peers/plain_pibt.mjs FILE AGENTS [RUNS]   (an instance file of the benchmark)
 */
import { readFileSync } from 'node:fs'
import { Seed } from '@gauntlet/core'

const HORIZON = 256
const noise = Seed.from(0).stream()
const MOVES = [[0, -1], [0, 1], [-1, 0], [1, 0]] // prettier-ignore

const [file, agents, runs = '1'] = process.argv.slice(2)
if (file === undefined || agents === undefined) {
  console.error('Usage: node packages/env-mapf/peers/plain_pibt.mjs FILE AGENTS [RUNS]')
  process.exit(2)
}
const scenarios = read(file)
let sum = 0
for (let run = 0; run < Number(runs); run++) {
  for (const scenario of scenarios) sum += play(scenario, Number(agents))
}
console.log(`${(sum / scenarios.length / Number(runs)).toFixed(4)} goals/step`)

/** @param {string} name */
function read(name) {
  const lines = readFileSync(name, 'utf8').split('\n')
  let next = 1
  return Array.from({ length: Number(lines[0].split(' ')[0]) }, () => {
    const [rows, columns, count] = lines[next++].split(' ').slice(3).map(Number)
    const map = lines.slice(next, next + rows)
    const routes = lines.slice(next + rows, next + rows + count).map((line) => {
      const [row, column, , ...rest] = line.split(' ').map(Number)
      const goals = rest.flatMap((value, k) => (k % 2 === 0 ? [value * columns + rest[k + 1]] : []))
      return { start: row * columns + column, goals }
    })
    next += rows + count
    return { columns, map, routes }
  })
}

/**
 * @param {ReturnType<typeof read>[number]} scenario
 * @param {number} count
 */
function play({ columns, map, routes }, count) {
  const beside = map.flatMap((line, row) =>
    Array.from(line, (_, column) => neighbours(map, columns, row, column)),
  )
  /** @type {Map<number, number[]>} */
  const tables = new Map()
  const team = routes.slice(0, count).map(({ start, goals }, id) => {
    return { id, goals, cell: start, reached: 0, elapsed: 0, lot: noise.uniform(), next: -1 }
  })
  let reached = 0
  for (let t = 0; t < HORIZON; t++) {
    const occupied = new Map(team.map((agent) => [agent.cell, agent]))
    const reserved = new Set()
    for (const agent of team) agent.next = -1
    /** @type {(agent: typeof team[number], parent: typeof team[number] | undefined) => boolean} */
    const choose = (agent, parent) => {
      const goal = agent.goals[agent.reached % agent.goals.length]
      const distances = tables.get(goal) ?? search(beside, goal)
      tables.set(goal, distances)
      const candidates = shuffled([...beside[agent.cell], agent.cell]).sort(
        (p, q) => distances[p] - distances[q] || Number(occupied.has(p)) - Number(occupied.has(q)),
      )
      for (const cell of candidates) {
        if (reserved.has(cell) || cell === parent?.cell) continue
        reserved.add(cell)
        agent.next = cell
        const other = occupied.get(cell)
        if (other === undefined || other === agent || other.next >= 0 || choose(other, agent)) return true
      }
      reserved.add(agent.cell)
      agent.next = agent.cell
      return false
    }
    for (const agent of [...team].sort((p, q) => q.elapsed - p.elapsed || q.lot - p.lot)) {
      if (agent.next < 0) choose(agent, undefined)
    }
    for (const agent of team) {
      agent.cell = agent.next
      const arrived = agent.cell === agent.goals[agent.reached % agent.goals.length]
      agent.elapsed = arrived ? 0 : agent.elapsed + 1
      if (arrived) agent.reached++
      if (arrived) reached++
    }
  }
  return reached / HORIZON
}

/**
 * @param {readonly string[]} map
 * @param {number} columns
 * @param {number} row
 * @param {number} column
 */
function neighbours(map, columns, row, column) {
  return MOVES.map(([down, right]) => [row + down, column + right])
    .filter(([r, c]) => map[r]?.[c] === '.')
    .map(([r, c]) => r * columns + c)
}

/**
 * @param {readonly number[][]} beside
 * @param {number} goal
 */
function search(beside, goal) {
  const distances = beside.map(() => Infinity)
  distances[goal] = 0
  const queue = [goal]
  for (const cell of queue) {
    for (const next of beside[cell]) {
      if (distances[next] < Infinity) continue
      distances[next] = distances[cell] + 1
      queue.push(next)
    }
  }
  return distances
}

/** @param {number[]} items */
function shuffled(items) {
  for (let k = items.length - 1; k > 0; k--) {
    const j = noise.integer(k + 1)
    ;[items[k], items[j]] = [items[j], items[k]]
  }
  return items
}
