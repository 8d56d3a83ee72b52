/**
 * Order parameters of infinitely many oscillators in closed form: `lorentzianOrder`, `gaussianOrder`, `uniformOrder`, `noisyOrder`,
 * `ottAntonsen`.
 *
 * Symbols: K coupling; r order parameter, |mean of exp(i theta)|; each function gives the stable r, from 0 up to the critical coupling K_c
 * to 1. Ranges: K any finite number; widths of frequencies and strengths of noise above 0, in units of K.
 * Errors: ParameterError where a width is below 0; of width 0 any coupling above 0 brings all together.
 * Source: Kuramoto 1984, Chemical oscillations, waves, and turbulence, chapter 5; Strogatz 2000, Physica D 143, 1, sections 3 and 4.
 */
import { ParameterError, cos, exp, sin } from '@gauntlet/core'

/** Frequencies of a Lorentzian of half-width gamma: r = sqrt(1 - K_c / K), with K_c = 2 gamma. */
export function lorentzianOrder(coupling: number, gamma: number): number {
  requireWidth('lorentzianOrder.gamma', gamma)
  return coupling <= 2 * gamma ? 0 : Math.sqrt(1 - (2 * gamma) / coupling)
}

/**
 * Normal frequencies of standard deviation s: 1 = (K / s) sqrt(pi / 8) exp(-x) (I0(x) + I1(x)) with x = (K r / s)^2 / 4; K_c =
 * s sqrt(8 / pi).
 */
export function gaussianOrder(coupling: number, deviation: number): number {
  requireWidth('gaussianOrder.deviation', deviation)
  if (deviation === 0) return coupling > 0 ? 1 : 0
  const ratio = coupling / deviation
  if (ratio <= Math.sqrt(8 / Math.PI)) return 0
  const excess = (r: number): number => {
    const x = (ratio * r * ratio * r) / 4
    return 1 - ratio * Math.sqrt(Math.PI / 8) * (scaledBessel(0, x) + scaledBessel(1, x))
  }
  return root(excess, 0, 1)
}

/**
 * Frequencies uniform on [-g, g]: t + sin t cos t = 2 g / K and r = g / (K sin t); K_c = 4 g / pi, at which r springs to pi / 4.
 * Source: Pazó 2005, Phys. Rev. E 72, 046211, equation 6.
 */
export function uniformOrder(coupling: number, halfWidth: number): number {
  requireWidth('uniformOrder.halfWidth', halfWidth)
  if (coupling <= 0 || coupling < (4 * halfWidth) / Math.PI) return 0
  const t = root((angle) => angle + sin(angle) * cos(angle) - (2 * halfWidth) / coupling, 0, Math.PI / 2)
  return t === 0 ? 1 : halfWidth / (coupling * sin(t))
}

/** Identical frequencies and noise of strength D, d theta = … + sqrt(2 D) dW: r = I1(K r / D) / I0(K r / D); K_c = 2 D. */
export function noisyOrder(coupling: number, diffusion: number): number {
  requireWidth('noisyOrder.diffusion', diffusion)
  if (coupling <= 2 * diffusion) return 0
  if (diffusion === 0) return 1
  const excess = (r: number): number => {
    const x = (coupling * r) / diffusion
    return r - scaledBessel(1, x) / scaledBessel(0, x)
  }
  return root(excess, 1e-9, 1)
}

/**
 * r at time t when oscillators with Lorentzian frequencies begin at r0 on the Ott-Antonsen manifold: dr/dt = (K / 2 - gamma) r
 * - (K / 2) r^3, solved. Ranges: 0 < r0 <= 1. Source: Ott and Antonsen 2008, Chaos 18, 037113, equation 12.
 */
export function ottAntonsen(coupling: number, gamma: number, r0: number, t: number): number {
  requireWidth('ottAntonsen.gamma', gamma)
  if (!(r0 > 0 && r0 <= 1)) throw new ParameterError('ottAntonsen.r0', r0, 'a number above 0, at most 1')
  const growth = coupling / 2 - gamma
  const start = 1 / (r0 * r0)
  if (growth === 0) return 1 / Math.sqrt(start + coupling * t)
  const rest = coupling / 2 / growth
  return 1 / Math.sqrt(rest + (start - rest) * exp(-2 * growth * t))
}

/** The zero of a function that rises through it between the two, by bisection to the last bit. */
function root(excess: (x: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (excess(middle) < 0) low = middle
    else high = middle
  }
}

/** Where terms of the asymptotic series fall to 1e-17 before they grow. */
const FAR = 40

/** exp(-x) I_n(x), the modified Bessel function of order n, 0 or 1, for x of at least 0. Source: Abramowitz and Stegun 9.6.10, 9.7.1. */
function scaledBessel(n: 0 | 1, x: number): number {
  if (x > FAR) {
    let term = 1
    let sum = 1
    for (let k = 1; k < 40; k++) {
      term *= -(4 * n * n - (2 * k - 1) * (2 * k - 1)) / (8 * k * x)
      sum += term
    }
    return sum / Math.sqrt(2 * Math.PI * x)
  }
  let term = n === 0 ? 1 : x / 2
  let sum = term
  for (let k = 1; term > sum * 1e-18; k++) {
    term *= (x * x) / (4 * k * (k + n))
    sum += term
  }
  return exp(-x) * sum
}

function requireWidth(path: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new ParameterError(path, value, 'a finite number of at least 0')
}
