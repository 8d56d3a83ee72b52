/** What the uniform random policy and the scripted ones score on every setting: `MEASURED`. Written by test/studies/references.test.ts. */

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'swarm/aggregation:agents-50': {
    random: -273.33,
    zero: -262.34,
    'to-centre': -44.942,
  },
  'swarm/aggregation:agents-200': {
    random: -276.7,
    zero: -265.62,
    'to-centre': -45.385,
  },
  'swarm/aggregation:agents-10-to-50': {
    random: -263.43,
    zero: -253.43,
    'to-centre': -44.011,
  },
  'swarm/aggregation:zealots-10': {
    random: -272.33,
    zero: -262.16,
    'to-centre': -107.5,
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
