using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>One elementary function over 32,768 normal numbers, on the calling thread.</summary>
internal sealed class FunctionWorkload : IWorkload
{
    private const int Count = 1 << 15;
    private readonly float[] _x = new float[Count];
    private readonly float[] _y = new float[Count];
    private readonly Action _run;

    /// <summary>Prepares <c>tanh</c>, <c>sigmoid</c> or <c>exp</c>.</summary>
    public FunctionWorkload(string function)
    {
        var random = new SeededRandom(1, "function");
        for (var i = 0; i < Count; i++)
        {
            _x[i] = (float)random.NextGaussian();
        }

        _run = function switch
        {
            "tanh" => () => DeterministicMath.Tanh(_x, _y),
            "sigmoid" => () => DeterministicMath.Sigmoid(_x, _y),
            _ => () => DeterministicMath.Exp(_x, _y),
        };
    }

    /// <inheritdoc/>
    public double SecondsPerUnit() => RoundClock.SecondsOfFastestCall(_run) / Count;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
