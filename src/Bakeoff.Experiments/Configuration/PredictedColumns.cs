namespace Bakeoff.Experiments.Configuration;

/// <summary>The label, columns of numbers, or both, as an experiment predicts them.</summary>
/// <param name="HasLabel">True if the label is predicted.</param>
/// <param name="Targets">Columns of numbers, in the order of targets; of heads by name, for fingerprints do not tell the order of a
/// mapping.</param>
/// <param name="MissingLabels">Labels that say that a clip has none.</param>
internal sealed record PredictedColumns(bool HasLabel, IReadOnlyList<string> Targets, IReadOnlyList<string> MissingLabels)
{
    /// <summary>Name of the head that predicts the label.</summary>
    public const string Label = "label";

    /// <summary>Ranges of a number that are the labels; null for those of the corpus.</summary>
    public BinnedNumberOptions? Bins { get; init; }

    /// <summary>Reads the settings: numbers, the heads, or else the label.</summary>
    /// <param name="targets">The setting <c>targets</c>.</param>
    /// <param name="heads">The setting <c>heads</c>.</param>
    /// <param name="bins">The setting <c>bins</c>.</param>
    public static PredictedColumns Of(
        IReadOnlyList<string>? targets, IReadOnlyDictionary<string, HeadOptions>? heads, BinnedNumberOptions? bins) => heads is null
        ? new PredictedColumns(targets is null, targets ?? [], []) { Bins = bins }
        : new PredictedColumns(
            heads.ContainsKey(Label),
            [.. heads.Keys.Where(static name => name != Label).Order(StringComparer.Ordinal)],
            heads.GetValueOrDefault(Label)?.Missing ?? []);
}
