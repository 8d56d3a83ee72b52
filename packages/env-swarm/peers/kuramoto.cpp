// Kuramoto's model in C++, to measure beside: all to all by the mean field, and on a random geometric graph of degree 12.6.
// g++ -O3 -march=native -ffast-math packages/env-swarm/peers/kuramoto.cpp -o /tmp/kuramoto && /tmp/kuramoto
// One line for each number of oscillators: nanoseconds per oscillator and Euler step, the least of ten runs.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <random>
#include <vector>

static double best(int n, const std::function<void()> &step) {
  const int steps = 2000000 / n;
  double least = 1e300;
  for (int run = 0; run < 10; run++) {
    const auto from = std::chrono::steady_clock::now();
    for (int t = 0; t < steps; t++) step();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - from;
    least = std::min(least, took.count() / steps / n);
  }
  return least;
}

int main() {
  const double K = 2, h = 0.05;
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::normal_distribution<double> normal;
  for (const int n : {1000, 10000, 100000}) {
    std::vector<double> phases(n), omegas(n), s(n), c(n);
    for (int i = 0; i < n; i++) phases[i] = 6 * uniform(generator), omegas[i] = normal(generator);
    const double all = best(n, [&] {
      double S = 0, C = 0;
      for (int i = 0; i < n; i++) s[i] = std::sin(phases[i]);
      for (int i = 0; i < n; i++) c[i] = std::cos(phases[i]);
      for (int i = 0; i < n; i++) S += s[i], C += c[i];
      S *= K / n, C *= K / n;
      for (int i = 0; i < n; i++) phases[i] += h * (omegas[i] + S * c[i] - C * s[i]);
    });
    const double side = std::sqrt(n / 4.0);
    const int cells = (int)side;
    std::vector<double> x(n), y(n);
    std::vector<std::vector<int>> members(cells * cells);
    auto cell = [&](double v) { return std::min(cells - 1, (int)(v / side * cells)); };
    for (int i = 0; i < n; i++) {
      x[i] = side * uniform(generator), y[i] = side * uniform(generator);
      members[cell(y[i]) * cells + cell(x[i])].push_back(i);
    }
    std::vector<int> starts{0}, others;
    for (int i = 0; i < n; i++) {
      for (int r = -1; r <= 1; r++)
        for (int q = -1; q <= 1; q++)
          for (const int j : members[(cell(y[i]) + r + cells) % cells * cells + (cell(x[i]) + q + cells) % cells]) {
            double dx = std::fabs(x[j] - x[i]), dy = std::fabs(y[j] - y[i]);
            dx = std::min(dx, side - dx), dy = std::min(dy, side - dy);
            if (j != i && dx * dx + dy * dy <= 1) others.push_back(j);
          }
      starts.push_back(others.size());
    }
    const double near = best(n, [&] {
      for (int i = 0; i < n; i++) s[i] = std::sin(phases[i]);
      for (int i = 0; i < n; i++) c[i] = std::cos(phases[i]);
      for (int i = 0; i < n; i++) {
        double S = 0, C = 0;
        for (int k = starts[i]; k < starts[i + 1]; k++) S += s[others[k]], C += c[others[k]];
        phases[i] += h * (omegas[i] + K / n * (S * c[i] - C * s[i]));
      }
    });
    std::printf("%6d oscillators  all %6.2f ns  %5.0f M/s   degree %.1f %6.2f ns  %5.0f M/s\n", n, all, 1e3 / all,
                (double)others.size() / n, near, 1e3 / near);
  }
}
