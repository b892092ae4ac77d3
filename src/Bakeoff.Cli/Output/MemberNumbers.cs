using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>The numbers by which members of sweeps can be typed.</summary>
internal static class MemberNumbers
{
    private const int MostNamed = 3;

    /// <summary>Reads the sweeps that compared experiments are members of.</summary>
    /// <returns>
    /// Numbers such as <c>+3</c>, or <c>+1 to +5</c> for several seeds, by the experiment's name; without those whose file cannot be read or
    /// has other members now.
    /// </returns>
    public static IReadOnlyDictionary<string, string> Read(Workspace workspace, Comparison comparison)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sweep in comparison.Experiments.GroupBy(static e => SweepNames.ExperimentOf(e.Name), StringComparer.Ordinal))
        {
            // An experiment that is no sweep is its only member, and has no number.
            var members = ExperimentName.Members(workspace, sweep.Key).Where(static member => member.Changes.Count > 0).ToList();
            foreach (var experiment in sweep)
            {
                var runs = experiment.Members.Count == 0 ? [experiment.Name] : experiment.Members.Select(static m => m.Name).ToHashSet();
                var numbers = members.Where(member => runs.Contains(member.Name)).Select(static member => member.Number).ToList();
                if (numbers.Count == runs.Count)
                {
                    found[experiment.Name] = Text(numbers);
                }
            }
        }

        return found;
    }

    /// <summary>Numbers of a sweep's own members and of its settings, each over the members that have results.</summary>
    public static IReadOnlyDictionary<string, string> Of(SweepResult result)
    {
        var found = result.Members.ToDictionary(static m => m.Member.Name, static m => Text([m.Member.Number]), StringComparer.Ordinal);
        foreach (var group in result.Groups.Where(static group => group.FinishedCount > 0))
        {
            found[group.Name] = Text([.. group.Members.Where(static m => m.Fault is null).Select(static m => m.Member.Number)]);
        }

        return found;
    }

    private static string Text(List<int> numbers) =>
        numbers.Count > 1 && numbers[^1] - numbers[0] == numbers.Count - 1
            ? FormattableString.Invariant($"+{numbers[0]} to +{numbers[^1]}")
            : string.Join(", ", numbers.Take(MostNamed).Select(static number => FormattableString.Invariant($"+{number}")))
                + (numbers.Count > MostNamed ? ", …" : string.Empty);
}
