using System.Globalization;
using Bakeoff.Evaluation.Raters;
using Bakeoff.Evaluation.Results;
using Bakeoff.Numerics;
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
        var transductive = document.Transductive is null ? string.Empty : "; transductive: " + document.Transductive;
        var unit = YamlName.Of(document.Result.IntervalUnit);
        var seeds = string.Create(CultureInfo.InvariantCulture, $"interval by {unit}, one seed ({seed}){transductive}");
        return document.Result switch
        {
            ClassificationResult result => [.. Headlines(result, seeds), .. result.Numbers is { } numbers ? Headlines(numbers, seeds) : []],
            RegressionResult result => Headlines(result, seeds),
            _ => throw new ArgumentOutOfRangeException(nameof(document), document.Result.GetType().Name, "Unknown result."),
        };
    }

    private static List<HeadlineFigure> Headlines(ClassificationResult result, string seeds)
    {
        var note = string.Create(
            CultureInfo.InvariantCulture, $"{result.Confusion.Total} test clips, chance {100.0 / result.Classes.Count:0.0}\u202F%, {seeds}");
        var figures = new List<HeadlineFigure>
        {
            new("test_uar", "Unweighted average recall", ToEstimate(result.Uar), Note: note),
            new("test_accuracy", "Accuracy", ToEstimate(result.Accuracy)),
            new("test_macro_f1", "Macro F1", ToEstimate(result.MacroF1)),
        };
        if (result.Find("loss") is { } loss)
        {
            var before = result.Confidence is { Rejection.Count: > 0 } confidence
                ? string.Create(CultureInfo.InvariantCulture, $"{confidence.Before.Loss:0.000} before calibration")
                : null;
            figures.Add(new HeadlineFigure("test_loss", "Log loss", ToEstimate(loss), IsShare: false, Note: before));
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

        if (result.Find("rater_uar") is { } rater && result.Find("system_uar") is { } system)
        {
            figures.Add(
                new HeadlineFigure(
                    "test_rater_uar",
                    "UAR of a left-out rater",
                    ToEstimate(rater),
                    Note: string.Create(CultureInfo.InvariantCulture, $"against the others; the system against the same labels {system.Value:0.0 %}")));
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

    private static List<HeadlineFigure> Headlines(RegressionResult result, string seeds)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{result.ClipCount} test clips, chance 0, perfect 1, {seeds}");
        var isMean = result.Targets.Count > 1;
        var mean = isMean ? ", mean of targets" : $" of {result.Targets[0].Name}";
        List<HeadlineFigure> figures =
        [
            new("test_ccc", $"Concordance correlation (CCC){mean}", ToEstimate(result, "ccc"), IsShare: false, note),
            .. isMean
                ? result.Targets.Select(target => new HeadlineFigure(
                    "test_" + RegressionResult.NameOf("ccc", target.Name),
                    $"CCC of {target.Name}",
                    ToEstimate(result, RegressionResult.NameOf("ccc", target.Name)),
                    IsShare: false,
                    string.Create(CultureInfo.InvariantCulture, $"{target.Clips} test clips")))
                : [],
            new("test_pearson", $"Pearson's r{mean}", ToEstimate(result, "pearson"), IsShare: false),
            new("test_mae", $"Mean absolute error{mean}", ToEstimate(result, "mae"), IsShare: false),
            new("test_rmse", $"Root mean squared error{mean}", ToEstimate(result, "rmse"), IsShare: false),
        ];
        if (result.Folds.Count > 1)
        {
            figures.AddRange(
                result.Folds.Select(fold => new HeadlineFigure(
                    $"test_ccc_fold_{fold.Name}",
                    $"CCC of fold {fold.Name}",
                    new Estimate(fold.Ccc ?? double.NaN),
                    IsShare: false,
                    string.Create(CultureInfo.InvariantCulture, $"{fold.Clips} test clips"))));
        }

        return figures;
    }

    /// <summary>One row a target.</summary>
    public static IReadOnlyList<TargetRow> Targets(RegressionResult result) =>
        [
            .. result.Targets.Select(target => new TargetRow(
                target.Name,
                ToEstimate(result, RegressionResult.NameOf("ccc", target.Name)),
                ToEstimate(result, RegressionResult.NameOf("pearson", target.Name)).Value,
                ToEstimate(result, RegressionResult.NameOf("mae", target.Name)).Value,
                ToEstimate(result, RegressionResult.NameOf("rmse", target.Name)).Value,
                target.Clips)),
        ];

    /// <summary>Numbers per speaker or text.</summary>
    public static IReadOnlyList<NumberGroupRow> Groups(IReadOnlyList<RegressionGroupScore> groups) =>
        [
            .. groups.Select(static group => new NumberGroupRow(
                group.Name,
                group.Ccc ?? double.NaN,
                group.MeanAbsoluteError ?? double.NaN,
                group.RootMeanSquaredError ?? double.NaN,
                group.Clips)),
        ];

    /// <summary>True and predicted numbers of each target, of the clips whose truth is known.</summary>
    public static IReadOnlyList<TargetPoints> Points(IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions) =>
        [
            .. targets.Select((target, t) =>
            {
                var known = predictions.Where(prediction => !float.IsNaN(prediction.TrueNumbers[t])).ToList();
                return new TargetPoints(target, known.ConvertAll(clip => clip.TrueNumbers[t]), known.ConvertAll(clip => clip.Numbers[t]));
            }),
        ];

    /// <summary>The largest errors of all targets, in each target's standard deviations; a clip is there once for its worst target.</summary>
    /// <param name="points">Numbers of each target, as <see cref="Points"/> gives them.</param>
    /// <param name="predictions">All predictions.</param>
    /// <param name="details">Sound of a clip and what its prediction rests on.</param>
    public static IReadOnlyList<WrongClip> Largest(
        IReadOnlyList<TargetPoints> points, IReadOnlyList<Prediction> predictions, ClipDetails details)
    {
        double[] deviations =
        [
            .. points.Select(static target => Moments.Of([.. target.Truth.Select(static number => (double)number)]).StandardDeviation),
        ];
        return
        [
            .. predictions
                .Select(clip => (Clip: clip, Worst: Worst(clip, deviations)))
                .Where(static entry => entry.Worst.Size > 0)
                .OrderByDescending(static entry => entry.Worst.Size)
                .Take(WrongClipsAtMost)
                .Select(entry => Describe(entry.Clip, entry.Worst.Target, points[entry.Worst.Target].Target, details)),
        ];
    }

    private static (int Target, double Size) Worst(Prediction clip, double[] deviations)
    {
        var worst = (Target: 0, Size: 0.0);
        for (var t = 0; t < deviations.Length; t++)
        {
            var size = Math.Abs(clip.Numbers[t] - (double)clip.TrueNumbers[t]) / (deviations[t] > 0 ? deviations[t] : 1);
            worst = size > worst.Size ? (t, size) : worst;
        }

        return worst;
    }

    private static WrongClip Describe(Prediction p, int target, string name, ClipDetails details) =>
        new(
            p.Path,
            string.Create(CultureInfo.InvariantCulture, $"{name} {p.TrueNumbers[target]:0.###}"),
            string.Create(CultureInfo.InvariantCulture, $"{name} {p.Numbers[target]:0.###}"),
            double.NaN,
            p.Speaker.Length > 0 ? p.Speaker : null,
            p.Text.Length > 0 ? p.Text : null,
            details.Sound(p))
        {
            Reason = details.Reason(p, name, truth: null),
            Error = Math.Abs(p.Numbers[target] - (double)p.TrueNumbers[target]),
            Columns = [.. p.Values.Columns.Select(column => new Fact(column.Name, p.Values.TextOf(column.Name)))],
        };

    private static Estimate ToEstimate(RegressionResult result, string name) =>
        result.Find(name) is { } metric ? ToEstimate(metric) : new Estimate(double.NaN);

    /// <summary>A sentence on the votes.</summary>
    public static string Votes(VoteEvaluation votes)
    {
        var alpha = votes.Alpha is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"Krippendorff's alpha {value:0.000}")
            : "Krippendorff's alpha not defined";
        var distance = votes is { Divergence: { } divergence, Distance: { } total }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" The system's probabilities are {divergence:0.000} nats (Kullback-Leibler) and {total:0.000} (total variation, at most 1) from the shares "
                    + $"of the votes, as means over the clips.")
            : "";
        return $"{Quantity.Of(votes.Votes, "vote")} on {Quantity.Of(votes.Clips, "test clip")}: {alpha}.{distance}";
    }

    /// <summary>A left-out rater beside the system.</summary>
    public static RaterRow Rater(RaterScore score) =>
        new(
            score.Name.Length == 0 ? "each in turn" : score.Name,
            score.RaterUar,
            score.RaterAccuracy,
            score.SystemUar,
            score.SystemAccuracy,
            score.Clips);

    /// <summary>Counts of truth against prediction.</summary>
    public static ConfusionCounts Confusion(ClassificationResult result)
    {
        var confusion = result.Confusion;
        var classes = confusion.Labels.Count;
        return new ConfusionCounts(
            confusion.Labels,
            [.. Enumerable.Range(0, classes * classes).Select(i => confusion[i / classes, i % classes])]);
    }

    /// <summary>One row a class; what a class without test clips has no value for is not a number.</summary>
    public static IReadOnlyList<ClassRow> Classes(ClassificationResult result) =>
        [
            .. result.Classes.Select(c =>
                c.Support == 0
                    ? new ClassRow(c.Label, new Estimate(double.NaN), double.NaN, double.NaN, 0)
                    : new ClassRow(c.Label, new Estimate(c.Recall), c.Precision, c.F1, c.Support)),
        ];

    /// <summary>One row a speaker.</summary>
    public static IReadOnlyList<SpeakerRow> Speakers(ClassificationResult result) =>
        [.. result.Speakers.Select(s => new SpeakerRow(s.Name, new Estimate(s.UnweightedAverageRecall), s.Accuracy, s.Clips))];

    /// <summary>Metrics of each text.</summary>
    public static IReadOnlyList<TextRow> Texts(ClassificationResult result) =>
        [.. result.Texts.Select(t => new TextRow(t.Name, t.UnweightedAverageRecall, t.Accuracy, t.Clips))];

    /// <summary>Bins of the reliability diagram; none where the system gives no probabilities.</summary>
    public static IReadOnlyList<Bakeoff.Reports.Charts.ReliabilityBin> Reliability(ClassificationResult result) =>
        Bins(result.Calibration?.Bins ?? []);

    /// <summary>Bins of a reliability diagram as the page takes them.</summary>
    public static IReadOnlyList<Bakeoff.Reports.Charts.ReliabilityBin> Bins(IReadOnlyList<Bakeoff.Evaluation.Metrics.ReliabilityBin> bins) =>
        [.. bins.Select(static b => new Bakeoff.Reports.Charts.ReliabilityBin(b.Low, b.High, b.Count, b.Confidence, b.Accuracy))];

    /// <summary>
    /// The wrong clips to show, the most confident first, without probabilities in the order of the predictions; and how many are wrong.
    /// </summary>
    /// <param name="predictions">All predictions, gone through once; no more than a thousand are kept.</param>
    /// <param name="details">Sound of a clip and what its prediction rests on.</param>
    public static (IReadOnlyList<WrongClip> Shown, int Count) Wrong(IEnumerable<Prediction> predictions, ClipDetails details)
    {
        var (wrong, count) = (new List<Prediction>(), 0);
        foreach (var prediction in predictions.Where(static p => p.Label.Length > 0 && p.Predicted != p.Label))
        {
            count++;
            wrong.Add(prediction);
            wrong = wrong.Count < WrongClipsKept ? wrong : MostConfident(wrong);
        }

        return ([.. MostConfident(wrong).Select(prediction => Describe(prediction, details))], count);
    }

    private static List<Prediction> MostConfident(List<Prediction> wrong) =>
        [.. wrong.OrderByDescending(Confidence).Take(WrongClipsAtMost)];

    private static WrongClip Describe(Prediction p, ClipDetails details) =>
        new(
            p.Path,
            p.Label,
            p.Predicted,
            Confidence(p),
            p.Speaker.Length > 0 ? p.Speaker : null,
            p.Text.Length > 0 ? p.Text : null,
            details.Sound(p))
        {
            Reason = details.Reason(p, p.Predicted, p.Label),
            Columns = [.. p.Values.Columns.Select(column => new Fact(column.Name, p.Values.TextOf(column.Name)))],
        };

    private static double Confidence(Prediction prediction) =>
        prediction.Probabilities.Count == 0 ? double.NaN : prediction.Probabilities.Max();

    private static Estimate ToEstimate(MetricResult metric) => new(metric.Value, metric.Interval?.Low, metric.Interval?.High);
}
