namespace Bakeoff.Benchmarks.Comparison;

/// <summary>The rounds of one side.</summary>
/// <param name="Name">Who.</param>
/// <param name="Seconds">Seconds per unit of each round; empty when the side could not run.</param>
/// <param name="Missing">Why it could not run, else null.</param>
internal sealed record Timing(string Name, IReadOnlyList<double> Seconds, string? Missing = null)
{
    /// <summary>The middle round.</summary>
    public double Median
    {
        get
        {
            var sorted = Seconds.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>The fastest round.</summary>
    public double Best => Seconds.Min();

    /// <summary>The slowest round.</summary>
    public double Worst => Seconds.Max();
}
