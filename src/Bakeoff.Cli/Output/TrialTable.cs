using System.Globalization;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Output;

/// <summary>Trials of a search as a table of the page.</summary>
internal static class TrialTable
{
    private const string Seed = "seed";

    /// <summary>Describes the trials.</summary>
    /// <param name="search">Outcome of the search.</param>
    /// <param name="trials">All trials, in their order.</param>
    public static TrialSection Of(SearchResult search, IReadOnlyList<SweepGroup> trials)
    {
        List<string> keys =
        [
            .. trials
                .SelectMany(static trial => trial.Members[0].Member.Changes.Select(static change => change.Key))
                .Where(static key => key != Seed)
                .Distinct(StringComparer.Ordinal),
        ];
        return new TrialSection(
            search.Sentence,
            ["Trial", .. keys, search.Objective, "Outcome"],
            [
                .. trials.Select((trial, i) => (IReadOnlyList<string>)
                [
                    (i + 1).ToString(CultureInfo.InvariantCulture),
                    .. keys.Select(key => trial.Members[0].Member.Changes.FirstOrDefault(change => change.Key == key).Value ?? ""),
                    trial.Mean(search.Objective)?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "",
                    Outcome(search, trial),
                ]),
            ]);
    }

    private static string Outcome(SearchResult search, SweepGroup trial) =>
        trial.Name == search.Chosen ? "chosen"
        : trial.Members.FirstOrDefault(static member => member.Fault is not null) is { Fault: { } fault } ? $"failed: {fault.Message}"
        : "";
}
