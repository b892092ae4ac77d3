using System.Globalization;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Experiments.Explore;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Turns what is known about a system's test clips into the rows of a page.</summary>
internal static class ReportFigures
{
    private const int WrongClipsAtMost = 12;

    /// <summary>The metrics to be seen first.</summary>
    /// <param name="result">The metrics.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="transductive">What the system knew of the test clips beforehand; null for nothing.</param>
    public static IReadOnlyList<HeadlineFigure> Headlines(EvaluationResult result, int classes, string? transductive)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{result.Pooled.Confusion.Total} test clips, chance {100.0 / classes:0.0}\u202F%, interval by {(result.IntervalUnit == BootstrapUnit.Speaker ? "speaker" : "clip")}{(transductive is null ? string.Empty : "; transductive: " + transductive)}");
        var figures = new List<HeadlineFigure>
        {
            new("test_uar", "Unweighted average recall", Estimate(result.Pooled.UnweightedAverageRecall, result.UarInterval), Note: note),
            new("test_accuracy", "Accuracy", Estimate(result.Pooled.Accuracy, result.AccuracyInterval)),
            new("test_macro_f1", "Macro F1", Estimate(result.Pooled.MacroF1, result.MacroF1Interval)),
        };
        if (result.Pooled.LogLoss is { } loss)
        {
            figures.Add(new HeadlineFigure("test_loss", "Log loss", new Estimate(loss), IsShare: false));
        }

        if (result.Pooled.RocAuc is { } area)
        {
            figures.Add(new HeadlineFigure("test_roc_auc", "Area under the ROC curve", new Estimate(area), IsShare: false, Note: "chance 0.5, perfect 1"));
        }

        if (result.Folds.Count > 1)
        {
            figures.AddRange(result.Folds.Select(fold => new HeadlineFigure(
                $"test_uar_fold_{fold.Name}", $"UAR of fold {fold.Name}", new Estimate(fold.UnweightedAverageRecall), Note: string.Create(CultureInfo.InvariantCulture, $"{fold.Clips} test clips"))));
        }

        return figures;
    }

    /// <summary>Counts of truth against prediction.</summary>
    public static ConfusionCounts Confusion(EvaluationResult result)
    {
        var confusion = result.Pooled.Confusion;
        var classes = confusion.Labels.Count;
        return new ConfusionCounts(confusion.Labels, [.. Enumerable.Range(0, classes * classes).Select(i => confusion[i / classes, i % classes])]);
    }

    /// <summary>One row a class; what a class without test clips has no value for is not a number.</summary>
    public static IReadOnlyList<ClassRow> Classes(EvaluationResult result) =>
    [
        .. result.Pooled.Classes.Select(c => c.Support == 0
            ? new ClassRow(c.Label, new Estimate(double.NaN), double.NaN, double.NaN, 0)
            : new ClassRow(c.Label, new Estimate(c.Recall), c.Precision, c.F1, c.Support)),
    ];

    /// <summary>One row a speaker.</summary>
    public static IReadOnlyList<SpeakerRow> Speakers(EvaluationResult result) =>
        [.. result.Speakers.Select(s => new SpeakerRow(s.Name, new Estimate(s.UnweightedAverageRecall), s.Accuracy, s.Clips))];

    /// <summary>Metrics of each text.</summary>
    public static IReadOnlyList<TextRow> Texts(EvaluationResult result) =>
        [.. result.Texts.Select(t => new TextRow(t.Name, t.UnweightedAverageRecall, t.Accuracy, t.Clips))];

    /// <summary>Bins of the reliability diagram; none where the system gives no probabilities.</summary>
    public static IReadOnlyList<Bakeoff.Reports.Charts.ReliabilityBin> Reliability(EvaluationResult result) =>
        [.. result.Pooled.Calibration?.Bins.Select(b => new Bakeoff.Reports.Charts.ReliabilityBin(b.Low, b.High, b.Count, b.Confidence, b.Accuracy)) ?? []];

    /// <summary>The wrong clips to show, the most confident first; without probabilities by name.</summary>
    /// <param name="wrong">All wrong predictions.</param>
    /// <param name="listening">Finds the sound of a clip; null when there is none.</param>
    public static IReadOnlyList<WrongClip> Wrong(IReadOnlyList<Prediction> wrong, ClipListening? listening) =>
    [
        .. wrong.OrderByDescending(Confidence).ThenBy(p => p.Path, StringComparer.Ordinal).Take(WrongClipsAtMost).Select(p => new WrongClip(
            p.Path, p.Label, p.Predicted, Confidence(p), p.Speaker.Length > 0 ? p.Speaker : null, p.Text.Length > 0 ? p.Text : null, listening?.Find(p.Path))),
    ];

    private static double Confidence(Prediction prediction) => prediction.Probabilities.Count == 0 ? double.NaN : prediction.Probabilities.Max();

    private static Estimate Estimate(double value, BootstrapInterval interval) => new(value, interval.Low, interval.High);
}
