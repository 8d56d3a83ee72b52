/** What the uniform random policy and the scripted ones score on every setting: `MEASURED`. Written by test/studies/references.test.ts. */

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'swarm/aggregation:agents-50': {
    random: -273.33,
    zero: -262.34,
    'to-centre': -44.942,
    'ease-to-centre': -37.347,
  },
  'swarm/aggregation:agents-200': {
    random: -276.7,
    zero: -265.62,
    'to-centre': -45.385,
    'ease-to-centre': -37.763,
  },
  'swarm/aggregation:agents-10-to-50': {
    random: -263.43,
    zero: -253.43,
    'to-centre': -44.011,
    'ease-to-centre': -36.475,
  },
  'swarm/aggregation:zealots-10': {
    random: -272.33,
    zero: -262.16,
    'to-centre': -107.5,
    'ease-to-centre': -100.49,
  },
  'swarm/kuramoto:agents-50': {
    random: -159.14,
    zero: -154.02,
    align: -105.92,
  },
  'swarm/kuramoto:agents-200': {
    random: -161.32,
    zero: -156.34,
    align: -63.847,
  },
  'swarm/kuramoto:means-50': {
    random: -159.14,
    zero: -154.02,
    align: -105.92,
  },
  'swarm/kuramoto:discrete-50': {
    random: -160.59,
    zero: -154.02,
    align: -115.02,
  },
  'swarm/kuramoto:agents-10-to-50': {
    random: -154.14,
    zero: -149.3,
    align: -122.24,
  },
  'swarm/kuramoto:zealots-5': {
    random: -158.93,
    zero: -154.06,
    align: -124.61,
  },
  'swarm/vicsek:agents-50': {
    random: -159.14,
    zero: -154.02,
    align: -55.265,
  },
  'swarm/vicsek:agents-200': {
    random: -161.32,
    zero: -156.34,
    align: -48.904,
  },
  'swarm/vicsek:means-50': {
    random: -159.14,
    zero: -154.02,
    align: -55.265,
  },
  'swarm/vicsek:discrete-50': {
    random: -160.59,
    zero: -154.02,
    align: -60.044,
  },
  'swarm/vicsek:agents-10-to-50': {
    random: -154.14,
    zero: -149.3,
    align: -63.335,
  },
  'swarm/vicsek:zealots-5': {
    random: -158.93,
    zero: -154.06,
    align: -84.152,
  },
  'swarm/vicsek:box-50': {
    random: -159.02,
    zero: -154.02,
    align: -118.21,
  },
  'swarm/vicsek:moebius-50': {
    random: -159.05,
    zero: -154.01,
    align: -79.973,
  },
  'swarm/vicsek:klein-50': {
    random: -158.93,
    zero: -153.98,
    align: -73.424,
  },
  'swarm/vicsek:projective-50': {
    random: -158.9,
    zero: -153.92,
    align: -82.313,
  },
  'swarm/flock:eta-0-5': {
    random: 0.98749,
  },
  'swarm/flock:eta-1': {
    random: 0.95215,
  },
  'swarm/flock:eta-1-5': {
    random: 0.89539,
  },
  'swarm/flock:eta-2': {
    random: 0.81911,
  },
  'swarm/flock:eta-2-5': {
    random: 0.72645,
  },
  'swarm/flock:eta-3': {
    random: 0.61867,
  },
  'swarm/flock:eta-3-5': {
    random: 0.49689,
  },
  'swarm/flock:eta-4': {
    random: 0.36119,
  },
  'swarm/flock:eta-5': {
    random: 0.13105,
  },
  'swarm/flock:eta-6': {
    random: 0.089708,
  },
  'swarm/flock:all-eta-1': {
    random: 0.95849,
  },
  'swarm/flock:all-eta-2': {
    random: 0.84128,
  },
  'swarm/flock:all-eta-3': {
    random: 0.66506,
  },
  'swarm/flock:all-eta-4': {
    random: 0.45508,
  },
  'swarm/flock:all-eta-5': {
    random: 0.24049,
  },
  'swarm/flock:all-eta-6': {
    random: 0.052827,
  },
  'swarm/oscillators:lorentzian-1': {
    random: 0.053309,
  },
  'swarm/oscillators:lorentzian-1-5': {
    random: 0.06581,
  },
  'swarm/oscillators:lorentzian-2': {
    random: 0.12167,
  },
  'swarm/oscillators:lorentzian-2-5': {
    random: 0.44225,
  },
  'swarm/oscillators:lorentzian-3': {
    random: 0.57408,
  },
  'swarm/oscillators:lorentzian-4': {
    random: 0.7052,
  },
  'swarm/oscillators:lorentzian-6': {
    random: 0.81538,
  },
  'swarm/oscillators:gaussian-1': {
    random: 0.067121,
  },
  'swarm/oscillators:gaussian-1-5': {
    random: 0.10825,
  },
  'swarm/oscillators:gaussian-1-8': {
    random: 0.55039,
  },
  'swarm/oscillators:gaussian-2': {
    random: 0.70751,
  },
  'swarm/oscillators:gaussian-2-5': {
    random: 0.86602,
  },
  'swarm/oscillators:gaussian-3': {
    random: 0.9227,
  },
  'swarm/oscillators:gaussian-4': {
    random: 0.96299,
  },
  'swarm/oscillators:uniform-1': {
    random: 0.098268,
  },
  'swarm/oscillators:uniform-1-5': {
    random: 0.89303,
  },
  'swarm/oscillators:uniform-2': {
    random: 0.94898,
  },
  'swarm/oscillators:uniform-3': {
    random: 0.97864,
  },
  'swarm/minority:attackers-1-of-20': {
    random: 64.041,
    zero: 67.443,
    zealot: 66.614,
    spinner: 60.47,
    align: 62.543,
    against: 66.294,
  },
  'swarm/minority:attackers-5-of-50': {
    random: 65.589,
    zero: 69.353,
    zealot: 68.921,
    spinner: 58.156,
    align: 50.791,
    against: 59.943,
  },
  'swarm/minority:kuramoto-5-of-50': {
    random: 114.66,
    zero: 119.21,
    zealot: 118.19,
    spinner: 108.86,
    align: 102.71,
    against: 118.3,
  },
  'swarm/minority:game-5-of-50': {
    random: -158.73,
    zero: -72.202,
    zealot: -72.563,
    spinner: -71.387,
    align: -55.208,
    against: -66.703,
  },
}
