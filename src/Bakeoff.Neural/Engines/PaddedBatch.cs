using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;

namespace Bakeoff.Neural.Engines;

/// <summary>Clips of one step, longest first, each filled up with zeros to the frames of the longest. Masked frames are gone, features are standardised and augmented.</summary>
public sealed class PaddedBatch
{
    private PaddedBatch(int features, PackedLayout layout)
    {
        FeatureCount = features;
        StepCount = layout.StepCount;
        Lengths = layout.Lengths.ToArray();
        Labels = new int[ClipCount];
        Values = new float[ClipCount * StepCount * FeatureCount];
    }

    /// <summary>Clips in the batch.</summary>
    public int ClipCount => Lengths.Count;

    /// <summary>Frames of the longest clip.</summary>
    public int StepCount { get; }

    /// <summary>Values in one frame.</summary>
    public int FeatureCount { get; }

    /// <summary>Frames of each clip, falling.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Class of each clip; all 0 when the clips have no labels.</summary>
    public IReadOnlyList<int> Labels { get; private set; }

    /// <summary>Features, row-major [ClipCount, StepCount, FeatureCount].</summary>
    public float[] Values { get; }

    /// <summary>Copies what an assembler has packed.</summary>
    internal static PaddedBatch Of(BatchAssembler assembler, SequenceSet? labels)
    {
        var layout = assembler.Batch.Layout!;
        var width = assembler.Batch.Width;
        var batch = new PaddedBatch(width, layout);
        for (var clip = 0; clip < batch.ClipCount; clip++)
        {
            for (var step = 0; step < layout.Lengths[clip]; step++)
            {
                assembler.Batch.Values.AsSpan(layout.Row(step, clip) * width, width).CopyTo(batch.Values.AsSpan(((clip * batch.StepCount) + step) * width));
            }
        }

        if (labels is not null)
        {
            batch.Labels = [.. assembler.Clips.ToArray().Select(labels.Label)];
        }

        return batch;
    }
}
