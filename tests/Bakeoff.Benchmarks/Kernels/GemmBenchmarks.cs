using Bakeoff.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bakeoff.Benchmarks.Kernels;

/// <summary>Matrix products at the LSTM's shapes: input projection, recurrent step, weight gradient.</summary>
public class GemmBenchmarks
{
    private readonly PackedOperand _packed = new();
    private float[] _a = [],
        _b = [],
        _c = [];
    private WorkerPool _pool = WorkerPool.Serial;

    /// <summary>Rows, columns and inner size, and whether A is stored transposed.</summary>
    [Params("64x1024x256", "64x512x128", "4300x512x40", "40x512x4300 A^T", "128x512x4300 A^T")]
    public string Shape { get; set; } = "";

    /// <summary>Threads of the pool.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    private int M { get; set; }

    private int N { get; set; }

    private int K { get; set; }

    private Transpose TransposeA { get; set; }

    /// <summary>Draws the matrices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        TransposeA = Shape.EndsWith("A^T", StringComparison.Ordinal) ? Transpose.Yes : Transpose.No;
        var sizes = Shape
            .Split(' ')[0]
            .Split('x')
            .Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        (M, N, K) = (sizes[0], sizes[1], sizes[2]);
        (_a, _b, _c) = (new float[M * K], new float[K * N], new float[M * N]);
        var random = new SeededRandom(1, "gemm");
        random.FillSingles(0, _a);
        random.FillSingles((ulong)_a.Length, _b);
        _packed.Pack(Transpose.No, K, N, _b, N);
        _pool = new WorkerPool(Threads);
    }

    /// <summary>Ends the pool's threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => _pool.Dispose();

    /// <summary>B as it is.</summary>
    [Benchmark(Baseline = true)]
    public void Plain() =>
        Gemm.Multiply(TransposeA, Transpose.No, M, N, K, _a, TransposeA == Transpose.No ? K : M, _b, N, _c, N, accumulate: false, _pool);

    /// <summary>B packed before.</summary>
    [Benchmark]
    public void Packed() => Gemm.Multiply(TransposeA, M, _a, TransposeA == Transpose.No ? K : M, _packed, _c, N, accumulate: false, _pool);
}
