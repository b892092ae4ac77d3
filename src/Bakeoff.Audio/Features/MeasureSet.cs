using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features;

/// <summary>The measures of one plan with their transform, for one thread.</summary>
internal sealed class MeasureSet
{
    private readonly FeaturePlan _plan;
    private readonly FrameMeasure[] _measures;
    private readonly Stft _stft;
    private readonly FrameGroup _group;
    private readonly bool _needsSpectrum;

    public MeasureSet(FeaturePlan plan)
    {
        _plan = plan;
        _measures = plan.CreateMeasures();
        _stft = plan.CreateStft();
        _group = new FrameGroup(_stft.BinCount);
        _needsSpectrum = plan.Needs.HasFlag(FeatureNeeds.Spectrum);
        RowCount = _measures.Sum(static measure => measure.RowCount);
    }

    /// <summary>Rows of all measures.</summary>
    public int RowCount { get; }

    /// <summary>True if every measure can take a clip stretch by stretch.</summary>
    public bool TakesStretches => _measures.All(static measure => measure is StretchMeasure);

    /// <summary>Passes over all frames before any can be completed.</summary>
    public int GatherCount => _measures.OfType<StretchMeasure>().Max(static measure => measure.GatherCount);

    /// <summary>Samples before and after a frame that it depends on.</summary>
    public int Reach => _measures.OfType<StretchMeasure>().Max(static measure => measure.Reach);

    /// <summary>Frames of a clip.</summary>
    /// <exception cref="UnusableSignalException">The signal is too short for one frame, or for derivatives.</exception>
    public int CountFrames(ReadOnlySpan<float> signal) =>
        _measures[0].CountFrames(signal) is { } own ? _plan.RequireForDeltas(own) : _plan.CountFrames(signal.Length);

    /// <summary>Starts a clip.</summary>
    public void BeginClip(int frameCount)
    {
        foreach (var measure in _measures)
        {
            (measure as StretchMeasure)?.BeginClip(frameCount);
        }
    }

    /// <summary>Measures frames, sixteen at a time.</summary>
    /// <param name="signal">Samples; frame 0 of the grid lies in column 0.</param>
    /// <param name="rows">[RowCount, stride].</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="stretch">The frames to measure.</param>
    public void Measure(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        foreach (var measure in _measures)
        {
            measure.Begin(stride);
            (measure as StretchMeasure)?.BeginStretch(stretch);
        }

        var end = stretch.First + stretch.Count;
        for (var first = stretch.First; first < end; first += FrameGroup.Lanes)
        {
            _group.MoveTo(first, Math.Min(FrameGroup.Lanes, end - first));
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
    }

    /// <summary>Completes a clip that was measured at once.</summary>
    public void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        var row = 0;
        foreach (var measure in _measures)
        {
            measure.Finish(signal, rows.Slice(row * stride, measure.RowCount * stride), stride, frameCount);
            row += measure.RowCount;
        }
    }

    /// <summary>Gives the one row of a set that makes one.</summary>
    /// <returns>Values that do not exist; they are 0.</returns>
    public int WriteRow(Span<float> row)
    {
        _measures[0].WriteRow(row);
        return FeatureWorkspace.ZeroMissing(row);
    }

    /// <summary>Gathers from a stretch; see <see cref="StretchMeasure"/>.</summary>
    public void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        var row = 0;
        foreach (var measure in _measures.Cast<StretchMeasure>())
        {
            if (pass < measure.GatherCount)
            {
                measure.Gather(pass, rows.Slice(row * stride, measure.RowCount * stride), stride, stretch);
            }

            row += measure.RowCount;
        }
    }

    /// <summary>Completes a stretch.</summary>
    public void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        var row = 0;
        foreach (var measure in _measures.Cast<StretchMeasure>())
        {
            measure.Complete(signal, rows.Slice(row * stride, measure.RowCount * stride), stride, stretch);
            row += measure.RowCount;
        }
    }
}
