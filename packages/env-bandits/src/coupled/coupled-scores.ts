/** What policies score on every setting: `COUPLED_SCORES`. Written by test/coupled/references.test.ts. */

/** Episodes over which policies were measured. */
export const MEASURED_EPISODES = 100

/** Mean expected reward of a step, by policy; `uniform` is the uniform random policy, `bound` what none exceeds. */
export type CoupledScores = Readonly<Record<string, { readonly score: number; readonly error: number }>>

export const COUPLED_SCORES: Readonly<Record<string, CoupledScores>> = {
  'bandits/capacity:j20-b5': {
    uniform: { score: 5.984, error: 0.096 },
    null: { score: 2.76, error: 0.013 },
    random: { score: 6.368, error: 0.09 },
    sampling: { score: 12.452, error: 0.162 },
    myopic: { score: 14.241, error: 0.155 },
    bound: { score: 21.158, error: 0 },
  },
  'bandits/capacity:j40-b10': {
    uniform: { score: 11.661, error: 0.123 },
    null: { score: 5.458, error: 0.015 },
    random: { score: 13.397, error: 0.145 },
    sampling: { score: 21.826, error: 0.169 },
    myopic: { score: 26.213, error: 0.25 },
    bound: { score: 42.791, error: 0 },
  },
  'bandits/scheduling:j20-b5': {
    uniform: { score: 4.667, error: 0.064 },
    null: { score: 2.76, error: 0.013 },
    random: { score: 4.779, error: 0.066 },
    sampling: { score: 9.663, error: 0.135 },
    myopic: { score: 11.109, error: 0.167 },
    bound: { score: 17.545, error: 0 },
  },
  'bandits/scheduling:j40-b10': {
    uniform: { score: 9.091, error: 0.088 },
    null: { score: 5.458, error: 0.015 },
    random: { score: 8.984, error: 0.093 },
    sampling: { score: 16.392, error: 0.15 },
    myopic: { score: 22.338, error: 0.253 },
    bound: { score: 35.518, error: 0 },
  },
  'bandits/routing:tube20-b5': {
    uniform: { score: 5.138, error: 0.076 },
    null: { score: 2.76, error: 0.013 },
    random: { score: 5.588, error: 0.097 },
    sampling: { score: 10.008, error: 0.156 },
    myopic: { score: 10.92, error: 0.16 },
    bound: { score: 17.526, error: 0 },
  },
  'bandits/routing:random20-b5': {
    uniform: { score: 4.687, error: 0.067 },
    null: { score: 2.76, error: 0.013 },
    random: { score: 4.903, error: 0.074 },
    sampling: { score: 9.493, error: 0.143 },
    myopic: { score: 10.971, error: 0.159 },
    bound: { score: 17.502, error: 0 },
  },
  'bandits/interventions:j20-n10-b5': {
    uniform: { score: 3.033, error: 0.031 },
    random: { score: 2.981, error: 0.027 },
    sampling: { score: 8.031, error: 0.033 },
    myopic: { score: 8.074, error: 0.032 },
  },
  'bandits/interventions:j32-n16-b8': {
    uniform: { score: 5.094, error: 0.046 },
    random: { score: 5.104, error: 0.041 },
    sampling: { score: 10.195, error: 0.05 },
    myopic: { score: 11.103, error: 0.031 },
  },
}
