using System.Runtime.Intrinsics;
using Bakeoff.Neural.Augmentation;
using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Data;

/// <summary>Packs clips of a set into a batch: drops masked frames, standardises, augments, sorts by falling length.</summary>
/// <remarks>Clips of equal length keep the order they were given in, so a batch is a function of its list of clips alone.</remarks>
internal sealed class BatchAssembler
{
    private readonly SequenceSet _set;
    private readonly Standardizer? _standardizer;
    private readonly Augmenter? _augmenter;
    private readonly int[]?[]? _liveFrames;
    private readonly PackedLayout _layout = new();
    private long[] _keys = [];
    private int[] _lengths = [];
    private int[] _order = [];
    private float[] _clip = [];

    public BatchAssembler(SequenceSet set, Standardizer? standardizer, float? maskValue, Augmenter? augmenter = null)
    {
        _set = set;
        _standardizer = standardizer;
        _augmenter = augmenter;
        _liveFrames = maskValue is { } value ? FindLiveFrames(set, value) : null;
    }

    /// <summary>Values of the batch in packed order.</summary>
    public Activations Batch { get; } = new();

    /// <summary>Set index of each clip of the batch, longest first.</summary>
    public ReadOnlySpan<int> Clips => _order.AsSpan(0, _layout.ClipCount);

    /// <summary>Frames of a clip that are not masked.</summary>
    public int LiveFrameCount(int clip) => _liveFrames?[clip]?.Length ?? _set.FrameCount(clip);

    public void Assemble(ReadOnlySpan<int> clips, int epoch)
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
        }

        _layout.Set(_lengths.AsSpan(0, clips.Length));
        Batch.Resize(_layout.RowCount, _set.FeatureCount, _layout);
        for (var i = 0; i < clips.Length; i++)
        {
            Place(i, _order[i], epoch);
        }
    }

    private void Place(int position, int clip, int epoch)
    {
        var width = _set.FeatureCount;
        var frames = LiveFrameCount(clip);
        var live = _liveFrames?[clip];
        var source = _set.Frames(clip);
        if (_augmenter is null)
        {
            for (var step = 0; step < frames; step++)
            {
                Standardize(source.Slice((live is null ? step : live[step]) * width, width), Batch.Values.AsSpan(_layout.Row(step, position) * width, width));
            }

            return;
        }

        _clip = Activations.Grow(_clip, frames * width);
        for (var step = 0; step < frames; step++)
        {
            Standardize(source.Slice((live is null ? step : live[step]) * width, width), _clip.AsSpan(step * width, width));
        }

        var augmented = _augmenter.Apply(epoch, clip, _clip.AsSpan(0, frames * width), width);
        for (var step = 0; step < _layout.Lengths[position]; step++)
        {
            augmented.Slice(step * width, width).CopyTo(Batch.Values.AsSpan(_layout.Row(step, position) * width, width));
        }
    }

    private void Standardize(ReadOnlySpan<float> source, Span<float> target)
    {
        if (_standardizer is null)
        {
            source.CopyTo(target);
            return;
        }

        var means = _standardizer.Means;
        var scales = _standardizer.Scales;
        var i = 0;
        for (; i <= target.Length - 8; i += 8)
        {
            ((Vector256.Create(source[i..]) - Vector256.Create(means[i..])) * Vector256.Create(scales[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (source[i] - means[i]) * scales[i];
        }
    }

    private void Grow(int clips)
    {
        if (_order.Length < clips)
        {
            _keys = new long[clips];
            _lengths = new int[clips];
            _order = new int[clips];
        }
    }

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
                masked += IsMasked(frames, frame, set.FeatureCount, maskValue) ? 1 : 0;
            }

            if (masked == set.FrameCount(clip))
            {
                throw new SequenceDataException(clip, FormattableString.Invariant($"clip {clip}: all {masked} frames equal mask_value ({maskValue}), expected at least one live frame. Leave the clip out or look at its recording."));
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
        var live = new List<int>();
        for (var frame = 0; frame < set.FrameCount(clip); frame++)
        {
            if (!IsMasked(set.Frames(clip), frame, set.FeatureCount, maskValue))
            {
                live.Add(frame);
            }
        }

        return live;
    }

    private static bool IsMasked(ReadOnlySpan<float> frames, int frame, int width, float maskValue) => !frames.Slice(frame * width, width).ContainsAnyExcept(maskValue);
}
