using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Data;

/// <summary>Clips of one step, longest first. Masked frames are gone; features are standardised and augmented.</summary>
/// <remarks>Valid until the next step: its memory is reused.</remarks>
public sealed class ClipBatch
{
    private readonly int[] _clips;
    private readonly int[] _labels;
    private readonly float[] _targets;

    private readonly bool _hasLabels;

    internal ClipBatch(Activations packed, int[] clips, int[]? labels, float[] targets, int targetCount)
    {
        Packed = packed;
        _clips = clips;
        _hasLabels = labels is not null;
        _labels = labels ?? new int[clips.Length];
        _targets = targets;
        TargetCount = targetCount;
        ClipCount = packed.Layout!.Lengths.Length;
    }

    /// <summary>Clips in the batch.</summary>
    public int ClipCount { get; }

    /// <summary>Frames of the longest clip.</summary>
    public int StepCount => Packed.Layout!.StepCount;

    /// <summary>Values in one frame.</summary>
    public int FeatureCount => Packed.Width;

    /// <summary>Frames of each clip, falling.</summary>
    public ReadOnlySpan<int> Lengths => Packed.Layout!.Lengths;

    /// <summary>Class of each clip; all 0 when the clips have no labels.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, ClipCount);

    /// <summary>Numbers to predict of each clip; 0 when the clips have classes alone.</summary>
    public int TargetCount { get; }

    /// <summary>Labels, targets or both of the clips, as a loss takes them. Numbers are on the scale that the network learns:
    /// <see cref="Network.Targets"/>.</summary>
    public BatchTruth Truth => BatchTruth.Of(_hasLabels ? Labels : [], _targets.AsSpan(0, ClipCount * TargetCount), TargetCount) with
    {
        Shares = Shares.AsSpan(0, ClipCount * ShareCount),
    };

    /// <summary>Features of the live frames in packed order, [rows, FeatureCount].</summary>
    public Activations Packed { get; }

    /// <summary>Shares of the classes, [clips, ShareCount]; may be longer.</summary>
    internal float[] Shares { private get; init; } = [];

    /// <summary>Classes that have shares; 0 where the labels count.</summary>
    internal int ShareCount { private get; init; }

    /// <summary>Index of each clip in its set.</summary>
    internal ReadOnlySpan<int> Clips => _clips.AsSpan(0, ClipCount);

    /// <summary>Copies the features with zeros behind the frames of shorter clips, for libraries that compute on padded clips.</summary>
    /// <param name="target">Receives row-major [ClipCount, StepCount, FeatureCount]; exactly that long.</param>
    public void CopyPadded(Span<float> target)
    {
        var layout = Packed.Layout!;
        var width = FeatureCount;
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, ClipCount * StepCount * width);
        for (var clip = 0; clip < ClipCount; clip++)
        {
            var frames = target.Slice(clip * StepCount * width, StepCount * width);
            for (var step = 0; step < layout.Lengths[clip]; step++)
            {
                Packed.Values.Slice(layout.Row(step, clip) * width, width).CopyTo(frames[(step * width)..]);
            }

            frames[(layout.Lengths[clip] * width)..].Clear();
        }
    }
}

/// <summary>Computes the scores of a batch as in prediction: no dropout, running statistics.</summary>
/// <param name="batch">The clips.</param>
/// <param name="logits">Receives the scores, [clips, outputs]; exactly that long.</param>
public delegate void LogitsFunction(ClipBatch batch, Span<float> logits);
