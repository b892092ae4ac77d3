using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Data;

/// <summary>Features of many clips in one array, each clip with its own number of frames.</summary>
/// <remarks>Holds the arrays it is given, without a copy; they must not change while a network works on them.</remarks>
public sealed class SequenceSet
{
    private readonly float[] _values;
    private readonly long[] _offsets;
    private readonly int[]? _labels;

    /// <summary>Creates a set of clips.</summary>
    /// <param name="values">Features, row-major [frames, featureCount].</param>
    /// <param name="offsets">Clips + 1 numbers; the frames of clip i are rows offsets[i] to offsets[i + 1] - 1.</param>
    /// <param name="featureCount">Values in one frame; positive.</param>
    /// <param name="labels">Class of each clip, from 0; null if the clips are only predicted.</param>
    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    /// <exception cref="SequenceDataException">A clip has no frames.</exception>
    public SequenceSet(float[] values, long[] offsets, int featureCount, int[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] * featureCount != values.Length)
        {
            var range = Text($"offsets run from {offsets.FirstOrDefault()} to {offsets.LastOrDefault()}");
            var rule = Text($"from 0 to {values.Length / featureCount} ({values.Length} values / {featureCount} features)");
            throw new ArgumentException($"{range}, expected {rule}.", nameof(offsets));
        }

        if (labels is not null && labels.Length != offsets.Length - 1)
        {
            var problem = Text($"labels holds {labels.Length} values, expected one for each of the {offsets.Length - 1} clips.");
            throw new ArgumentException(problem, nameof(labels));
        }

        for (var clip = 0; clip + 1 < offsets.Length; clip++)
        {
            if (offsets[clip + 1] <= offsets[clip])
            {
                throw new SequenceDataException(clip, new ErrorDetails("has {value} frames")
                {
                    Value = Text($"{offsets[clip + 1] - offsets[clip]}"),
                    Rule = "at least 1",
                    NextStep = "Leave it out or check its recording.",
                });
            }
        }

        _values = values;
        FeatureCount = featureCount;
        _offsets = offsets;
        _labels = labels;
    }

    /// <summary>Number of clips.</summary>
    public int ClipCount => _offsets.Length - 1;

    /// <summary>Values in one frame.</summary>
    public int FeatureCount { get; }

    /// <summary>Frames of all clips together.</summary>
    public int TotalFrames => (int)_offsets[^1];

    /// <summary>True if the clips have labels.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Features, row-major [TotalFrames, FeatureCount].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Row of a clip's first frame among the frames of all clips.</summary>
    public int FirstFrame(int clip) => (int)_offsets[clip];

    /// <summary>Number of frames of one clip.</summary>
    public int FrameCount(int clip) => (int)(_offsets[clip + 1] - _offsets[clip]);

    /// <summary>Class of one clip, from 0.</summary>
    /// <exception cref="InvalidOperationException">The set was made without labels.</exception>
    public int Label(int clip) =>
        (_labels ?? throw new InvalidOperationException("This SequenceSet has no labels. Give them to its constructor."))[clip];

    /// <summary>Features of one clip, row-major [frames, FeatureCount].</summary>
    public ReadOnlySpan<float> Frames(int clip) => _values.AsSpan((int)_offsets[clip] * FeatureCount, FrameCount(clip) * FeatureCount);

    /// <summary>Copies some clips into a set of their own, in the order given.</summary>
    public SequenceSet Select(IReadOnlyList<int> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var offsets = new long[clips.Count + 1];
        for (var i = 0; i < clips.Count; i++)
        {
            offsets[i + 1] = offsets[i] + FrameCount(clips[i]);
        }

        var values = new float[offsets[^1] * FeatureCount];
        for (var i = 0; i < clips.Count; i++)
        {
            Frames(clips[i]).CopyTo(values.AsSpan((int)offsets[i] * FeatureCount));
        }

        return new SequenceSet(values, offsets, FeatureCount, _labels is null ? null : [.. clips.Select(clip => _labels[clip])]);
    }

    /// <summary>Joins sets: the clips of the first, then those of the second, and so on.</summary>
    /// <param name="sets">At least one; all with the same number of features. Labels are kept if every set has them.</param>
    /// <returns>The only set itself, or a copy of several.</returns>
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

        var values = new float[sets.Sum(static set => set._values.Length)];
        var offsets = new List<long> { 0 };
        foreach (var set in sets)
        {
            var start = offsets[^1];
            set._values.CopyTo(values, (int)start * set.FeatureCount);
            offsets.AddRange(set._offsets.Skip(1).Select(offset => start + offset));
        }

        int[]? labels = sets.All(static set => set._labels is not null) ? [.. sets.SelectMany(static set => set._labels!)] : null;
        return new SequenceSet(values, [.. offsets], sets[0].FeatureCount, labels);
    }

    /// <summary>The same clips and labels with other feature values.</summary>
    /// <param name="values">Row-major [TotalFrames, FeatureCount]; kept, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public SequenceSet WithValues(float[] values) => new(values, _offsets, FeatureCount, _labels);

    /// <summary>The same clips and values with other labels.</summary>
    /// <param name="labels">Class of each clip, from 0; kept, not copied.</param>
    /// <exception cref="ArgumentException">There are more or fewer labels than clips.</exception>
    public SequenceSet WithLabels(int[] labels) => new(_values, _offsets, FeatureCount, labels);

    /// <summary>Throws for the first NaN or infinite feature.</summary>
    internal void CheckFinite()
    {
        for (var clip = 0; clip < ClipCount; clip++)
        {
            for (var frame = 0; frame < FrameCount(clip); frame++)
            {
                CheckFinite(clip, frame, Frames(clip).Slice(frame * FeatureCount, FeatureCount));
            }
        }
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
    internal void CheckLabels(int classes)
    {
        for (var clip = 0; clip < ClipCount; clip++)
        {
            if (Label(clip) < 0 || Label(clip) >= classes)
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

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
