namespace Bakeoff.Reports.Charts;

/// <summary>The history of one training.</summary>
/// <param name="Name">Name of the fold or run; shown when there is more than one.</param>
/// <param name="Epochs">Rows in rising order of epochs; may be empty.</param>
/// <param name="ChosenEpoch">Epoch whose weights were kept; null when none was chosen.</param>
public sealed record TrainingCurve(string Name, IReadOnlyList<EpochRow> Epochs, int? ChosenEpoch = null)
{
    /// <summary>True where classes are predicted: the epochs have accuracy and UAR.</summary>
    internal bool HasClasses => !HasNumbers || Epochs.Any(static row => double.IsFinite(row.TrainAccuracy));

    /// <summary>True where numbers are predicted: the epochs have CCC.</summary>
    internal bool HasNumbers => Epochs.Any(static row => double.IsFinite(row.TrainCcc) || double.IsFinite(row.ValidationCcc));
}
