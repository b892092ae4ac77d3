using Bakeoff.Evaluation.Results;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The predictions as columns and rows for MLflow's tables: what <c>predictions.csv</c> has, and whether each is right.</summary>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class PredictionColumns
{
    /// <summary>Names of the columns, and the rows in the order given.</summary>
    public static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows) Of(
        IReadOnlyList<string> labels,
        IReadOnlyList<Prediction> predictions)
    {
        // Classifiers without probabilities leave their columns out, rather than empty.
        var hasProbabilities = predictions.All(p => p.Probabilities.Count == labels.Count);
        string[] columns =
        [
            "path",
            "fold",
            "speaker",
            "text",
            "label",
            "predicted",
            "is_right",
            .. hasProbabilities ? labels.Select(label => $"p_{label}") : [],
        ];
        return (columns, predictions.Select(p => Row(p, hasProbabilities)));
    }

    private static IReadOnlyList<object?> Row(Prediction p, bool hasProbabilities) =>
        [
            p.Path,
            p.Fold,
            p.Speaker,
            p.Text,
            p.Label,
            p.Predicted,
            p.Label == p.Predicted,
            .. hasProbabilities ? p.Probabilities.Select(x => (object?)(double)x) : [],
        ];
}
