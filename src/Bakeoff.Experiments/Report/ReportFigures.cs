using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Turns what is known about a system's test clips into the rows of a page.</summary>
internal static class ReportFigures
{
    private const int WrongClipsAtMost = 12;
    private const int WrongClipsKept = 1000;

    /// <summary>The headline metrics.</summary>
    /// <param name="document">Content of <c>metrics.json</c>.</param>
    /// <param name="seed">Seed of the run.</param>
    public static IReadOnlyList<HeadlineFigure> Headlines(MetricsDocument document, ulong seed)
    {
        var result = document.Result;
        var transductive = document.Transductive is null ? string.Empty : "; transductive: " + document.Transductive;
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.ClipCount} test clips, chance {100.0 / result.Classes.Count:0.0}\u202F%, interval by "
                + $"{YamlName.Of(result.IntervalUnit)}, one seed ({seed}){transductive}");
        var figures = new List<HeadlineFigure>
        {
            new("test_uar", "Unweighted average recall", ToEstimate(result.Uar), Note: note),
            new("test_accuracy", "Accuracy", ToEstimate(result.Accuracy)),
            new("test_macro_f1", "Macro F1", ToEstimate(result.MacroF1)),
        };
        if (result.Find("loss") is { } loss)
        {
            figures.Add(new HeadlineFigure("test_loss", "Log loss", ToEstimate(loss), IsShare: false));
        }

        if (result.Find("roc_auc") is { } area)
        {
            figures.Add(
                new HeadlineFigure(
                    "test_roc_auc",
                    "Area under the ROC curve",
                    ToEstimate(area),
                    IsShare: false,
                    Note: "chance 0.5, perfect 1"));
        }

        if (result.Folds.Count > 1)
        {
            figures.AddRange(
                result.Folds.Select(fold => new HeadlineFigure(
                    $"test_uar_fold_{fold.Name}",
                    $"UAR of fold {fold.Name}",
                    new Estimate(fold.UnweightedAverageRecall),
                    Note: string.Create(CultureInfo.InvariantCulture, $"{fold.Clips} test clips"))));
        }

        return figures;
    }

    /// <summary>Counts of truth against prediction.</summary>
    public static ConfusionCounts Confusion(EvaluationResult result)
    {
        var confusion = result.Confusion;
        var classes = confusion.Labels.Count;
        return new ConfusionCounts(
            confusion.Labels,
            [.. Enumerable.Range(0, classes * classes).Select(i => confusion[i / classes, i % classes])]);
    }

    /// <summary>One row a class; what a class without test clips has no value for is not a number.</summary>
    public static IReadOnlyList<ClassRow> Classes(EvaluationResult result) =>
        [
            .. result.Classes.Select(c =>
                c.Support == 0
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
        [
            .. result.Calibration?.Bins.Select(b => new Bakeoff.Reports.Charts.ReliabilityBin(
                b.Low,
                b.High,
                b.Count,
                b.Confidence,
                b.Accuracy)) ?? [],
        ];

    /// <summary>
    /// The wrong clips to show, the most confident first, without probabilities in the order of the predictions; and how many are wrong.
    /// </summary>
    /// <param name="predictions">All predictions, gone through once; no more than a thousand are kept.</param>
    /// <param name="listening">Finds the sound of a clip; null when there is none.</param>
    public static (IReadOnlyList<WrongClip> Shown, int Count) Wrong(IEnumerable<Prediction> predictions, ClipListening? listening)
    {
        var (wrong, count) = (new List<Prediction>(), 0);
        foreach (var prediction in predictions.Where(static p => p.Predicted != p.Label))
        {
            count++;
            wrong.Add(prediction);
            wrong = wrong.Count < WrongClipsKept ? wrong : MostConfident(wrong);
        }

        return ([.. MostConfident(wrong).Select(prediction => Describe(prediction, listening))], count);
    }

    private static List<Prediction> MostConfident(List<Prediction> wrong) =>
        [.. wrong.OrderByDescending(Confidence).Take(WrongClipsAtMost)];

    private static WrongClip Describe(Prediction p, ClipListening? listening) =>
        new(
            p.Path,
            p.Label,
            p.Predicted,
            Confidence(p),
            p.Speaker.Length > 0 ? p.Speaker : null,
            p.Text.Length > 0 ? p.Text : null,
            listening?.Find(p.Path))
        {
            Columns = [.. p.Values.Columns.Select(column => new Fact(column.Name, p.Values.TextOf(column.Name)))],
        };

    private static double Confidence(Prediction prediction) =>
        prediction.Probabilities.Count == 0 ? double.NaN : prediction.Probabilities.Max();

    private static Estimate ToEstimate(MetricResult metric) => new(metric.Value, metric.Interval?.Low, metric.Interval?.High);
}
