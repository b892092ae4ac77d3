using System.Globalization;
using System.Text;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Experiments.Train;
using Bakeoff.Options.Files;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pictures;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Output;

/// <summary>Writes a comparison as a page.</summary>
internal static class ComparisonPage
{
    /// <summary>Names of a title; more would fill the screen.</summary>
    private const int MostInTitle = 4;

    /// <summary>The page of a comparison that names no other.</summary>
    public static string UsualPath(Workspace workspace) => Path.Combine(workspace.ArtifactsFolder, "experiments", "comparison.html");

    /// <summary>Writes the page and its charts as <see cref="Write"/> does, and prints where they are.</summary>
    public static void WriteAndName(Comparison comparison, Ranking ranking, string path, TextWriter output, SweepResult? sweep = null)
    {
        var (folder, charts) = Write(comparison, ranking, path, sweep);
        output.WriteLine($"page: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        output.WriteLine($"{charts}: {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
    }

    /// <summary>Writes the page, whole or not at all, and its charts as files beside it.</summary>
    /// <param name="comparison">What to show.</param>
    /// <param name="ranking">The order that was asked for.</param>
    /// <param name="path">File to create or replace; its folder is created. Links lead from there to each experiment's report.</param>
    /// <param name="sweep">The sweep whose members the experiments are, all of them; null for others. The page names members without it.</param>
    /// <returns>The folder of the charts, and what was written there.</returns>
    public static (string Folder, WrittenCharts Charts) Write(Comparison comparison, Ranking ranking, string path, SweepResult? sweep = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var full = Path.GetFullPath(path);
        var report = new ComparisonReport
        {
            Title = sweep?.Name ?? Title(comparison),
            Cross = sweep?.Cross is { } cross ? Describe(cross) : null,
            Trials = sweep is { Search: { } search } ? TrialTable.Of(search, sweep.Groups) : null,
            Groups = [.. Groups(comparison, ranking, Path.GetDirectoryName(full)!).Select(group => Shorten(group, $"{sweep?.Name}{SweepNames.Separator}"))],
            Notes = [.. comparison.Notes, .. new[] { sweep?.Nested?.Sentence }.OfType<string>()],
        };
        AtomicFile.Write(full, Encoding.UTF8.GetBytes(ComparisonReportPage.Render(report)));
        var folder = $"{Path.ChangeExtension(full, null)}-pictures";
        foreach (var old in Directory.Exists(folder) ? Directory.GetFiles(folder).Where(IsPicture) : [])
        {
            File.Delete(old);
        }

        return (folder, ChartFiles.Write(ComparedCharts.Create(report), folder, new ParallelOptions()));
    }

    private static ComparedGroup Shorten(ComparedGroup group, string prefix)
    {
        return group with
        {
            Runs = [.. group.Runs.Select(run => run with { Name = Shorter(run.Name) })],
            Differences = [.. group.Differences.Select(pair => pair with { First = Shorter(pair.First), Second = Shorter(pair.Second) })],
        };

        string Shorter(string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }

    private static CrossSection Describe(CrossMatrix cross) =>
        new(
            CrossChart.Create(
                "Test UAR, corpora against corpora",
                new CrossEstimates(
                    cross.Rows,
                    cross.Corpora,
                    [.. cross.Cells.Select(static cell => new Estimate(cell.Uar ?? double.NaN, cell.Interval?.Low, cell.Interval?.High))])
                {
                    Chance = CrossWords.Chance(cross),
                    RowMeans = [.. cross.Rows.Select(row => cross.MeanOfRow(row) ?? double.NaN)],
                    ColumnMeans = [.. cross.Corpora.Select(corpus => cross.MeanOfColumn(corpus) ?? double.NaN)],
                },
                $"{CrossWords.Title(cross)}. Framed: one corpus, divided by speaker; means are without these. Below, 95 % intervals in percent."),
            CrossWords.CorpusColumns,
            CrossWords.Corpora(cross),
            [.. CrossWords.Remarks(cross), .. CrossWords.Missing(cross)]);

    private static bool IsPicture(string path) => Picture.TryFormatOf(path, out _);

    /// <summary>Runs without results were tested on nothing: they stand below a single group, or in one of their own.</summary>
    private static List<ComparedGroup> Groups(Comparison comparison, Ranking ranking, string from)
    {
        var groups = comparison
            .Groups.Select(group => new ComparedGroup
            {
                Title = group.Title,
                Order = ComparisonWords.Order(group, ranking),
                Runs = [.. group.Experiments.Select(e => Describe(e, group, comparison, from))],
                Beside = ComparisonWords.Beside(group),
                Differences = [.. group.Pairs.Select(pair => Describe(pair, group.Headline))],
                DifferenceRule = group.Pairs.Count == 0 ? "" : ComparisonWords.Rule(group),
                Claim = ComparisonWords.Claim(group),
            })
            .ToList();
        IReadOnlyList<ComparedRun> failed = [.. comparison.Failures.Where(f => !f.HasResults).Select(f => Describe(f, from))];
        return failed.Count == 0 ? groups
            : groups is [var only] ? [only with { Runs = [.. only.Runs, .. failed] }]
            : [.. groups, new ComparedGroup { Title = "Without results", Runs = failed }];
    }

    private static string Title(Comparison comparison) =>
        comparison.IsLeaderboard || comparison.Experiments.Count > MostInTitle
            ? string.Create(CultureInfo.InvariantCulture, $"{comparison.Experiments.Count} experiments")
            : string.Join(", ", comparison.Experiments.Select(e => e.Name));

    private static ComparedRun Describe(FailedExperiment failed, string from) =>
        new()
        {
            Name = failed.Name,
            Link = Link(failed.Folder, from),
            Failure = new RunFailure(failed.Failure.Stage, failed.Failure.Message),
        };

    private static string? Link(string folder, string from)
    {
        var report = Path.Combine(folder, ReportStage.PageFile);
        return File.Exists(report) ? Path.GetRelativePath(from, report).Replace(Path.DirectorySeparatorChar, '/') : null;
    }

    private static ComparedRun Describe(ComparedExperiment experiment, ComparisonGroup group, Comparison comparison, string from)
    {
        var members = experiment.Members;
        var folds = History(members.Count > 0 ? members[0].Folder : experiment.Folder);
        var failed = comparison.Failures.FirstOrDefault(f => f.Name == experiment.Name);
        return new ComparedRun
        {
            Name = experiment.Name,
            Link = members.Count > 0 ? null : Link(experiment.Folder, from),
            Seeds = [.. members.Select(m => new SeedPage(m.Parameters["seed"], Link(m.Folder, from), OnlyTraining(m.Folder)))],
            SeedNote = experiment.Result.IsSeedUnused ? "same predictions: the seed has no part" : null,
            Failure = failed is null ? null : new RunFailure(failed.Failure.Stage, failed.Failure.Message),
            Parameters =
            [
                .. experiment.Parameters.Select(p => new Fact(p.Key, p.Value)),
                new Fact("leaks", experiment.LeaksText),
            ],
            Figures =
            [
                .. ComparisonWords
                    .Figures(group)
                    .Where(f => experiment.Figure(f.Name) is not null)
                    .Select(f => new HeadlineFigure(
                        f.Name,
                        f.Title,
                        new Estimate(experiment.Figure(f.Name)!.Value, experiment.Figure(f.LowName), experiment.Figure(f.HighName)),
                        !f.IsLoss)
                    {
                        StandardDeviation = f.Deviation(experiment.Result),
                    }),
            ],
            Answers = ComparisonWords.Answers(experiment),
            Groups = GroupText.Parts(experiment.Groups, experiment.NumberGroups),
            Training = members.Count == 0 ? OnlyTraining(experiment.Folder) : null,
            FoldCount = folds.Count > 1 ? folds.Count : null,
        };
    }

    private static TrainingCurve? OnlyTraining(string folder) => History(folder) is [var training] ? training : null;

    /// <summary>The course of each training; none for models that do not learn in epochs.</summary>
    private static IReadOnlyList<TrainingCurve> History(string folder)
    {
        var path = Path.Combine(folder, TrainStage.HistoryFile);
        return File.Exists(path) ? TrainingCurves.From(HistoryTable.Read(path)) : [];
    }

    private static PairedDifference Describe(ComparedPair pair, ComparedFigure figure) =>
        new(
            pair.First.Name,
            pair.Second.Name,
            figure.Name,
            new Estimate(pair.Result.Difference, pair.Result.Interval.Low, pair.Result.Interval.High),
            pair.CorrectedPValue,
            pair.IsDifferent,
            string.Create(CultureInfo.InvariantCulture, $"{pair.Result.Clips} clips, by {ComparisonWords.Drawn(pair)}"));
}
