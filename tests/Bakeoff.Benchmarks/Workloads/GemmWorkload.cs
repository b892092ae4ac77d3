using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>C = A B for one shape.</summary>
internal sealed class GemmWorkload : IWorkload
{
    private readonly int _m, _n, _k;
    private readonly float[] _a, _b, _c;
    private readonly WorkerPool _pool;

    /// <summary>Random A [m, k] and B [k, n].</summary>
    public GemmWorkload(int m, int n, int k, int threads)
    {
        (_m, _n, _k) = (m, n, k);
        (_a, _b, _c) = (new float[m * k], new float[k * n], new float[m * n]);
        var random = new SeededRandom(1, "gemm");
        random.FillSingles(0, _a);
        random.FillSingles((ulong)_a.Length, _b);
        _pool = new WorkerPool(threads);
    }

    /// <inheritdoc/>
    public double SecondsPerUnit() => RoundClock.SecondsOfFastestCall(Run);

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private void Run() => Gemm.Multiply(Transpose.No, Transpose.No, _m, _n, _k, _a, _k, _b, _n, _c, _n, accumulate: false, _pool);
}
