namespace Bakeoff.Experiments.Explaining;

/// <summary>A part of a clip's features that is replaced, and the outputs of the models then.</summary>
/// <param name="Name">The part in words, such as <c>0.40 to 0.52 s</c> or <c>mfcc_3</c>.</param>
public sealed record OccludedPart(string Name)
{
    /// <summary>Start in seconds since the recording's start; null for a part that lasts as long as the clip.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>End in seconds; null for a part that lasts as long as the clip.</summary>
    public double? EndSeconds { get; init; }

    /// <summary>Lower edge in hertz; null for a part that is no frequency band.</summary>
    public double? LowHz { get; init; }

    /// <summary>Upper edge in hertz; null for a part that is no frequency band.</summary>
    public double? HighHz { get; init; }

    /// <summary>Outputs without the part, shape [outputs]: probabilities, then numbers; of several folds their mean.</summary>
    public IReadOnlyList<float> Outputs { get; init; } = [];

    /// <summary>Frames that are replaced.</summary>
    internal Range Frames { get; init; } = Range.All;

    /// <summary>Columns that are replaced; null for all.</summary>
    internal int[]? Columns { get; init; }

    /// <summary>True if the two replace a value in common.</summary>
    internal bool Overlaps(OccludedPart other) =>
        (StartSeconds is null || other.StartSeconds is null || (StartSeconds < other.EndSeconds && other.StartSeconds < EndSeconds))
        && (Columns is null || other.Columns is null || Columns.Intersect(other.Columns).Any());
}
