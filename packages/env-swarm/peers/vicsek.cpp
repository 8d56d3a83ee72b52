// The Vicsek model in C++, to measure beside: halo cell list, three contiguous row scans, unit vectors, float64.
// g++ -O3 -march=native -ffast-math packages/env-swarm/peers/vicsek.cpp -o /tmp/vicsek && /tmp/vicsek
// One line for each number of agents: nanoseconds per agent and step, the least of eight runs, and polar order.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

struct Generator {
  uint64_t s[2];
  explicit Generator(uint64_t seed) : s{seed * 0x9E3779B97F4A7C15ull + 1, seed ^ 0xD1B54A32D192ED03ull} {}
  double uniform() {
    uint64_t a = s[0], b = s[1];
    const uint64_t sum = a + b;
    s[0] = b;
    a ^= a << 23;
    s[1] = a ^ b ^ (a >> 18) ^ (b >> 5);
    return (sum >> 11) * 0x1.0p-53;
  }
};

struct Flock {
  int n, columns, width;
  double side, radius = 1, speed = 0.03, eta = 2, per;
  std::vector<double> x, y, u, v, sx, sy, su, sv, nx, ny;
  std::vector<int> start, order, cell;
  Generator generator{7};

  Flock(int agents, double density) : n(agents), side(std::sqrt(agents / density)) {
    columns = std::max(1, (int)(side / radius));
    width = columns + 2;
    per = columns / side;
    for (auto *a : {&x, &y, &u, &v, &nx, &ny}) a->resize(n);
    cell.resize(n);
    start.resize(width * width + 1);
    const int room = 4 * n + 64;
    for (auto *a : {&sx, &sy, &su, &sv}) a->resize(room);
    order.resize(room);
    for (int i = 0; i < n; i++) {
      x[i] = side * generator.uniform();
      y[i] = side * generator.uniform();
      const double heading = 2 * M_PI * generator.uniform();
      u[i] = std::cos(heading);
      v[i] = std::sin(heading);
    }
  }

  void step() {
    std::vector<int> &s = start;
    std::fill(s.begin(), s.end(), 0);
    // Cells with their halo: a cell at the border is counted again on the other side.
    auto each = [&](int i, auto visit) {
      const int c = std::min(columns - 1, (int)(x[i] * per)) + 1, r = std::min(columns - 1, (int)(y[i] * per)) + 1;
      visit(r * width + c, 0.0, 0.0);
      const int cc = c == 1 ? columns + 1 : c == columns ? 0 : -1, rr = r == 1 ? columns + 1 : r == columns ? 0 : -1;
      const double dx = c == 1 ? side : -side, dy = r == 1 ? side : -side;
      if (cc >= 0) visit(r * width + cc, dx, 0.0);
      if (rr >= 0) visit(rr * width + c, 0.0, dy);
      if (cc >= 0 && rr >= 0) visit(rr * width + cc, dx, dy);
    };
    for (int i = 0; i < n; i++) each(i, [&](int c, double, double) { s[c + 1]++; });
    for (size_t c = 1; c < s.size(); c++) s[c] += s[c - 1];
    static std::vector<int> at;
    at.assign(s.begin(), s.end());
    for (int i = 0; i < n; i++)
      each(i, [&](int c, double dx, double dy) {
        const int k = at[c]++;
        sx[k] = x[i] + dx;
        sy[k] = y[i] + dy;
        su[k] = u[i];
        sv[k] = v[i];
        order[k] = i;
      });
    const double r2 = radius * radius;
    for (int r = 1; r <= columns; r++)
      for (int c = 1; c <= columns; c++) {
        const int home = r * width + c;
        for (int k = s[home]; k < s[home + 1]; k++) {
          const double px = sx[k], py = sy[k];
          double a = 0, b = 0;
          for (int row = home - width; row <= home + width; row += width) {
            const int end = s[row + 2];
            for (int e = s[row - 1]; e < end; e++) {
              const double dx = sx[e] - px, dy = sy[e] - py;
              const double w = dx * dx + dy * dy <= r2 ? 1.0 : 0.0;
              a += w * su[e];
              b += w * sv[e];
            }
          }
          nx[order[k]] = a;
          ny[order[k]] = b;
        }
      }
    for (int i = 0; i < n; i++) {
      const double norm = 1 / std::sqrt(nx[i] * nx[i] + ny[i] * ny[i]);
      const double angle = eta * (generator.uniform() - 0.5), sine = std::sin(angle), cosine = std::cos(angle);
      x[i] += speed * u[i];
      y[i] += speed * v[i];
      if (x[i] < 0) x[i] += side;
      if (x[i] >= side) x[i] -= side;
      if (y[i] < 0) y[i] += side;
      if (y[i] >= side) y[i] -= side;
      const double a = nx[i] * norm, b = ny[i] * norm;
      u[i] = a * cosine - b * sine;
      v[i] = a * sine + b * cosine;
    }
  }

  double polar() const {
    double a = 0, b = 0;
    for (int i = 0; i < n; i++) a += u[i], b += v[i];
    return std::sqrt(a * a + b * b) / n;
  }
};

int main() {
  for (const int n : {1000, 10000, 100000}) {
    Flock flock(n, 4);
    const int steps = 3000000 / n;
    double best = 1e300;
    for (int run = 0; run < 8; run++) {
      const auto from = std::chrono::steady_clock::now();
      for (int t = 0; t < steps; t++) flock.step();
      const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - from;
      best = std::min(best, took.count() / steps / n);
    }
    std::printf("%6d agents  %6.1f ns per agent and step  %5.1f M/s  polar order %.3f\n", n, best, 1e3 / best, flock.polar());
  }
}
