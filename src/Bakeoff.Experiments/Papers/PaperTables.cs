using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Latex;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Papers;

/// <summary>The tables of a paper.</summary>
internal static class PaperTables
{
    /// <summary>All tables for which there are results, with unique labels.</summary>
    public static IReadOnlyList<LatexTable> Create(PaperContent content)
    {
        var labels = new UniqueKeys();
        var published = MethodReferences.Published(content.Comparison);
        var tables = new List<LatexTable>();
        foreach (var group in content.Comparison.Groups)
        {
            tables.AddRange(Results(group));
            tables.AddRange(Differences(group));
            tables.AddRange(Beside(group, content, published));
            tables.AddRange(Parameters(group));
        }

        foreach (var experiment in content.Experiments)
        {
            tables.AddRange(Classes(experiment));
            tables.AddRange(Targets(experiment));
            var groups = GroupText.Parts(experiment.Compared.Groups, experiment.Compared.NumberGroups);
            tables.AddRange(groups.Select(part => Groups(experiment, part)));
            tables.AddRange(experiment.Runs.SelectMany(run => Stress(experiment, run)));
            tables.AddRange(experiment.Runs.SelectMany(run => Importance(experiment, run)));
        }

        tables.Add(Corpora(content));
        return tables.ConvertAll(table => table with { Label = labels.Take(table.Label) });
    }

    /// <summary>Metrics of labels and of numbers, which a network may both predict, in tables of their own.</summary>
    private static IEnumerable<LatexTable> Results(ComparisonGroup group) => ComparisonWords.Figures(group)
        .Where(static figure => figure.IsOfTest)
        .GroupBy(static figure => figure.IsOfNumbers)
        .Select(figures => Results(group, [.. figures]));

    private static LatexTable Results(ComparisonGroup group, IReadOnlyList<ComparedFigure> figures)
    {
        var several = group.Experiments.Any(static e => e.Result.Runs.Count > 1);
        return new LatexTable(
            "results",
            $"Test results, {group.Title}; {(several ? "mean ± standard deviation over seeds, and " : "")}95 % intervals over clips"
                + $"{(several ? " of the mean" : "")}. Shared: what training and test clips have in common.",
            ["Experiment", "Split", "Shared", "Clips", "Seeds", .. figures.SelectMany(Titles)],
            [
                .. group.Experiments.Select(e => (IReadOnlyList<LatexCell>)
                [
                    e.Name,
                    e.Split.Replace('_', ' '),
                    Shared(e),
                    Count(e.Result.ClipCount),
                    Count(e.Result.Runs.Count),
                    .. figures.SelectMany(figure => Cells(e, figure)),
                ]),
            ])
        {
            TextColumns = 3,
        };
    }

    private static IEnumerable<string> Titles(ComparedFigure figure)
    {
        var title = figure.Title.StartsWith("test ", StringComparison.Ordinal) ? figure.Title["test ".Length..] : figure.Title;
        return figure.IsHeadline ? [title, "95 % interval"] : [Capital(title)];
    }

    private static IEnumerable<LatexCell> Cells(ComparedExperiment experiment, ComparedFigure figure)
    {
        LatexCell value = ComparisonWords.Spread(experiment, figure);
        return figure.IsHeadline ? [value, ComparisonWords.Interval(experiment, figure)] : [value];
    }

    private static string Shared(ComparedExperiment experiment) =>
        experiment.Leaks.Count + experiment.UnknownLeaks.Count == 0
            ? "nothing"
            : string.Join(
                ", ",
                experiment.Leaks.Select(Name).Concat(experiment.UnknownLeaks.Select(static leak => Name(leak) + " (unknown)")));

    private static string Name(string leak) => leak.Replace("shared_", "", StringComparison.Ordinal).Replace('_', ' ');

    private static IEnumerable<LatexTable> Differences(ComparisonGroup group)
    {
        if (group.Pairs.Count == 0)
        {
            yield break;
        }

        yield return new LatexTable(
            "differences",
            $"Differences in {group.Headline.Title} on the same clips, first minus second. {Capital(ComparisonWords.Rule(group))}",
            ["First", "Second", "Drawn by", "Clips", "Difference", "95 % interval", "p", "Finding"],
            [
                .. group.Pairs.Select(static pair =>
                {
                    var (difference, interval, value, verdict) = ComparisonWords.Describe(pair);
                    return (IReadOnlyList<LatexCell>)
                    [
                        pair.First.Name, pair.Second.Name, ComparisonWords.Drawn(pair), Count(pair.Result.Clips), Minus(difference),
                        Minus(interval), value, verdict,
                    ];
                }),
            ])
        {
            TextColumns = 3,
        };
    }

    private static IEnumerable<LatexTable> Beside(
        ComparisonGroup group, PaperContent content, IReadOnlyDictionary<string, string> published)
    {
        var known = ComparisonWords.Beside(group);
        var raters = content.Experiments
            .Where(experiment => group.Experiments.Contains(experiment.Compared))
            .SelectMany(static experiment => ReferenceText.Rows(experiment.First.Finished.Result, []))
            .Where(static row => row.What == ReferenceText.Rater)
            .Distinct();
        ReferenceRow[] rows = [.. known, .. raters];
        if (rows.Length == 0)
        {
            yield break;
        }

        var others = rows.Any(static row => row.Source is not null)
            ? " Published figures are other people's: perhaps of another protocol, other clips or other labels."
            : "";
        yield return new LatexTable(
            "beside",
            $"Beside the results on {group.Title}.{others}",
            ["What", "Metric", "How", "Value"],
            [
                .. rows.Select(row => (IReadOnlyList<LatexCell>)
                [
                    row.Source is null ? row.What : new LatexCell(row.What, published[row.Source]),
                    row.Metric, row.Protocol, Number(row.Value),
                ]),
            ])
        {
            TextColumns = 3,
        };
    }

    private static IEnumerable<LatexTable> Parameters(ComparisonGroup group)
    {
        if (group.Experiments.Count < 2 || group.DifferingKeys.Count == 0)
        {
            yield break;
        }

        yield return new LatexTable(
            "parameters",
            $"Parameters that differ, {group.Title}; all others are the same.",
            ["Parameter", .. group.Experiments.Select(static e => e.Name)],
            [
                .. group.DifferingKeys.Select(key => (IReadOnlyList<LatexCell>)
                    [key, .. group.Experiments.Select(e => (LatexCell)e.Parameters.GetValueOrDefault(key, ComparisonWords.None))]),
            ])
        {
            TextColumns = 1 + group.Experiments.Count,
        };
    }

    private static IEnumerable<LatexTable> Classes(PaperExperiment experiment)
    {
        var runs = experiment.Runs.Select(static run => run.Finished.Result).OfType<ClassificationResult>().ToList();
        if (runs.Count == 0)
        {
            yield break;
        }

        yield return new LatexTable(
            $"classes-{LatexText.Key(experiment.Name)}",
            $"Test metrics of each label, {experiment.Name}{Seeds(experiment)}.",
            ["Label", "Recall", "Precision", "F1", "Clips"],
            [
                .. runs[0].Classes.Select((first, k) => (IReadOnlyList<LatexCell>)
                [
                    first.Label,
                    Spread(runs, k, static score => score.Recall),
                    Spread(runs, k, static score => score.Precision),
                    Spread(runs, k, static score => score.F1),
                    Count(first.Support),
                ]),
            ]);
    }

    /// <summary>A metric over the seeds; a dash where a seed tested no clip of the label.</summary>
    private static LatexCell Spread(List<ClassificationResult> runs, int label, Func<Evaluation.Metrics.ClassScore, double> metric) =>
        runs.Exists(run => run.Classes[label].Support == 0)
            ? ComparisonWords.None
            : SeedStatistic.Of([.. runs.Select(run => metric(run.Classes[label]))]).ToString();

    private static IEnumerable<LatexTable> Targets(PaperExperiment experiment)
    {
        var numbers = experiment.First.Finished.Result switch
        {
            RegressionResult regression => regression,
            ClassificationResult { Numbers: { } both } => both,
            _ => null,
        };
        if (numbers is null || numbers.Targets.Count < 2)
        {
            yield break;
        }

        var result = experiment.Compared.Result;
        yield return new LatexTable(
            $"targets-{LatexText.Key(experiment.Name)}",
            $"Test metrics of each number, {experiment.Name}{Seeds(experiment)}, with 95 % intervals over clips.",
            ["Number", "CCC", "95 % interval", "Pearson's r", "MAE", "RMSE", "Clips"],
            [
                .. numbers.Targets.Select(target => (IReadOnlyList<LatexCell>)
                [
                    target.Name, Figure("ccc", target), Interval(target), Figure("pearson", target), Figure("mae", target),
                    Figure("rmse", target), Count(target.Clips),
                ]),
            ]);

        LatexCell Figure(string metric, TargetScore target) =>
            result.Statistic($"test_{RegressionResult.NameOf(metric, target.Name)}")?.ToString() ?? ComparisonWords.None;

        LatexCell Interval(TargetScore target)
        {
            var name = $"test_{RegressionResult.NameOf("ccc", target.Name)}";
            return Range(experiment.Compared.Figure(name + "_low"), experiment.Compared.Figure(name + "_high"));
        }
    }

    private static LatexTable Groups(PaperExperiment experiment, GroupPart part) => new(
        $"groups-{LatexText.Key(experiment.Name)}-{LatexText.Key(part.Column)}",
        $"{part.Metric} by {part.Column}, {experiment.Name}. {string.Join(' ', part.Words)}",
        [part.Column, "Finding", part.Metric, "95 % interval", "Gap to all", "95 % interval", "Random", "Clips", "Speakers"],
        [
            .. part.Headlines.Select(static row => (IReadOnlyList<LatexCell>)
            [
                row.Group, row.Finding, Number(row.Value.Value), Range(row.Value), Number(row.Gap.Value), Range(row.Gap),
                Number(row.RandomGap), Count(row.Clips), row.Speakers is { } speakers ? Count(speakers) : ComparisonWords.None,
            ]),
        ])
    {
        TextColumns = 2,
    };

    private static IEnumerable<LatexTable> Stress(PaperExperiment experiment, PaperRun run)
    {
        if (run.StressDocument is not { } document)
        {
            yield break;
        }

        var metric = document.Metric.ToUpperInvariant();
        yield return new LatexTable(
            $"stress-{LatexText.Key(run.Name)}",
            $"{experiment.NameOf(run)} on altered test recordings ({Quantity.Of(document.Clips, "clip")}); {metric} is "
                + $"{Number(document.Value)} on the recordings as they are. Unchanged: share of predictions that stay. 95 % intervals by "
                + $"{YamlName.Of(document.Unit)}.",
            ["Condition", metric, "95 % interval", "Drop", "95 % interval", "Unchanged", "95 % interval"],
            [
                .. document.Conditions.Select(static row => (IReadOnlyList<LatexCell>)
                [
                    row.Name, Number(row.Value.Value), Range(row.Value), Number(row.Drop.Value), Range(row.Drop),
                    Number(row.Unchanged.Value), Range(row.Unchanged),
                ]),
            ]);
    }

    private static IEnumerable<LatexTable> Importance(PaperExperiment experiment, PaperRun run)
    {
        if (run.ImportanceDocument is not { } document)
        {
            yield break;
        }

        var metric = document.Metric.ToUpperInvariant();
        yield return new LatexTable(
            $"importance-{LatexText.Key(run.Name)}",
            $"{metric} that {experiment.NameOf(run)} loses where a group of features is shuffled among the test clips, mean of "
                + $"{Quantity.Of(document.Repeats, "shuffle")}; {metric} is {Number(document.Value)} as they are. 95 % intervals by "
                + $"{YamlName.Of(document.Unit)}.",
            ["Group", "Columns", $"{metric} lost", "95 % interval"],
            [
                .. document.Groups.Select(static group => (IReadOnlyList<LatexCell>)
                    [group.Name, Count(group.Columns), Number(group.Drop), Range(group.Low, group.High)]),
            ]);
    }

    private static LatexTable Corpora(PaperContent content)
    {
        var rows = new List<IReadOnlyList<LatexCell>>();
        foreach (var finished in content.Runs.Select(static run => run.Finished).DistinctBy(static finished => finished.Dataset.Name))
        {
            var corpus = finished.Corpus;
            rows.Add(
            [
                Title(finished.Dataset), finished.Dataset.Language ?? ComparisonWords.None, finished.Dataset.Licence, Count(corpus.Clips),
                Number(corpus.Seconds / 60, "0.0"), Count(corpus.Speakers.Count), Count(corpus.Labels.Count),
            ]);
            rows.AddRange(finished.Parts.Select(static part => (IReadOnlyList<LatexCell>)
                [Title(part), part.Language ?? ComparisonWords.None, part.Licence, "", "", "", ""]));
        }

        return new LatexTable(
            "corpora",
            "Corpora, with the clips that are used.",
            ["Corpus", "Language", "Licence", "Clips", "Minutes", "Speakers", "Labels"],
            rows)
        {
            TextColumns = 3,
        };
    }

    private static LatexCell Title(DatasetDescription corpus) =>
        corpus.Citation is "" or "none" ? corpus.Title : new LatexCell(corpus.Title, MethodReferences.OfCorpus(corpus.Name));

    private static string Seeds(PaperExperiment experiment) => experiment.Runs.Count == 1
        ? $", seed {experiment.First.Seed}"
        : $", mean ± standard deviation over seeds {string.Join(", ", experiment.Runs.Select(static run => run.Seed))}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format = "0.000") =>
        double.IsFinite(value) ? Minus(value.ToString(format, CultureInfo.InvariantCulture)) : ComparisonWords.None;

    private static string Range(double? low, double? high) =>
        low is { } from && high is { } to ? $"{Number(from)} to {Number(to)}" : ComparisonWords.None;

    private static string Range(StressFigure figure) => Range(figure.Low, figure.High);

    private static string Range(Estimate estimate) => Range(estimate.Low, estimate.High);

    /// <summary>Negative numbers with a minus sign in place of a hyphen.</summary>
    private static string Minus(string number) => number.Replace('-', '−');
}
