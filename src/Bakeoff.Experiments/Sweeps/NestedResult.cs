using System.Globalization;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Train;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>
/// A sweep judged as a whole, its choice included: each fold is tested with the setting that its own validation clips rank first.
/// </summary>
/// <remarks>
/// One choice for all folds has seen the test clips of each among the validation clips of the others, and its figure is flattered (Varma
/// and Simon, "Bias in error estimation when using cross-validation for model selection", 2006). Determinism: equal results give equal bits.
/// </remarks>
/// <param name="Objective">Metric of the validation clips, or of inner folds.</param>
/// <param name="Choices">The choice of each fold.</param>
/// <param name="Seeds">Test metrics over the seeds.</param>
public sealed record NestedResult(string Objective, IReadOnlyList<FoldChoice> Choices, SeedsResult Seeds)
{
    /// <summary>Agreement of the objective's order of the settings with that of the test clips; null where too few are tested.</summary>
    public RankAgreement? Agreement { get; private init; }

    /// <summary>Name of the headline: test_uar, or test_ccc where numbers alone are predicted.</summary>
    public string Headline =>
        (Seeds.Statistic(ComparedFigure.Headline.Name) is null ? ComparedFigure.NumbersHeadline : ComparedFigure.Headline).Name;

    /// <summary>The result in words.</summary>
    public string Sentence
    {
        get
        {
            var settings = Quantity.Of(Choices.DistinctBy(static choice => choice.Group).Count(), "setting");
            var folds = Choices.Count.ToString(CultureInfo.InvariantCulture);
            return $"{Headline} {Seeds.Text(Headline)} where each of {folds} folds takes the setting that its own {Objective} ranks first "
                + $"({settings}): what choosing by this sweep is worth. The figure of one setting for all folds is flattered by its choice."
                + (Agreement is null ? "" : $" {Agreement.Sentence}");
        }
    }

    /// <summary>Chooses for each fold.</summary>
    /// <param name="groups">Settings of a sweep; only those that finished take part.</param>
    /// <param name="objective">Metric to choose by.</param>
    /// <returns>One choice a fold; none where there is nothing to choose: a single fold or setting, or no such metric.</returns>
    public static IReadOnlyList<FoldChoice> Choose(IEnumerable<SweepGroup> groups, string objective)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var folds = groups
            .Where(static group => group.FinishedCount == group.Members.Count)
            .SelectMany(group => ValuesOf(group, objective))
            .GroupBy(static choice => choice.Fold, StringComparer.Ordinal)
            .ToList();
        return folds.Count < 2 || folds[0].Count() < 2
            ? []
            : [.. folds.Select(fold => fold.MaxBy(choice => SearchObjective.Score(objective, choice.Value))!)];
    }

    /// <summary>Tests each fold with its choice.</summary>
    /// <param name="groups">Settings of the sweep.</param>
    /// <param name="objective">Metric that was chosen by.</param>
    /// <param name="choices">One a fold.</param>
    /// <returns>
    /// Null where nothing was chosen, a choice is not evaluated, or settings were tested on other clips or labels, so that their folds are
    /// not of one test.
    /// </returns>
    public static NestedResult? Measure(IEnumerable<SweepGroup> groups, string objective, IReadOnlyList<FoldChoice> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var byName = groups.ToDictionary(static group => group.Name, StringComparer.Ordinal);
        var chosen = choices.Select(choice => byName[choice.Group]).Distinct().ToList();
        var members = chosen.SelectMany(static group => group.Members).ToList();
        if (members.Count == 0 || members.Exists(static member => member.Result is not { Metrics.Count: > 0 }))
        {
            return null;
        }

        var foldsOf = choices.ToLookup(static choice => choice.Group, static choice => choice.Fold, StringComparer.Ordinal);
        var runs = new List<SeedRun>();
        var (labels, targets, _) = chosen[0].Members[0].ReadPredictions();
        for (var seed = 0; seed < chosen[0].Members.Count; seed++)
        {
            var tables = chosen.ConvertAll(group => group.Members[seed].ReadPredictions());
            var clips = tables[0].Predictions.Select(ClipOf).ToHashSet();
            if (!tables.TrueForAll(table =>
                table.Labels.SequenceEqual(labels)
                && table.Targets.SequenceEqual(targets)
                && clips.SetEquals(table.Predictions.Select(ClipOf))))
            {
                return null;
            }

            var predictions = chosen
                .Zip(tables)
                .SelectMany(pair => pair.Second.Predictions
                    .Where(row => foldsOf[pair.First.Name].Contains(row.Fold, StringComparer.Ordinal)))
                .ToList();
            runs.Add(RunOf(chosen[0].Members[seed].Member.Experiment.Options.Seed, labels, targets, predictions));
        }

        var nested = new NestedResult(objective, choices, new SeedsResult(labels, runs, targets.Count == 0 ? null : targets));
        var tested = byName.Values.Where(group => group.Mean(nested.Headline) is not null);
        return nested with { Agreement = RankAgreement.Measure(objective, [.. tested.SelectMany(group => Orders(group, nested))]) };
    }

    // Of both metrics, larger is better.
    private static IEnumerable<(string Fold, string Setting, double Chosen, double Tested)> Orders(SweepGroup setting, NestedResult nested) =>
        from value in ValuesOf(setting, nested.Objective)
        let test = setting.Mean($"{nested.Headline}_fold_{value.Fold}")
        where test is not null
        select (value.Fold, setting.Name, SearchObjective.Score(nested.Objective, value.Value), test.Value);

    private static (string Fold, string Clip) ClipOf(Prediction row) => (row.Fold, row.Sha256);

    private static IEnumerable<FoldChoice> ValuesOf(SweepGroup group, string objective) =>
        group
            .Members.SelectMany(member => ValidationFigures.ReadFolds(member.Result!.Folder, objective))
            .GroupBy(static figure => figure.Fold, StringComparer.Ordinal)
            .Where(seeds => seeds.Count() == group.Members.Count)
            .Select(seeds => new FoldChoice(seeds.Key, group.Name, seeds.Average(static seed => seed.Value)));

    private static SeedRun RunOf(
        ulong seed, IReadOnlyList<string> labels, IReadOnlyList<string> targets, IReadOnlyList<Prediction> predictions)
    {
        EvaluationResult result =
            labels.Count > 0 ? Evaluator.Evaluate(labels, predictions, seed) : RegressionEvaluator.Evaluate(targets, predictions, seed);
        return new SeedRun(seed.ToString(CultureInfo.InvariantCulture), [.. result.Scalars()], predictions);
    }
}
