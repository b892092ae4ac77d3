using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Features.Streaming;

/// <summary>Computes the features of a signal that is read stretch by stretch, as often as it takes: the same bits as at once.</summary>
/// <remarks>
/// Memory: a stretch of the signal with its rows, whatever the length, and of all frames at most what pitch (75 bytes a frame), GeMAPS (330), level (4)
/// and statistics of whole columns need; those are taken of some columns at a time.
/// </remarks>
internal sealed class StreamedExtraction
{
    /// <summary>Frames of one stretch.</summary>
    public const int MostStretchFrames = 1024;

    private const int MostStretchSamples = 1 << 20;
    private const int MostColumnValues = 1 << 23;

    /// <summary>Frames on both sides of a stretch that its derivatives reach to, more than they need.</summary>
    private const int Halo = 16;

    private readonly FeatureOptions _options;
    private readonly FeaturePlan _plan;
    private readonly MeasureSet _measures;
    private readonly SignalWindow _window;
    private readonly long _sampleCount;
    private readonly int _stretchFrames;
    private readonly int _frameCount;
    private readonly int _rowCount;
    private readonly AlignedBuffer _rows = new();
    private readonly RunningMoments[] _moments;

    /// <summary>Prepares the extraction.</summary>
    /// <param name="plan">Tables for the signal's rate.</param>
    /// <param name="measures">Measures that take stretches.</param>
    /// <param name="signal">The signal at the analysis rate, cut and trimmed.</param>
    /// <param name="sampleCount">Its length.</param>
    /// <param name="stretchFrames">Most frames of one stretch; changes no bit.</param>
    /// <exception cref="UnusableSignalException">The signal is too short.</exception>
    public StreamedExtraction(FeaturePlan plan, MeasureSet measures, SampleStream signal, long sampleCount, int stretchFrames)
    {
        _options = plan.Options;
        _plan = plan;
        _measures = measures;
        _window = new SignalWindow(signal);
        _sampleCount = sampleCount;
        _stretchFrames = stretchFrames;
        _frameCount = plan.CountFrames(sampleCount);
        _rowCount = measures.RowCount * (_options.DeltaOrder + 1);
        _moments = new RunningMoments[_rowCount];
    }

    private delegate void StretchAction(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch);

    private delegate void RowAction(Span<float> rows, int stride, FrameStretch stretch);

    /// <summary>Computes the features.</summary>
    /// <param name="receive">Receives frames in their order, row-major [frames, columns], some at a time.</param>
    /// <returns>Values that do not exist and are 0.</returns>
    public int Run(FrameReceiver receive)
    {
        _measures.BeginClip(_frameCount);
        for (var pass = 0; pass < _measures.GatherCount; pass++)
        {
            ForEachStretch(0, (_, rows, stride, stretch) => _measures.Gather(pass, rows, stride, stretch));
        }

        if (_options.IsClipNormalized)
        {
            ForEachComplete(isNormalized: false, (rows, stride, stretch) => Add(rows, stride, stretch, squares: false));
            ForEachComplete(isNormalized: false, (rows, stride, stretch) => Add(rows, stride, stretch, squares: true));
        }

        switch (_options.Summary)
        {
            case FeatureSummary.None when _options.Set is { IsRow: true } set:
                return SendRow(receive, set.ColumnNames.Count);
            case FeatureSummary.None:
                return SendFrames(receive);
            case FeatureSummary.Mean:
                SendMeans(receive);
                return 0;
            default:
                SendStatistics(receive);
                return 0;
        }
    }

    private int SendRow(FrameReceiver receive, int columnCount)
    {
        ForEachComplete(isNormalized: false, static (_, _, _) => { });
        var row = new float[columnCount];
        var missing = _measures.WriteRow(row);
        receive(row);
        return missing;
    }

    private int SendFrames(FrameReceiver receive)
    {
        var missing = 0;
        float[] frames = [];
        ForEachComplete(_options.IsClipNormalized, (rows, stride, stretch) =>
        {
            frames = frames.Length < stretch.Count * _rowCount ? new float[stretch.Count * _rowCount] : frames;
            var values = frames.AsSpan(0, stretch.Count * _rowCount);
            missing += FeatureWorkspace.Transpose(rows[stretch.First..], _rowCount, stride, _plan.MayLackValues, values);
            receive(values);
        });
        return missing;
    }

    private void SendMeans(FrameReceiver receive)
    {
        var means = new RunningMoments[_rowCount];
        ForEachComplete(_options.IsClipNormalized, (rows, stride, stretch) =>
        {
            for (var row = 0; row < means.Length; row++)
            {
                means[row].Add(rows.Slice(row * stride + stretch.First, stretch.Count));
            }
        });
        receive([.. means.Select(static mean => (float)mean.Mean)]);
    }

    private void SendStatistics(FrameReceiver receive)
    {
        var summary = new ColumnSummary(_options, _plan);
        var statistics = new float[_options.Parts.Count * _rowCount * summary.Count];
        var most = Math.Clamp(MostColumnValues / _frameCount, 1, _rowCount);
        var columns = new float[most * _frameCount];
        for (var first = 0; first < _rowCount; first += most)
        {
            var (start, count) = (first, Math.Min(most, _rowCount - first));
            ForEachComplete(_options.IsClipNormalized, (rows, stride, stretch) =>
            {
                for (var row = 0; row < count; row++)
                {
                    rows.Slice((start + row) * stride + stretch.First, stretch.Count)
                        .CopyTo(columns.AsSpan(row * _frameCount + stretch.Offset + stretch.First));
                }
            });
            for (var part = 0; part < _options.Parts.Count; part++)
            {
                summary.Describe(
                    new FeatureTrajectories(columns, count, _frameCount, .._frameCount),
                    part,
                    statistics.AsSpan((part * _rowCount + start) * summary.Count, count * summary.Count));
            }
        }

        receive(statistics);
    }

    private void Add(ReadOnlySpan<float> rows, int stride, FrameStretch stretch, bool squares)
    {
        for (var row = 0; row < _rowCount; row++)
        {
            var values = rows.Slice(row * stride + stretch.First, stretch.Count);
            if (squares)
            {
                _moments[row].AddSquares(values);
            }
            else
            {
                _moments[row].Add(values);
            }
        }
    }

    /// <summary>Goes over all frames with their derivatives.</summary>
    private void ForEachComplete(bool isNormalized, RowAction action)
    {
        var halo = _options.DeltaOrder > 0 ? Halo : 0;
        ForEachStretch(halo, (signal, rows, stride, stretch) =>
        {
            var first = Math.Max(0, stretch.First + stretch.Offset - halo) - stretch.Offset;
            var end = Math.Min(_frameCount, stretch.First + stretch.Count + stretch.Offset + halo) - stretch.Offset;
            _measures.Complete(signal, rows, stride, stretch with { First = first, Count = end - first });
            FeatureWorkspace.AppendDeltas(rows, _measures.RowCount, stride, _options.DeltaOrder, first..end);
            for (var row = 0; row < _rowCount && isNormalized; row++)
            {
                _moments[row].Normalise(rows.Slice(row * stride + stretch.First, stretch.Count));
            }

            action(rows, stride, stretch);
        });
    }

    /// <summary>Measures all frames, stretch by stretch, with some frames more on both sides.</summary>
    private void ForEachStretch(int halo, StretchAction action)
    {
        _window.Rewind();
        var (grid, hop) = (_plan.Grid, _plan.Grid.HopLength);
        var most = Math.Clamp(MostStretchSamples / hop, FrameGroup.Lanes, _stretchFrames) / FrameGroup.Lanes * FrameGroup.Lanes;

        // Samples before a frame's hop position that it depends on; a window begins so many whole hops before its first frame.
        var lead = (grid.IsCentered ? grid.FrameLength / 2 : 0) + _measures.Reach;
        var leadFrames = (lead + hop - 1) / hop;
        for (var start = 0; start < _frameCount; start += most)
        {
            var end = Math.Min(start + most, _frameCount);
            var (first, last) = (Math.Max(0, start - halo), Math.Min(_frameCount, end + halo));
            var offset = Math.Max(0, first - leadFrames);
            var windowEnd = (last - 1L) * hop + grid.FrameLength + _measures.Reach;
            var signal = _window.MoveTo((long)offset * hop, Math.Min(windowEnd, _sampleCount));
            var stride = (last - offset + 2 * FrameGroup.Lanes - 1) / FrameGroup.Lanes * FrameGroup.Lanes;
            var rows = _rows.EnsureLength(_rowCount * stride);
            _measures.Measure(signal, rows, stride, new FrameStretch(first - offset, last - first, offset, _frameCount));
            action(signal, rows, stride, new FrameStretch(start - offset, end - start, offset, _frameCount));
        }
    }
}
