using System.Globalization;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;

namespace Bakeoff.Neural.Data;

/// <summary>Packs clips of a set into batches: drops masked frames, standardises, augments, sorts by falling length.</summary>
/// <remarks>Clips of equal length keep the order they were given in, so a batch is a function of its list of clips alone.</remarks>
internal sealed class BatchAssembler
{
    private readonly SequenceSet _set;
    private readonly Standardizer? _standardizer;
    private readonly Augmenter? _augmenter;
    private readonly int[]?[]? _liveFrames;
    private readonly PackedLayout _layout = new();
    private readonly Activations _packed;
    private long[] _keys = [];
    private int[] _lengths = [];
    private int[] _order = [];
    private int[] _labels = [];
    private float[] _targets = [];
    private float[] _shares = [];
    private float[] _clip = [];

    /// <param name="set">The clips.</param>
    /// <param name="standardizer">Means and scales; null to take features as they are.</param>
    /// <param name="maskValue">Value of the features of masked frames; null for none.</param>
    /// <param name="augmenter">Alters the clips; null for none.</param>
    /// <param name="memory">Receives the batches; null for memory of its own.</param>
    public BatchAssembler(
        SequenceSet set, Standardizer? standardizer, float? maskValue, Augmenter? augmenter = null, Activations? memory = null)
    {
        (_set, _packed) = (set, memory ?? new Activations());
        _standardizer = standardizer;
        _augmenter = augmenter;
        _liveFrames = maskValue is { } value ? FindLiveFrames(set, value) : null;
    }

    /// <summary>Clips of the set.</summary>
    public int ClipCount => _set.ClipCount;

    /// <summary>Frames of a clip that are not masked.</summary>
    public int LiveFrameCount(int clip) => _liveFrames?[clip]?.Length ?? _set.FrameCount(clip);

    /// <summary>Positions of a clip's frames that are not masked; null where none is.</summary>
    public IReadOnlyList<int>? LiveFrames(int clip) => _liveFrames?[clip];

    /// <summary>Packs some clips.</summary>
    /// <param name="clips">Indices in the set.</param>
    /// <param name="epoch">Number of the epoch, which names the random numbers of augmentation.</param>
    /// <returns>The batch; valid until the next call.</returns>
    public ClipBatch Assemble(ReadOnlySpan<int> clips, int epoch)
    {
        Grow(clips.Length);
        for (var i = 0; i < clips.Length; i++)
        {
            var frames = LiveFrameCount(clips[i]);
            _lengths[i] = _augmenter?.FrameCount(epoch, clips[i], frames) ?? frames;
            _keys[i] = ((long)(int.MaxValue - _lengths[i]) << 32) | (uint)i;
        }

        _keys.AsSpan(0, clips.Length).Sort();
        for (var i = 0; i < clips.Length; i++)
        {
            _order[i] = clips[(int)(uint)_keys[i]];
            _lengths[i] = int.MaxValue - (int)(_keys[i] >> 32);
            if (_set.HasLabels)
            {
                _labels[i] = _set.Label(_order[i]);
            }

            _set.Targets(_order[i]).CopyTo(_targets.AsSpan(i * _set.TargetCount));
            _set.Shares(_order[i]).CopyTo(_shares.AsSpan(i * _set.ShareCount));
        }

        _layout.Set(_lengths.AsSpan(0, clips.Length));
        _packed.Resize(_layout.RowCount, _set.FeatureCount, _layout);
        for (var i = 0; i < clips.Length; i++)
        {
            Place(i, _order[i], epoch);
        }

        return new ClipBatch(_packed, _order, _set.HasLabels ? _labels : null, _targets, _set.TargetCount)
        {
            Shares = _shares,
            ShareCount = _set.ShareCount,
        };
    }

    private void Place(int position, int clip, int epoch)
    {
        var width = _set.FeatureCount;
        var frames = LiveFrameCount(clip);
        var live = _liveFrames?[clip];
        var source = _set.Frames(clip);
        if (_augmenter is null)
        {
            for (var (step, count) = (0, 0); step < frames; step += count)
            {
                count = live is null ? _layout.EvenSteps(step, frames) : 1;
                Standardize(
                    _standardizer, count, source.Slice((live is null ? step : live[step]) * width, count * width),
                    _packed.Values[(_layout.Row(step, position) * width)..], _layout.LiveAt(step) * width);
            }

            return;
        }

        _clip = Activations.Grow(_clip, frames * width);
        for (var (step, count) = (0, 0); step < frames; step += count)
        {
            count = live is null ? frames : 1;
            Standardize(
                _standardizer, count, source.Slice((live is null ? step : live[step]) * width, count * width), _clip.AsSpan(step * width), width);
        }

        var augmented = _augmenter.Apply(epoch, clip, _clip.AsSpan(0, frames * width), width);
        for (var step = 0; step < _layout.Lengths[position]; step++)
        {
            augmented.Slice(step * width, width).CopyTo(_packed.Values.Slice(_layout.Row(step, position) * width, width));
        }
    }

    /// <summary>Shifts and scales frames, or copies them.</summary>
    /// <param name="standardizer">Means and scales; null to copy.</param>
    /// <param name="count">Frames.</param>
    /// <param name="source">The frames, one after the other; exactly that long.</param>
    /// <param name="target">Receives the frames.</param>
    /// <param name="stride">Floats between the frames of <paramref name="target"/>.</param>
    public static void Standardize(Standardizer? standardizer, int count, ReadOnlySpan<float> source, Span<float> target, int stride)
    {
        var width = source.Length / count;
        if (standardizer is null)
        {
            RowKernels.CopyRows(count, source, width, target, stride, width);
            return;
        }

        var means = standardizer.Means;
        var scales = standardizer.Scales;
        for (var frame = 0; frame < count; frame++)
        {
            RowKernels.Standardize(source.Slice(frame * width, width), means, scales, target.Slice(frame * stride, width));
        }
    }

    private void Grow(int clips)
    {
        if (_order.Length < clips)
        {
            _keys = new long[clips];
            _lengths = new int[clips];
            _order = new int[clips];
            _labels = new int[clips];
            _targets = new float[clips * _set.TargetCount];
            _shares = new float[clips * _set.ShareCount];
        }
    }

    /// <summary>The exception for a clip of which masking leaves nothing.</summary>
    internal static SequenceDataException AllMasked(int clip, long frames, float? maskValue) =>
        new(clip, new ErrorDetails("all {value} frames equal mask_value")
        {
            Value = frames.ToString(CultureInfo.InvariantCulture),
            Rule = string.Create(CultureInfo.InvariantCulture, $"at least one frame that differs from {maskValue}"),
            NextStep = "Leave the clip out or check its recording.",
        });

    // Null for the usual clip that has no masked frame.
    private static int[]?[] FindLiveFrames(SequenceSet set, float maskValue)
    {
        var live = new int[]?[set.ClipCount];
        for (var clip = 0; clip < live.Length; clip++)
        {
            var frames = set.Frames(clip);
            var masked = 0;
            for (var frame = 0; frame < set.FrameCount(clip); frame++)
            {
                masked += IsMasked(frames.Slice(frame * set.FeatureCount, set.FeatureCount), maskValue) ? 1 : 0;
            }

            if (masked == set.FrameCount(clip))
            {
                throw AllMasked(clip, masked, maskValue);
            }

            if (masked > 0)
            {
                live[clip] = [.. LiveFrames(set, clip, maskValue)];
            }
        }

        return live;
    }

    private static List<int> LiveFrames(SequenceSet set, int clip, float maskValue)
    {
        var frames = set.Frames(clip);
        var live = new List<int>();
        for (var frame = 0; frame < set.FrameCount(clip); frame++)
        {
            if (!IsMasked(frames.Slice(frame * set.FeatureCount, set.FeatureCount), maskValue))
            {
                live.Add(frame);
            }
        }

        return live;
    }

    /// <summary>True for a frame whose features all have the value.</summary>
    public static bool IsMasked(ReadOnlySpan<float> frame, float maskValue) => !frame.ContainsAnyExcept(maskValue);
}
