using System.Globalization;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>The course of a search: which members come next, and which trial is chosen in the end.</summary>
internal sealed class SearchProgress
{
    private readonly ResolvedExperiment _experiment;
    private readonly ISweepSearch _search;
    private readonly IReadOnlyList<double> _scores;
    private IReadOnlyList<string> _chosenByFolds;

    private SearchProgress(ResolvedExperiment experiment, ISweepSearch search)
    {
        (_experiment, _search) = (experiment, search);
        var record = SearchRecord.Read(experiment);
        (_scores, Chosen, _chosenByFolds, BeginsAnew) = (record.Known, record.Chosen, record.ChosenByFolds, record.IsOfChangedFile);
        First = SweepExpander.Expand(experiment, search, []);
    }

    /// <summary>The search of an experiment, as far as it has come; null where its sweep is none.</summary>
    public static SearchProgress? Of(ResolvedExperiment experiment) =>
        SweepExpander.SearchOf(experiment) is { } search ? new SearchProgress(experiment, search) : null;

    /// <summary>Trials of all members, then those of the chosen one, which runs to its report.</summary>
    public int MemberCount => (_search.TrialCount + 1) * SeedCount;

    /// <summary>Metric that the search goes by.</summary>
    public string Objective => ObjectiveOf(_experiment.Options);

    /// <summary>Position of the chosen trial; null while the search goes on.</summary>
    public int? Chosen { get; private set; }

    /// <summary>True for a search whose file was changed since it was recorded.</summary>
    public bool BeginsAnew { get; }

    /// <summary>Metric by which members of a sweep are chosen, unless a search names another.</summary>
    public static string ObjectiveOf(ExperimentOptions options) =>
        options.Sweep?.Search?.Objective
        ?? $"{(options.Classifier is null ? "validation" : "inner")}_{(options.Predicted.HasLabel ? "uar" : "ccc")}";

    private int SeedCount => _experiment.Options.Seeds?.Count ?? 1;

    /// <summary>True for a member of the chosen trial.</summary>
    public bool IsChosen(SweepMember member) => (member.Number - 1) / SeedCount == Chosen;

    /// <summary>True for a member whose test figures may be known: one of the chosen trial, or of one that a fold takes by itself.</summary>
    public bool IsTested(SweepMember member) => IsChosen(member) || _chosenByFolds.Contains(member.Group, StringComparer.Ordinal);

    /// <summary>
    /// True for a member that counts as ended when the search was opened, well or not, and of which nothing is wanted any more.
    /// </summary>
    public bool HasEnded(SweepMember member) => (member.Number - 1) / SeedCount < _scores.Count && !IsTested(member);

    /// <summary>True for a member of a trial that had failed when the search was opened.</summary>
    public bool HasFailed(SweepMember member) => double.IsNaN(_scores.ElementAtOrDefault((member.Number - 1) / SeedCount));

    /// <summary>The members of the first round, by which the search is known.</summary>
    public IReadOnlyList<SweepMember> First { get; }

    /// <summary>The members of the first round, with nothing chosen.</summary>
    public IReadOnlyList<SweepMember> Begin()
    {
        (Chosen, _chosenByFolds) = (null, []);
        return First;
    }

    /// <summary>Goes on after a round, and writes down what is known.</summary>
    /// <param name="results">How each member of all rounds so far ended.</param>
    /// <returns>The members of all rounds, the next included; the same as before where one is chosen now, or none could be.</returns>
    /// <exception cref="SearchException">
    /// The search is over, trials ended well, and none that had the whole effort has the metric.
    /// </exception>
    public IReadOnlyList<SweepMember> Advance(IReadOnlyList<MemberResult> results)
    {
        double[] scores = [.. results.Chunk(SeedCount).Select(Score)];
        var members = SweepExpander.Expand(_experiment, _search, scores);
        if (members.Count == results.Count)
        {
            Chosen = Choose(scores);
            _chosenByFolds = [.. NestedResult.Choose(WholeOf(Grouped(results)), Objective).Select(static choice => choice.Group).Distinct()];
            if (Chosen is null && results.Any(static result => result.Fault is null))
            {
                throw new SearchException(_experiment.Name, Objective);
            }
        }

        new SearchRecord([.. scores.Select(static score => double.IsNaN(score) ? (double?)null : score)], Chosen)
        {
            ChosenByFolds = _chosenByFolds,
        }.Write(_experiment);
        return members;
    }

    /// <summary>The state after a round.</summary>
    /// <param name="results">How each member of all rounds so far ended.</param>
    public SearchResult Describe(IReadOnlyList<MemberResult> results) =>
        new(
            Objective,
            results.FirstOrDefault(result => IsChosen(result.Member))?.Member.Group,
            Sentence(results));

    private string Sentence(IReadOnlyList<MemberResult> results)
    {
        var trials = results.Chunk(SeedCount).ToList();
        double[] scores = [.. trials.Select(Score)];
        var best = Enumerable
            .Range(0, scores.Length)
            .Where(i => !double.IsNaN(scores[i]))
            .Select(static i => (int?)i)
            .MaxBy(i => scores[i!.Value]);
        if ((Chosen ?? best) is not { } index)
        {
            return $"no trial has a {Objective} yet";
        }

        var tie = Chosen is not null && scores is [var first, _, ..] && scores.All(score => score.Equals(first)) ? ", all equal," : "";
        var value = trials[index].Average(result => result.Figure(Objective)!.Value);
        var member = trials[index][0].Member;
        var count = string.Create(CultureInfo.InvariantCulture, $"{trials.Count} {(trials.Count == 1 ? "trial" : "trials")}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(Chosen is null ? "best so far" : "chosen")} of {count}{Shortfall(trials.Count)}{tie} by {Objective} {value:0.0000}: "
                + $"{member.ShortName} ({member.GroupLabel})");
    }

    // Keys of few values have fewer settings than trials are asked for.
    private string Shortfall(int count) => Chosen is null || count == _search.TrialCount
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" (of {_search.TrialCount} asked for: its keys have no more settings)");

    // Of equal trials the earlier one, whatever came after it.
    private int? Choose(double[] scores)
    {
        var whole = PositionsOfWhole(scores);
        return whole.Count == 0 ? null : whole.MaxBy(i => scores[i]);
    }

    private List<int> PositionsOfWhole(double[] scores)
    {
        var trials = _search.List(scores);
        return [.. Enumerable.Range(0, scores.Length).Where(i => !double.IsNaN(scores[i]) && _search.IsWhole(trials[i]))];
    }

    /// <summary>Groups that may be chosen: those that were given the whole effort.</summary>
    /// <param name="groups">Groups of all members so far, in their order.</param>
    public IEnumerable<SweepGroup> WholeOf(IReadOnlyList<SweepGroup> groups) =>
        PositionsOfWhole([.. groups.Select(group => Score([.. group.Members]))]).Select(i => groups[i]);

    private List<SweepGroup> Grouped(IReadOnlyList<MemberResult> results) =>
        [.. results.Chunk(SeedCount).Select(static trial => new SweepGroup(trial[0].Member.Group, trial))];

    private double Score(MemberResult[] trial) =>
        trial.Select(result => result.Figure(Objective) is { } value ? SearchObjective.Score(Objective, value) : double.NaN).Average();
}
