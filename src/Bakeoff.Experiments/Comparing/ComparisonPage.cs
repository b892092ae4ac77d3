using System.Globalization;
using System.Text;
using Bakeoff.Experiments.Evaluation;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Comparing;

/// <summary>Writes a comparison as a page.</summary>
public static class ComparisonPage
{
    /// <summary>Names of a title; more would fill the screen.</summary>
    private const int MostInTitle = 4;

    /// <summary>Writes the page whole or not at all.</summary>
    /// <param name="comparison">What to show.</param>
    /// <param name="path">File to create or replace; its folder is created. Links lead from there to each experiment's report.</param>
    public static void Write(Comparison comparison, string path)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var full = Path.GetFullPath(path);
        AtomicFile.Write(full, Encoding.UTF8.GetBytes(ComparisonReportPage.Render(new ComparisonReport
        {
            Title = Title(comparison),
            Runs = [.. comparison.Experiments.Select(e => Describe(e, Path.GetDirectoryName(full)!))],
            Differences = [.. comparison.Pairs.Select(Describe)],
        })));
    }

    private static string Title(Comparison comparison) => comparison.IsLeaderboard || comparison.Experiments.Count > MostInTitle
        ? string.Create(CultureInfo.InvariantCulture, $"{comparison.Experiments.Count} experiments")
        : string.Join(", ", comparison.Experiments.Select(e => e.Name));

    private static ComparedRun Describe(ComparedExperiment experiment, string from)
    {
        var report = Path.Combine(experiment.Folder, ReportStage.PageFile);
        return new ComparedRun
        {
            Name = experiment.Name,
            Link = File.Exists(report) ? Path.GetRelativePath(from, report).Replace(Path.DirectorySeparatorChar, '/') : null,
            Parameters = [.. experiment.Parameters.Select(p => new Fact(p.Key, p.Value)), new Fact("leaks", experiment.Leaks.Count == 0 ? "none" : string.Join(", ", experiment.Leaks))],
            Figures = [.. ComparedFigure.All.Where(f => experiment.Figure(f.Name) is not null).Select(f => new HeadlineFigure(
                f.Name, f.Title, new Estimate(experiment.Figure(f.Name)!.Value, experiment.Figure(f.LowName), experiment.Figure(f.HighName)), f.IsShare))],
            Training = Training(Path.Combine(experiment.Folder, TrainStage.HistoryFile)),
        };
    }

    /// <summary>The course of a single training; those of several folds would lie over each other.</summary>
    private static TrainingCurve? Training(string path) => File.Exists(path) && HistoryTable.Read(path) is [var (fold, epochs)]
        ? new TrainingCurve(
            fold,
            [.. epochs.Select(e => new EpochRow(e.Epoch, e.TrainLoss, e.TrainAccuracy, e.ValidationLoss, e.ValidationAccuracy, e.ValidationUar, e.LearningRate))],
            epochs.LastOrDefault(e => e.IsBest)?.Epoch)
        : null;

    private static PairedDifference Describe(ComparedPair pair) => new(
        pair.First,
        pair.Second,
        ComparedFigure.All[0].Name,
        new Estimate(pair.Result.UarDifference, pair.Result.Interval.Low, pair.Result.Interval.High),
        string.Create(CultureInfo.InvariantCulture, $"{pair.Result.Clips} clips, by {(pair.Result.Unit == BootstrapUnit.Speaker ? "speaker" : "clip")}, p = {pair.Result.PValue:0.0000}"));
}
