using Bakeoff.Evaluation.Results;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Tracking;

/// <summary>The predictions as columns and rows for MLflow's tables: what <c>predictions.csv</c> has, and whether each is right.</summary>
/// <remarks>
/// MLflow's evaluation view opens with a row for each value of the first column and the second column of each run beside it. So the first
/// has the truth, and the clip to keep rows apart; the second what was predicted.
/// </remarks>
[OutsideFingerprint("records what happens; cannot change a result")]
internal static class PredictionColumns
{
    /// <summary>Names of the columns, and the rows of a table of predictions.</summary>
    /// <param name="path">The table <c>predictions.csv</c>.</param>
    public static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows) Read(string path)
    {
        var (labels, targets, predictions) = PredictionTable.ReadEach(path);
        return labels.Count == 0 && targets.Count > 0 ? OfNumbers(targets, predictions) : Of(labels, predictions, targets);
    }

    private static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows) OfNumbers(
        IReadOnlyList<string> targets,
        IEnumerable<Prediction> predictions)
    {
        string[] columns =
        [
            "clip",
            .. NumberNames(targets),
            "label",
            "speaker",
            "text",
            "fold",
            .. predictions.Take(1).SelectMany(static p => p.Values.Columns).Select(static column => column.Name),
        ];
        return (columns, predictions.Select(static p => (IReadOnlyList<object?>)
        [
            p.Path,
            .. Numbers(p),
            p.Label,
            p.Speaker,
            p.Text,
            p.Fold,
            .. p.Values.Columns.Select(column => p.Values.TextOf(column.Name)),
        ]));
    }

    private static IEnumerable<string> NumberNames(IReadOnlyList<string> targets) =>
        targets.SelectMany(static target => new[] { $"predicted_{target}", $"true_{target}" });

    private static IEnumerable<object?> Numbers(Prediction p) => p.Numbers.Zip(
        p.TrueNumbers, static (predicted, truth) => new object?[] { (double)predicted, float.IsNaN(truth) ? null : (double)truth })
        .SelectMany(static pair => pair);

    /// <summary>Names of the columns, and the rows in the order given; the predictions are gone through three times, and not kept.</summary>
    public static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows) Of(
        IReadOnlyList<string> labels,
        IEnumerable<Prediction> predictions,
        IReadOnlyList<string>? targets = null)
    {
        // Classifiers without probabilities leave their columns out, rather than empty.
        var hasProbabilities = predictions.All(p => p.Probabilities.Count == labels.Count);
        string[] columns =
        [
            "truth and clip",
            "predicted",
            "is_right",
            "label",
            "speaker",
            "text",
            "fold",
            "path",
            .. NumberNames(targets ?? []),
            .. predictions.Take(1).SelectMany(static p => p.Values.Columns).Select(static column => column.Name),
            .. hasProbabilities ? labels.Select(label => $"p_{label}") : [],
        ];
        return (columns, predictions.Select(p => Row(p, hasProbabilities)));
    }

    private static IReadOnlyList<object?> Row(Prediction p, bool hasProbabilities) =>
        [
            $"{p.Label}: {p.Path}",
            p.Predicted,
            p.Label == p.Predicted,
            p.Label,
            p.Speaker,
            p.Text,
            p.Fold,
            p.Path,
            .. Numbers(p),
            .. p.Values.Columns.Select(column => p.Values.TextOf(column.Name)),
            .. hasProbabilities ? p.Probabilities.Select(x => (object?)(double)x) : [],
        ];
}
