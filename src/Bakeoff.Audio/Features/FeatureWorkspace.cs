using System.Globalization;
using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features;

/// <summary>Everything one thread needs to turn samples into features, reused from clip to clip.</summary>
internal sealed class FeatureWorkspace
{
    private readonly FeatureOptions _options;
    private readonly FeaturePlan _plan;
    private readonly Stft _stft;
    private readonly FrameGroup _group;
    private readonly FrameMeasure[] _measures;
    private readonly int _staticRowCount;
    private readonly bool _needsSpectrum;
    private readonly AlignedBuffer _rowBuffer = new();
    private readonly AlignedBuffer _resampled = new();
    private readonly AlignedBuffer _part = new();
    private readonly ResamplerScratch _scratch = new();
    private readonly Dynamics _dynamics = new();

    public FeatureWorkspace(FeatureOptions options, FeaturePlan plan)
    {
        _options = options;
        _plan = plan;
        _stft = plan.CreateStft();
        _group = new FrameGroup(_stft.BinCount);
        _measures = plan.CreateMeasures();
        _needsSpectrum = plan.Needs.HasFlag(FeatureNeeds.Spectrum);
        _staticRowCount = _measures.Sum(measure => measure.RowCount);
    }

    /// <summary>Features of samples at the recording's own rate, already cut to the window that the options ask for.</summary>
    public FeatureMatrix Extract(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var signal = Trim(Resample(samples, sampleRateHz));
        var frameCount = CheckFrameCount(signal.Length);
        var stride = (frameCount + FrameGroup.Lanes - 1) / FrameGroup.Lanes * FrameGroup.Lanes;
        var rowCount = _staticRowCount * (_options.DeltaOrder + 1);
        var rows = _rowBuffer.EnsureLength(rowCount * stride);

        Measure(signal, rows, frameCount, stride);
        for (var order = 1; order <= _options.DeltaOrder; order++)
        {
            for (var row = 0; row < _staticRowCount; row++)
            {
                Delta.Compute(
                    rows.Slice(row * stride, frameCount), order, rows.Slice((order * _staticRowCount + row) * stride, frameCount));
            }
        }

        if (_options.IsClipNormalized)
        {
            for (var row = 0; row < rowCount; row++)
            {
                Functionals.Normalise(rows.Slice(row * stride, frameCount));
            }
        }

        return Summarize(rows, rowCount, frameCount, stride);
    }

    private ReadOnlySpan<float> Resample(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        if (_options.SampleRateHz is not { } targetHz || targetHz == sampleRateHz)
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

    private int CheckFrameCount(int sampleCount)
    {
        var windowLength = _options.WindowLength ?? _options.FftLength;
        var frameCount = _plan.Grid.FrameCount(sampleCount);
        if (sampleCount < windowLength || frameCount == 0)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} samples at the analysis rate")
            {
                Value = sampleCount.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"at least one frame of {windowLength} (win_length)"),
                NextStep = "Shorten the frames.",
            });
        }

        if (_options.DeltaOrder > 0 && frameCount < Delta.Width)
        {
            throw new UnusableSignalException(new ErrorDetails("signal has {value} frames")
            {
                Value = frameCount.ToString(CultureInfo.InvariantCulture),
                Rule = FormattableString.Invariant($"at least {Delta.Width} for derivatives"),
                NextStep = "Lower hop_length or set delta to 0.",
            });
        }

        return frameCount;
    }

    private void Measure(ReadOnlySpan<float> signal, Span<float> rows, int frameCount, int stride)
    {
        foreach (var measure in _measures)
        {
            measure.Begin(stride);
        }

        for (var first = 0; first < frameCount; first += FrameGroup.Lanes)
        {
            _group.MoveTo(first, Math.Min(FrameGroup.Lanes, frameCount - first));
            if (_needsSpectrum)
            {
                _stft.ComputePower(signal, _group);
            }

            var row = 0;
            foreach (var measure in _measures)
            {
                measure.Measure(signal, _group, rows.Slice(row * stride, measure.RowCount * stride), stride);
                row += measure.RowCount;
            }
        }

        var finished = 0;
        foreach (var measure in _measures)
        {
            measure.Finish(signal, rows.Slice(finished * stride, measure.RowCount * stride), stride, frameCount);
            finished += measure.RowCount;
        }
    }

    private FeatureMatrix Summarize(Span<float> rows, int rowCount, int frameCount, int stride) => _options.Summary switch
    {
        FeatureSummary.Mean => Means(rows, rowCount, frameCount, stride),
        FeatureSummary.Functionals or FeatureSummary.Dynamics => Statistics(rows, rowCount, frameCount, stride),
        _ => Frames(rows, rowCount, frameCount, stride),
    };

    private static FeatureMatrix Means(ReadOnlySpan<float> rows, int rowCount, int frameCount, int stride)
    {
        var means = new float[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            means[row] = (float)Functionals.Mean(rows.Slice(row * stride, frameCount));
        }

        return new FeatureMatrix(means, 1, rowCount);
    }

    private FeatureMatrix Statistics(Span<float> rows, int rowCount, int frameCount, int stride)
    {
        var count = FeatureColumns.Statistics(_options.Summary).Count;
        var statistics = new float[_options.Parts.Count * rowCount * count];
        var target = statistics.AsSpan();
        foreach (var part in _options.Parts)
        {
            var (first, length) = Stretch(part, frameCount);
            for (var row = 0; row < rowCount; row++)
            {
                Describe(rows.Slice(row * stride + first, length), target[..count]);
                target = target[count..];
            }
        }

        return new FeatureMatrix(statistics, 1, statistics.Length);
    }

    private static (int First, int Length) Stretch(ClipPart part, int frameCount) => part switch
    {
        ClipPart.FirstHalf => (0, (frameCount + 1) / 2),
        ClipPart.SecondHalf => (frameCount / 2, frameCount - frameCount / 2),
        _ => (0, frameCount),
    };

    private void Describe(Span<float> values, Span<float> statistics)
    {
        if (_options.Summary == FeatureSummary.Dynamics)
        {
            _dynamics.Compute(values, _plan.FrameSeconds, statistics);
            return;
        }

        // Overwritten by the computation, but another part may need the frames again.
        var copy = _part.EnsureLength(values.Length);
        values.CopyTo(copy);
        Functionals.Compute(copy, _plan.FrameSeconds, statistics);
    }

    private FeatureMatrix Frames(ReadOnlySpan<float> rows, int rowCount, int frameCount, int stride)
    {
        var values = new float[frameCount * rowCount];
        Transposition.Run(rowCount, frameCount, rows, stride, values, rowCount);
        if (_plan.MayLackValues)
        {
            foreach (ref var value in values.AsSpan())
            {
                value = float.IsNaN(value) ? 0 : value;
            }
        }

        return new FeatureMatrix(values, frameCount, rowCount);
    }
}
