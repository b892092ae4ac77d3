using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>Everything one thread needs to turn samples into features, reused from clip to clip.</summary>
internal sealed class FeatureWorkspace
{
    private readonly FeatureOptions _options;
    private readonly FeaturePlan _plan;
    private readonly MeasureSet _measures;
    private readonly ColumnSummary _summary;
    private readonly AlignedBuffer _rowBuffer = new();
    private readonly AlignedBuffer _resampled = new();
    private readonly ResamplerScratch _scratch = new();

    public FeatureWorkspace(FeatureOptions options, FeaturePlan plan)
    {
        _options = options;
        _plan = plan;
        _measures = new MeasureSet(plan);
        _summary = new ColumnSummary(options, plan);
    }

    /// <summary>Features of samples at the recording's own rate, already cut to the window that the options ask for.</summary>
    public FeatureMatrix Extract(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var signal = Trim(Resample(samples, sampleRateHz));
        var frameCount = _measures.CountFrames(signal);
        var stride = (frameCount + FrameGroup.Lanes - 1) / FrameGroup.Lanes * FrameGroup.Lanes;
        var staticRowCount = _measures.RowCount;
        var rowCount = staticRowCount * (_options.DeltaOrder + 1);
        var rows = _rowBuffer.EnsureLength(rowCount * stride);

        _measures.BeginClip(frameCount);
        _measures.Measure(signal, rows, stride, new FrameStretch(0, frameCount, 0, frameCount));
        _measures.Finish(signal, rows, stride, frameCount);
        AppendDeltas(rows, staticRowCount, stride, _options.DeltaOrder, 0..frameCount);
        if (_options.IsClipNormalized)
        {
            for (var row = 0; row < rowCount; row++)
            {
                Functionals.Normalise(rows.Slice(row * stride, frameCount));
            }
        }

        return Summarize(rows, rowCount, frameCount, stride);
    }

    /// <summary>Computes the derivatives of all rows over a range of columns, as if it were a clip.</summary>
    public static void AppendDeltas(Span<float> rows, int staticRowCount, int stride, int highestOrder, Range columns)
    {
        for (var order = 1; order <= highestOrder; order++)
        {
            for (var row = 0; row < staticRowCount; row++)
            {
                Delta.Compute(
                    rows.Slice(row * stride, stride)[columns],
                    order,
                    rows.Slice((order * staticRowCount + row) * stride, stride)[columns]);
            }
        }
    }

    /// <summary>Lays frames side by side in memory, zeros where there is no value.</summary>
    /// <returns>Values that there are not.</returns>
    public static int Transpose(ReadOnlySpan<float> rows, int rowCount, int stride, bool mayLackValues, Span<float> frames)
    {
        Transposition.Run(rowCount, frames.Length / rowCount, rows, stride, frames, rowCount);
        return mayLackValues ? ZeroMissing(frames) : 0;
    }

    /// <summary>Replaces NaN by 0.</summary>
    /// <returns>Values replaced.</returns>
    public static int ZeroMissing(Span<float> values)
    {
        var missing = 0;
        foreach (ref var value in values)
        {
            if (float.IsNaN(value))
            {
                value = 0;
                missing++;
            }
        }

        return missing;
    }

    private ReadOnlySpan<float> Resample(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        if (_options.AnalysisRateHz is not { } targetHz || targetHz == sampleRateHz)
        {
            return samples;
        }

        var resampler = Resampler.For(sampleRateHz, targetHz);
        var target = _resampled.EnsureLength(resampler.OutputLength(samples.Length));
        resampler.Resample(samples, target, _scratch);
        return target;
    }

    private ReadOnlySpan<float> Trim(ReadOnlySpan<float> signal)
    {
        if (_options.TrimDb is not { } topDb)
        {
            return signal;
        }

        var (start, length) = SilenceTrimmer.Find(signal, _options.FftLength, _options.HopLength, topDb);
        return signal.Slice(start, length);
    }

    private FeatureMatrix Summarize(Span<float> rows, int rowCount, int frameCount, int stride) => _options.Summary switch
    {
        FeatureSummary.Mean => Means(rows, rowCount, frameCount, stride),
        FeatureSummary.MeanStd or FeatureSummary.Functionals or FeatureSummary.Dynamics => Statistics(rows, rowCount, frameCount, stride),
        _ when _options.Set is { IsRow: true } set => Row(set.ColumnNames.Count),
        _ => Frames(rows, rowCount, frameCount, stride),
    };

    private FeatureMatrix Row(int columnCount)
    {
        var row = new float[columnCount];
        var missing = _measures.WriteRow(row);
        return new FeatureMatrix(row, 1, columnCount) { MissingCount = missing };
    }

    private static FeatureMatrix Means(ReadOnlySpan<float> rows, int rowCount, int frameCount, int stride)
    {
        var means = new float[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            means[row] = (float)Functionals.Mean(rows.Slice(row * stride, frameCount));
        }

        return new FeatureMatrix(means, 1, rowCount);
    }

    private FeatureMatrix Statistics(ReadOnlySpan<float> rows, int rowCount, int frameCount, int stride)
    {
        var statistics = new float[_options.Parts.Count * rowCount * _summary.Count];
        var columns = new FeatureTrajectories(rows, rowCount, stride, ..frameCount);
        var partCount = rowCount * _summary.Count;
        for (var part = 0; part < _options.Parts.Count; part++)
        {
            _summary.Describe(columns, part, statistics.AsSpan(part * partCount, partCount));
        }

        return new FeatureMatrix(statistics, 1, statistics.Length);
    }

    private FeatureMatrix Frames(ReadOnlySpan<float> rows, int rowCount, int frameCount, int stride)
    {
        var values = new float[frameCount * rowCount];
        var missing = Transpose(rows, rowCount, stride, _plan.MayLackValues, values);
        return new FeatureMatrix(values, frameCount, rowCount) { MissingCount = missing };
    }
}
