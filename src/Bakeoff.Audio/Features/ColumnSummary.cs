using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Statistics of one column, in each part of the clip. Belongs to one thread.</summary>
internal sealed class ColumnSummary(FeatureOptions options, FeaturePlan plan)
{
    private readonly AlignedBuffer _part = new();
    private readonly Dynamics _dynamics = new();

    /// <summary>Statistics of a column in a part.</summary>
    public int Count { get; } = FeatureColumns.Statistics(options.Summary).Count;

    /// <summary>Describes a column; its values are kept.</summary>
    /// <param name="column">[T] values.</param>
    /// <param name="part">Number of the part in the options.</param>
    /// <param name="statistics">[Count] receives the statistics.</param>
    public void Describe(ReadOnlySpan<float> column, int part, Span<float> statistics)
    {
        var (first, length) = options.Parts[part] switch
        {
            ClipPart.FirstHalf => (0, (column.Length + 1) / 2),
            ClipPart.SecondHalf => (column.Length / 2, column.Length - column.Length / 2),
            _ => (0, column.Length),
        };
        var values = column.Slice(first, length);
        if (options.Summary == FeatureSummary.MeanStd)
        {
            var moments = default(RunningMoments);
            moments.Add(values);
            moments.AddSquares(values);
            (statistics[0], statistics[1]) = ((float)moments.Mean, (float)moments.StandardDeviation);
            return;
        }

        if (options.Summary == FeatureSummary.Dynamics)
        {
            _dynamics.Compute(values, plan.FrameSeconds, statistics);
            return;
        }

        // Overwritten by the computation, but another part may need the frames again.
        var copy = _part.EnsureLength(values.Length);
        values.CopyTo(copy);
        Functionals.Compute(copy, plan.FrameSeconds, statistics);
    }
}
