using Bakeoff.Numerics;
using BenchmarkDotNet.Attributes;

namespace Bakeoff.Benchmarks.Kernels;

/// <summary>Elementary functions and random numbers over 8,192 elements.</summary>
public class MathBenchmarks
{
    private const int Count = 8192;
    private readonly float[] _x = new float[Count];
    private readonly float[] _y = new float[Count];
    private readonly SeededRandom _random = new(1, "math");

    /// <summary>Draws the arguments; positive, so that the logarithm has work to do.</summary>
    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Count; i++)
        {
            _x[i] = (float)Math.Abs(_random.NextGaussian());
        }
    }

    /// <summary>e^x.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Exp() => DeterministicMath.Exp(_x, _y);

    /// <summary>Logarithm to base 10.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Log10() => DeterministicMath.Log10(_x, _y);

    /// <summary>Hyperbolic tangent.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Tanh() => DeterministicMath.Tanh(_x, _y);

    /// <summary>Logistic function.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void Sigmoid() => DeterministicMath.Sigmoid(_x, _y);

    /// <summary>The platform's tangent, one element at a time, for scale.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void PlatformTanh()
    {
        for (var i = 0; i < Count; i++)
        {
            _y[i] = MathF.Tanh(_x[i]);
        }
    }

    /// <summary>Uniform random numbers.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void FillSingles() => _random.FillSingles(0, _y);
}
