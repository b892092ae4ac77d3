using System.Globalization;
using Bakeoff.Classifiers;
using Bakeoff.Neural.Data;
using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>Clips with one frame each, as classifiers take them.</summary>
public static class ClipRows
{
    /// <summary>The frame of each clip as a row of float64 values.</summary>
    /// <param name="clips">Clips with one frame each.</param>
    /// <returns>Shape [ClipCount, FeatureCount].</returns>
    /// <exception cref="SequenceDataException">A clip has several frames.</exception>
    public static DesignMatrix ToDesignMatrix(this SequenceSet clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var values = GC.AllocateUninitializedArray<double>(checked(clips.ClipCount * clips.FeatureCount));
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            if (clips.FrameCount(clip) != 1)
            {
                throw new SequenceDataException(clip, new ErrorDetails("has {value} frames")
                {
                    Value = clips.FrameCount(clip).ToString(CultureInfo.InvariantCulture),
                    Rule = "1 for a classifier",
                    NextStep = "Set features.summary to functionals or mean.",
                });
            }

            var row = values.AsSpan(clip * clips.FeatureCount, clips.FeatureCount);
            var frame = clips.Frames(clip);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = frame[i];
            }
        }

        return new DesignMatrix(values, clips.FeatureCount);
    }
}
