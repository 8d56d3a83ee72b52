// Lets Kei18/lacam3 plan for one instance, for peers/lacam3.mjs, which says how to build it.
// Usage: lacam3-peer MAP SCENARIO AGENTS MILLISECONDS; 0 milliseconds: as plain LaCAM, until the first plan.
// Writes the milliseconds that were taken, distances included, and the sum of costs and of loss of the plan.
#include <lacam.hpp>

int main(int argc, char *argv[])
{
  if (argc != 5) return 2;
  const int limit = std::stoi(argv[4]);
  const Instance instance(argv[2], argv[1], std::stoi(argv[3]));
  if (!instance.is_valid(1)) return 1;
  if (limit == 0) {
    Planner::FLG_STAR = Planner::FLG_SCATTER = Planner::FLG_REFINER = Planner::FLG_MULTI_THREAD = false;
    Planner::PIBT_NUM = 1;
    Planner::RANDOM_INSERT_PROB1 = Planner::RANDOM_INSERT_PROB2 = 0;
  }
  const Deadline deadline(limit == 0 ? 60000 : limit);
  const auto solution = solve(instance, 0, &deadline, 0);
  const auto milliseconds = deadline.elapsed_ms();
  if (solution.empty() || !is_feasible_solution(instance, solution, 1)) return 1;
  std::cout << milliseconds << " " << get_sum_of_costs(solution) << " " << get_sum_of_loss(solution) << std::endl;
  return 0;
}
