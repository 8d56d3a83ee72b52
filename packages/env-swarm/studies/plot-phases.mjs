#!/usr/bin/env node
/**
 * Draws the study `swarm/phase` over theory, into `docs/phases.svg`, and its table:
 *
 *     gauntlet run --preset swarm/phase
 *     gauntlet report --format json --out phases.json
 *     node packages/env-swarm/studies/plot-phases.mjs phases.json
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { sin, svgDocument } from '@gauntlet/core'
import { gaussianOrder, lorentzianOrder, uniformOrder } from '@gauntlet/env-swarm'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: plot-phases.mjs REPORT.json')
  process.exit(2)
}

/** @typedef {{ readonly x: number, readonly y: number, readonly low: number, readonly high: number }} Point */

/** @type {{ settings: { environment: string, setting: string, rows: { score: { mean: number, interval: { low: number, high: number } } }[] }[] }} */
const report = JSON.parse(readFileSync(file, 'utf8'))

/**
 * The points of a curve: settings of that environment named `prefix` and a number, with a hyphen for its point.
 *
 * @param {string} environment
 * @param {string} prefix
 * @returns {Point[]}
 */
function pointsOf(environment, prefix) {
  const points = []
  for (const { environment: id, setting, rows } of report.settings) {
    const number = setting.slice(prefix.length)
    if (id !== environment || !setting.startsWith(prefix) || !/^[\d-]+$/.test(number)) continue
    const { mean, interval } = rows[0].score
    points.push({ x: Number(number.replace('-', '.')), y: mean, low: interval.low, high: interval.high })
  }
  return points.sort((a, b) => a.x - b.x)
}

const SIZE = 360
const [LEFT, TOP, GAP] = [56, 56, 90]

/** @typedef {{ readonly name: string, readonly colour: string, readonly points: Point[], readonly theory?: (x: number) => number }} Curve */

/**
 * @param {number} left
 * @param {string} title
 * @param {string} axis
 * @param {number} from
 * @param {number} to
 * @param {readonly Curve[]} curves
 */
function panel(left, title, axis, from, to, curves) {
  const px = (/** @type {number} */ x) => (left + ((x - from) / (to - from)) * SIZE).toFixed(1)
  const py = (/** @type {number} */ y) => (TOP + (1 - y) * SIZE).toFixed(1)
  const parts = [
    `<rect x="${left}" y="${TOP}" width="${SIZE}" height="${SIZE}" fill="none" stroke="#999999"/>`,
    `<text x="${left}" y="${TOP - 10}" font-weight="bold">${title}</text>`,
    `<text x="${left + SIZE / 2}" y="${TOP + SIZE + 36}" text-anchor="middle">${axis}</text>`,
  ]
  for (let y = 0; y <= 1; y += 0.25) {
    parts.push(`<text x="${left - 8}" y="${Number(py(y)) + 4}" text-anchor="end">${y}</text>`)
    parts.push(`<line x1="${left}" x2="${left + SIZE}" y1="${py(y)}" y2="${py(y)}" stroke="#eeeeee"/>`)
  }
  for (let x = Math.ceil(from); x <= to; x++)
    parts.push(`<text x="${px(x)}" y="${TOP + SIZE + 18}" text-anchor="middle">${x}</text>`)
  for (const [k, { name, colour, points, theory }] of curves.entries()) {
    if (theory !== undefined) {
      const line = Array.from({ length: 401 }, (_, i) => from + ((to - from) * i) / 400)
      const path = line.map((x, i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${py(theory(x))}`).join('')
      parts.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`)
    }
    for (const { x, y, low, high } of points) {
      parts.push(`<line x1="${px(x)}" x2="${px(x)}" y1="${py(low)}" y2="${py(high)}" stroke="${colour}"/>`)
      parts.push(`<circle cx="${px(x)}" cy="${py(y)}" r="3.5" fill="${colour}"/>`)
    }
    const y = TOP + SIZE + 60 + 18 * k
    parts.push(`<circle cx="${left + 6}" cy="${y - 4}" r="3.5" fill="${colour}"/>`)
    parts.push(`<text x="${left + 18}" y="${y}">${name}</text>`)
  }
  return parts.join('\n')
}

const flock = 'swarm/flock'
const oscillators = 'swarm/oscillators'
/** @type {Curve[]} */
const noise = [
  { name: '100 agents, radius 1, density 4, speed 0.03', colour: '#1f5fa8', points: pointsOf(flock, 'eta-') },
  {
    name: '1000 agents, all see all; line: sin(η/2) / (η/2)',
    colour: '#c0392b',
    points: pointsOf(flock, 'all-eta-'),
    theory: (eta) => (eta === 0 ? 1 : sin(eta / 2) / (eta / 2)),
  },
]
/** @type {Curve[]} */
const coupling = [
  {
    name: '500 oscillators, Lorentzian; line: infinitely many',
    colour: '#1f5fa8',
    points: pointsOf(oscillators, 'lorentzian-'),
    theory: (K) => lorentzianOrder(K, 1),
  },
  {
    name: 'Gaussian',
    colour: '#c0392b',
    points: pointsOf(oscillators, 'gaussian-'),
    theory: (K) => gaussianOrder(K, 1),
  },
  {
    name: 'uniform',
    colour: '#2e8b57',
    points: pointsOf(oscillators, 'uniform-'),
    theory: (K) => uniformOrder(K, 1),
  },
]
const svg = svgDocument(LEFT + 2 * SIZE + GAP + 24, TOP + SIZE + 120, '', [
  panel(LEFT, 'Vicsek: polar order over noise', 'noise η, radians', 0, 6.3, noise),
  panel(LEFT + SIZE + GAP, 'Kuramoto: order over coupling', 'coupling K', 0.5, 6.2, coupling),
])
writeFileSync(new URL('../docs/phases.svg', import.meta.url), `${svg}\n`)

for (const { name, points, theory } of [...noise, ...coupling]) {
  console.log(name)
  for (const { x, y, low, high } of points) {
    const known = theory === undefined ? '' : `  theory ${theory(x).toFixed(4)}`
    console.log(`  ${x}: ${y.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]${known}`)
  }
}
