using System.Globalization;
using System.Runtime.Intrinsics;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Data;

/// <summary>Features of many clips, each clip with its own number of frames, in an array or in a file that is mapped into memory.</summary>
/// <remarks>
/// Holds where the frames of each clip are, 24 bytes a clip, and no frame: sets made of others look at the same values. These must not
/// change while a network works on them.
/// </remarks>
public sealed class SequenceSet
{
    private readonly Place[] _clips;
    private readonly int[]? _labels;
    private readonly float[]? _targets;
    private readonly float[]? _shares;

    /// <summary>Creates a set of clips over an array.</summary>
    /// <param name="values">Features, row-major [frames, featureCount]; kept, not copied.</param>
    /// <param name="offsets">Clips + 1 numbers; the frames of clip i are rows offsets[i] to offsets[i + 1] - 1.</param>
    /// <param name="featureCount">Values in one frame; positive.</param>
    /// <param name="labels">Class of each clip, from 0; null if the clips are only predicted.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    /// <exception cref="SequenceDataException">A clip has no frames.</exception>
    public SequenceSet(float[] values, long[] offsets, int featureCount, int[]? labels = null)
        : this(ToPlaces(new ArrayValues(values), values.Length, offsets, featureCount), featureCount, labels)
    {
    }

    /// <summary>Creates a set of clips over a mapped file, without labels.</summary>
    /// <param name="values">Features, row-major [frames, featureCount]; must outlive this set and those made of it.</param>
    /// <param name="offsets">Clips + 1 numbers; the frames of clip i are rows offsets[i] to offsets[i + 1] - 1.</param>
    /// <param name="featureCount">Values in one frame; positive.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    /// <exception cref="SequenceDataException">A clip has no frames.</exception>
    public SequenceSet(MappedArray values, long[] offsets, int featureCount)
        : this(ToPlaces(new MappedValues(values), values.Length, offsets, featureCount), featureCount, labels: null)
    {
    }

    private SequenceSet(Place[] clips, int featureCount, int[]? labels, float[]? targets = null, int targetCount = 0)
    {
        if (labels is not null && labels.Length != clips.Length)
        {
            var problem = Text($"labels holds {labels.Length} values, expected one for each of the {clips.Length} clips.");
            throw new ArgumentException(problem, nameof(labels));
        }

        _clips = clips;
        _labels = labels;
        _targets = targets;
        TargetCount = targetCount;
        FeatureCount = featureCount;
        foreach (var clip in clips)
        {
            TotalFrames += clip.FrameCount;
        }
    }

    /// <summary>Number of clips.</summary>
    public int ClipCount => _clips.Length;

    /// <summary>Values in one frame.</summary>
    public int FeatureCount { get; }

    /// <summary>Frames of all clips together.</summary>
    public long TotalFrames { get; }

    /// <summary>True if the clips have labels.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Numbers to predict of each clip; 0 if the clips have none.</summary>
    public int TargetCount { get; }

    /// <summary>Classes whose shares are known of each clip; 0 if the labels count alone.</summary>
    public int ShareCount { get; private init; }

    /// <summary>Number of frames of one clip.</summary>
    public int FrameCount(int clip) => _clips[clip].FrameCount;

    /// <summary>Class of one clip, from 0.</summary>
    /// <exception cref="InvalidOperationException">The set was made without labels.</exception>
    public int Label(int clip) =>
        (_labels ?? throw new InvalidOperationException("This SequenceSet has no labels. Give them to its constructor."))[clip];

    /// <summary>Numbers to predict of one clip, [TargetCount]; NaN for a missing one. Empty if the clips have none.</summary>
    public ReadOnlySpan<float> Targets(int clip) => _targets.AsSpan(clip * TargetCount, TargetCount);

    /// <summary>Weight of each class for one clip, [ShareCount]; empty if the clips have no shares.</summary>
    public ReadOnlySpan<float> Shares(int clip) => _shares.AsSpan(clip * ShareCount, ShareCount);

    /// <summary>Numbers to predict of all clips, row-major [ClipCount, TargetCount].</summary>
    public ReadOnlySpan<float> AllTargets => _targets;

    /// <summary>Features of one clip, row-major [frames, FeatureCount], without a copy.</summary>
    /// <exception cref="NpyFormatException">The mapped file has not the length that it had when it was opened.</exception>
    public ReadOnlySpan<float> Frames(int clip)
    {
        var place = _clips[clip];
        return place.Values.Slice(place.FirstFrame * FeatureCount, place.FrameCount * FeatureCount);
    }

    /// <summary>Some clips as a set of their own, in the order given; no features are copied.</summary>
    public SequenceSet Select(IReadOnlyList<int> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var places = new Place[clips.Count];
        var labels = _labels is null ? null : new int[clips.Count];
        var targets = _targets is null ? null : new float[clips.Count * TargetCount];
        var shares = _shares is null ? null : new float[clips.Count * ShareCount];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = _clips[clips[i]];
            Targets(clips[i]).CopyTo(targets.AsSpan(i * TargetCount));
            Shares(clips[i]).CopyTo(shares.AsSpan(i * ShareCount));
            if (labels is not null)
            {
                labels[i] = _labels![clips[i]];
            }
        }

        return new SequenceSet(places, FeatureCount, labels, targets, TargetCount) { AllShares = shares, ShareCount = ShareCount };
    }

    /// <summary>Joins sets: the clips of the first, then those of the second, and so on; no features are copied.</summary>
    /// <param name="sets">At least one; all with the same number of features. Labels are kept if every set has them, targets and shares
    /// if every set has as many.</param>
    /// <exception cref="ArgumentException">There is no set, or two differ in the number of features.</exception>
    public static SequenceSet Join(IReadOnlyList<SequenceSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (sets.Count == 0 || sets.Any(set => set.FeatureCount != sets[0].FeatureCount))
        {
            throw new ArgumentException(
                "The sets differ in the number of features, expected at least one set and the same number in all.",
                nameof(sets));
        }

        if (sets.Count == 1)
        {
            return sets[0];
        }

        int[]? labels = sets.All(static set => set._labels is not null) ? [.. sets.SelectMany(static set => set._labels!)] : null;
        var targetCount = sets.All(set => set.TargetCount == sets[0].TargetCount) ? sets[0].TargetCount : 0;
        float[]? targets = targetCount > 0 ? [.. sets.SelectMany(static set => set._targets!)] : null;
        var shareCount = sets.All(set => set.ShareCount == sets[0].ShareCount) ? sets[0].ShareCount : 0;
        return new SequenceSet([.. sets.SelectMany(static set => set._clips)], sets[0].FeatureCount, labels, targets, targetCount)
        {
            AllShares = shareCount > 0 ? [.. sets.SelectMany(static set => set._shares!)] : null,
            ShareCount = shareCount,
        };
    }

    /// <summary>The same clips and values with other labels.</summary>
    /// <param name="labels">Class of each clip, from 0; kept, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer labels than clips.</exception>
    public SequenceSet WithLabels(int[] labels) =>
        new(_clips, FeatureCount, labels, _targets, TargetCount) { AllShares = _shares, ShareCount = ShareCount };

    /// <summary>The same clips and values with other shares of the classes, which a loss takes in place of the labels.</summary>
    /// <param name="shares">Row-major [clips, classes], not negative, each clip above 0 in all; kept, not copied.</param>
    /// <param name="classes">Number of classes; positive.</param>
    /// <exception cref="ArgumentException">There are more or fewer shares than clips times classes.</exception>
    public SequenceSet WithShares(float[] shares, int classes)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return shares.Length == (long)ClipCount * classes
            ? new SequenceSet(_clips, FeatureCount, _labels, _targets, TargetCount) { AllShares = shares, ShareCount = classes }
            : throw new ArgumentException(
                Text($"shares holds {shares.Length} numbers, expected {classes} for each of the {ClipCount} clips."), nameof(shares));
    }

    /// <summary>The same clips and values with other numbers to predict.</summary>
    /// <param name="values">Row-major [clips, targetCount], NaN where a clip lacks a number; kept, not copied.</param>
    /// <param name="targetCount">Numbers of each clip; positive.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than clips times targets.</exception>
    public SequenceSet WithTargets(float[] values, int targetCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        return values.Length == (long)ClipCount * targetCount
            ? new SequenceSet(_clips, FeatureCount, _labels, values, targetCount) { AllShares = _shares, ShareCount = ShareCount }
            : throw new ArgumentException(
                Text($"values holds {values.Length} numbers, expected {targetCount} for each of the {ClipCount} clips."), nameof(values));
    }

    /// <summary>The labels, shares of the classes and targets of all clips, as far as they have them.</summary>
    internal BatchTruth Truth => BatchTruth.Of(_labels, _targets, TargetCount) with { Shares = _shares };

    private float[]? AllShares { init => _shares = value; }

    /// <summary>The numbers of one target in the order of the clips, without those that are missing.</summary>
    internal double[] PresentTargets(int target) =>
    [
        .. Enumerable.Range(0, ClipCount).Select(clip => (double)Targets(clip)[target]).Where(static value => !double.IsNaN(value)),
    ];

    /// <summary>Throws for the first NaN or infinite feature.</summary>
    internal void CheckFinite()
    {
        for (var clip = 0; clip < ClipCount; clip++)
        {
            var frames = Frames(clip);
            if (IsFinite(frames))
            {
                continue;
            }

            for (var frame = 0; frame < FrameCount(clip); frame++)
            {
                CheckFinite(clip, frame, frames.Slice(frame * FeatureCount, FeatureCount));
            }
        }
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            if (!Vector256.LessThanOrEqualAll(Vector256.Abs(Vector256.Create(values[i..])), Vector256.Create(float.MaxValue)))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws for the first NaN or infinite feature of a frame.</summary>
    internal static void CheckFinite(int clip, long number, ReadOnlySpan<float> frame)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            if (!float.IsFinite(frame[i]))
            {
                throw new SequenceDataException(clip, new ErrorDetails(Text($"feature {i} of frame {number}"))
                {
                    Value = Text($"{frame[i]}"),
                    Rule = "a finite number",
                    NextStep = "Check the clip's recording and the feature settings.",
                });
            }
        }
    }

    /// <summary>Throws for the first label that is not one of the classes.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="mayBeMissing">True if <see cref="BatchTruth.NoLabel"/> is allowed.</param>
    internal void CheckLabels(int classes, bool mayBeMissing)
    {
        for (var clip = 0; clip < ClipCount; clip++)
        {
            if (Label(clip) < (mayBeMissing ? BatchTruth.NoLabel : 0) || Label(clip) >= classes)
            {
                throw new SequenceDataException(clip, new ErrorDetails("label")
                {
                    Value = Text($"{Label(clip)}"),
                    Rule = Text($"0 to {classes - 1}"),
                    NextStep = "Create the network with as many classes as there are labels.",
                });
            }
        }
    }

    /// <summary>Throws for the first clip whose shares are no weights of the classes.</summary>
    internal void CheckShares(int classes)
    {
        if (ShareCount != 0 && ShareCount != classes)
        {
            throw new ArgumentException(Text($"The clips have shares of {ShareCount} classes, expected {classes}, those of the network."));
        }

        for (var clip = 0; clip < ClipCount && ShareCount > 0; clip++)
        {
            var sum = 0.0;
            foreach (var share in Shares(clip))
            {
                sum += share >= 0 ? share : double.NaN;
            }

            if (!(sum > 0 && double.IsFinite(sum)))
            {
                throw new SequenceDataException(clip, new ErrorDetails("shares of the classes sum to {value}")
                {
                    Value = Text($"{sum}"),
                    Rule = "no negative one, and a finite sum above 0",
                    NextStep = "Check the clip's votes.",
                });
            }
        }
    }

    /// <summary>Throws for the first target that is infinite.</summary>
    internal void CheckTargets()
    {
        for (var clip = 0; clip < ClipCount; clip++)
        {
            foreach (var value in Targets(clip))
            {
                if (float.IsInfinity(value))
                {
                    throw new SequenceDataException(clip, new ErrorDetails("target")
                    {
                        Value = Text($"{value}"),
                        Rule = "a finite number, or NaN for a missing one",
                        NextStep = "Correct the corpus.",
                    });
                }
            }
        }
    }

    private static Place[] ToPlaces(FrameValues values, long valueCount, long[] offsets, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] * featureCount != valueCount)
        {
            var range = Text($"offsets run from {offsets.FirstOrDefault()} to {offsets.LastOrDefault()}");
            var rule = Text($"from 0 to {valueCount / featureCount} ({valueCount} values / {featureCount} features)");
            throw new ArgumentException($"{range}, expected {rule}.", nameof(offsets));
        }

        var places = new Place[offsets.Length - 1];
        for (var clip = 0; clip < places.Length; clip++)
        {
            var frames = offsets[clip + 1] - offsets[clip];
            if (frames <= 0)
            {
                throw new SequenceDataException(clip, new ErrorDetails("has {value} frames")
                {
                    Value = Text($"{frames}"),
                    Rule = "at least 1",
                    NextStep = "Leave it out or check its recording.",
                });
            }

            places[clip] = new Place(values, offsets[clip], checked((int)frames));
        }

        return places;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Place(FrameValues Values, long FirstFrame, int FrameCount);

    private abstract class FrameValues
    {
        public abstract ReadOnlySpan<float> Slice(long first, int count);
    }

    private sealed class ArrayValues(float[] values) : FrameValues
    {
        public override ReadOnlySpan<float> Slice(long first, int count) => values.AsSpan((int)first, count);
    }

    private sealed class MappedValues(MappedArray values) : FrameValues
    {
        public override ReadOnlySpan<float> Slice(long first, int count) => values.Slice(first, count);
    }
}
