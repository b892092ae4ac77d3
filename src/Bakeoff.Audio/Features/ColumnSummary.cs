using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Statistics of columns, in each part of the clip. Belongs to one thread.</summary>
internal sealed class ColumnSummary(FeatureOptions options, FeaturePlan plan)
{
    private readonly AlignedBuffer _part = new();
    private readonly Dynamics _dynamics = new();

    /// <summary>Statistics of a column in a part.</summary>
    public int Count { get; } = FeatureColumns.Statistics(options.Summary).Count;

    /// <summary>Describes some columns; their values are kept.</summary>
    /// <param name="columns">The columns, over all frames of a clip.</param>
    /// <param name="part">Number of the part in the options.</param>
    /// <param name="statistics">[columns, Count] receives the statistics of each.</param>
    public void Describe(FeatureTrajectories columns, int part, Span<float> statistics)
    {
        var frameCount = columns.FrameCount;
        columns = options.Parts[part] switch
        {
            ClipPart.FirstHalf => columns.Over(0, (frameCount + 1) / 2),
            ClipPart.SecondHalf => columns.Over(frameCount / 2, frameCount - frameCount / 2),
            _ => columns,
        };
        if (options.Summary == FeatureSummary.Dynamics)
        {
            _dynamics.Compute(columns, plan.FrameSeconds, statistics);
            return;
        }

        for (var column = 0; column < columns.Count; column++)
        {
            Describe(columns[column], statistics.Slice(column * Count, Count));
        }
    }

    private void Describe(ReadOnlySpan<float> values, Span<float> statistics)
    {
        if (options.Summary == FeatureSummary.MeanStd)
        {
            var moments = default(RunningMoments);
            moments.Add(values);
            moments.AddSquares(values);
            (statistics[0], statistics[1]) = ((float)moments.Mean, (float)moments.StandardDeviation);
            return;
        }

        // Overwritten by the computation, but another part may need the frames again.
        var copy = _part.EnsureLength(values.Length);
        values.CopyTo(copy);
        Functionals.Compute(copy, plan.FrameSeconds, statistics);
    }
}
