using System.Globalization;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>
/// Writes a comparison for a terminal of any width: for each set of test clips a numbered table, the parameters that differ, and the pairs.
/// </summary>
/// <param name="output">Receives the lines.</param>
/// <param name="numbers">Numbers of members in their sweeps, by the experiment's name.</param>
/// <param name="ranking">The order that was asked for.</param>
internal sealed class ComparisonText(TextWriter output, IReadOnlyDictionary<string, string> numbers, Ranking ranking)
{
    /// <summary>Longest value in a table of parameters on a terminal that has no room for it as it is.</summary>
    private const int LongestValue = 20;

    /// <summary>Longest key there.</summary>
    private const int LongestKey = 32;

    /// <summary>Writes everything.</summary>
    public void Print(Comparison comparison)
    {
        foreach (var (i, group) in comparison.Groups.Index())
        {
            var position = comparison.Groups.Count == 1 ? "" : FormattableString.Invariant($"{i + 1} of {comparison.Groups.Count}: ");
            var isCut = PrintTable(group, position);
            var isTold = !isCut && CommonSweep(group) is not null && group.DifferingKeys.All(key => IsInEveryName(group, key));
            if (!comparison.IsLeaderboard && group.DifferingKeys.Count > 0 && !isTold)
            {
                PrintParameters(group);
            }

            PrintPairs(group);
        }

        if (comparison.Experiments.Any(static e => e.Result.IsSeedUnused))
        {
            WriteLine(ComparisonWords.SamePredictions);
        }

        foreach (var note in comparison.Notes)
        {
            WriteLine(note);
        }
    }

    /// <summary>Writes the metrics of a group and an empty line.</summary>
    /// <param name="group">The experiments.</param>
    /// <param name="position">Begin of the title; empty for none.</param>
    /// <returns>True if the terminal has no room for whole names.</returns>
    public bool PrintTable(ComparisonGroup group, string position)
    {
        var experiments = group.Experiments;
        WriteLine($"{position}{group.Title}");
        WriteLine(Facts(group));
        List<FittedColumn> columns = [new("experiment", Labels(group), ColumnUse.Name)];
        if (experiments.Select(static e => e.Result.SeedsText).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            columns.Add(new("seeds", [.. experiments.Select(static e => e.Result.SeedsText)], ColumnUse.Wanted));
        }

        foreach (var figure in ComparisonWords.Figures(group))
        {
            var isNeeded = figure == group.RankedBy || figure.IsHeadline;
            columns.Add(
                new(
                    figure.Title,
                    [.. experiments.Select(e => ComparisonWords.Spread(e, figure))],
                    isNeeded ? ColumnUse.Needed : ColumnUse.Extra));
            if (figure.IsHeadline)
            {
                columns.Add(new("95 % interval", [.. experiments.Select(e => ComparisonWords.Interval(e, figure))], ColumnUse.Wanted));
            }
        }

        if (experiments.Any(e => numbers.ContainsKey(e.Name)))
        {
            columns.Add(
                new(
                    "member",
                    [.. experiments.Select(e => numbers.GetValueOrDefault(e.Name, ComparisonWords.None))],
                    ColumnUse.Wanted,
                    IsText: true));
        }

        var (leftOut, isCut) = FittedTable.Write(output, columns, Terminal.Columns);
        PrintDifferingFacts(group, "split", static e => e.Split);
        PrintDifferingFacts(group, "leaks", static e => e.LeaksText);
        foreach (var (name, answers) in experiments.Select(static e => (e.Name, ComparisonWords.Answers(e))))
        {
            if (answers is not null)
            {
                WriteLine($"{name}: {answers}");
            }
        }

        foreach (var line in ComparisonWords.Published(group))
        {
            WriteLine(line);
        }

        if (leftOut.Count > 0)
        {
            WriteLine($"No room for: {string.Join(", ", leftOut)}. The page and --csv have them.");
        }

        output.WriteLine();
        return isCut;
    }

    /// <summary>Writes the parameters that differ, side by side under the numbers of the experiments, and an empty line.</summary>
    public void PrintParameters(ComparisonGroup group)
    {
        WriteLine("Parameters that differ:");
        var keys = group.DifferingKeys;
        var labels = Labels(group);
        var values = group
            .Experiments.Select((experiment, i) =>
                new FittedColumn(
                    labels[i],
                    [.. keys.Select(key => experiment.Parameters.GetValueOrDefault(key, ComparisonWords.None))],
                    IsText: true))
            .ToList();
        var names = new FittedColumn("parameter", keys, ColumnUse.Name);
        if (!FittedTable.Fits([names, .. values], Terminal.Columns))
        {
            names = new FittedColumn("parameter", [.. keys.Select(static key => Terminal.Cut(key, LongestKey))], ColumnUse.Name);
            values =
            [
                .. values.Select((column, i) =>
                    new FittedColumn(Text(i + 1), [.. column.Cells.Select(static value => Terminal.Cut(value, LongestValue))], IsText: true)),
            ];
        }

        // As many columns side by side as there is room for.
        for (var from = 0; from < values.Count;)
        {
            var count = 1;
            while (
                from + count < values.Count
                && FittedTable.Fits([names, .. values.Skip(from).Take(count + 1)], Terminal.Columns))
            {
                count++;
            }

            FittedTable.Write(output, [names, .. values.Skip(from).Take(count)], Terminal.Columns);
            output.WriteLine();
            from += count;
        }
    }

    /// <summary>Facts that all experiments of the group have in common, and the meaning of their metrics.</summary>
    private string Facts(ComparisonGroup group)
    {
        var experiments = group.Experiments;
        var sweep = CommonSweep(group);
        string?[] facts =
        [
            sweep is null ? null : $"members of {sweep}",
            Common(group, static e => e.Split) is { } split ? $"split by {split}" : null,
            Common(group, static e => e.LeaksText) is { } leaks ? $"leaks: {leaks}" : null,
            Common(group, SeedsOf),
            ComparisonWords.Order(group, ranking),
            experiments.All(static e => e.Result.Runs.Count == 1)
                ? "95 % interval over clips"
                : "mean ± standard deviation over seeds, 95 % interval of the mean over clips",
        ];
        return string.Join("; ", facts.Where(static fact => !string.IsNullOrEmpty(fact)));
    }

    private static string SeedsOf(ComparedExperiment experiment) =>
        experiment.Result.Runs.Count == 1
            ? "one seed"
            : $"{Text(experiment.Result.Runs.Count)} seeds{(experiment.Result.IsSeedUnused ? ", same predictions" : "")}";

    private void PrintDifferingFacts(ComparisonGroup group, string name, Func<ComparedExperiment, string> valueOf)
    {
        if (Common(group, valueOf) is not null)
        {
            return;
        }

        var values = group
            .Experiments.Select((experiment, i) => (Value: valueOf(experiment), Number: i + 1))
            .GroupBy(static row => row.Value, StringComparer.Ordinal)
            .Select(static rows => $"{rows.Key} ({string.Join(", ", rows.Select(static row => Text(row.Number)))})");
        WriteLine($"{name}: {string.Join("; ", values)}");
    }

    private void PrintPairs(ComparisonGroup group)
    {
        if (group.Pairs.Count == 0)
        {
            return;
        }

        var isOfMeans = group.Experiments.Any(static e => e.Result.Runs.Count > 1);
        var clips = group.Pairs.Select(static pair => Text(pair.Result.Clips)).ToList();
        var units = group.Pairs.Select(ComparisonWords.Drawn).ToList();
        var rows = group.Pairs.Select(ComparisonWords.Describe).ToList();
        WriteLine(
            $"Differences in {group.Headline.Title} on the same clips, first minus second"
                + $"{(isOfMeans ? ", means over their seeds" : "")}, drawn by {string.Join(" or ", units.Distinct(StringComparer.Ordinal))}:");
        List<FittedColumn> columns =
        [
            new("difference", [.. rows.Select(static row => row.Difference)]),
            new("95 % interval", [.. rows.Select(static row => row.Interval)]),
            new("p", [.. rows.Select(static row => row.PValue)]),
            new("", [.. rows.Select(static row => row.Verdict)], IsText: true),
        ];
        if (clips.Distinct(StringComparer.Ordinal).Count() > 1)
        {
            columns.Insert(0, new("clips", clips, ColumnUse.Wanted));
        }

        var labels = Labels(group).Zip(group.Experiments).ToDictionary(static row => row.Second.Name, static row => row.First);
        List<FittedColumn> named =
        [
            new("first", [.. group.Pairs.Select(pair => labels[pair.First.Name])], IsText: true),
            new("second", [.. group.Pairs.Select(pair => labels[pair.Second.Name])], IsText: true),
            .. columns,
        ];
        var numbered = new FittedColumn(
            "pair",
            [.. group.Pairs.Select(pair => $"{Number(labels[pair.First.Name])} - {Number(labels[pair.Second.Name])}")],
            IsText: true);
        FittedTable.Write(output, FittedTable.Fits(named, Terminal.Columns) ? named : [numbered, .. columns], Terminal.Columns);
        WriteLine(ComparisonWords.Rule(group));
        WriteLine(ComparisonWords.Claim(group));
        output.WriteLine();

        static string Number(string label) => label.TrimStart().Split(' ')[0];
    }

    /// <summary>The names with their numbers, by which the tables below refer to them.</summary>
    private static List<string> Labels(ComparisonGroup group)
    {
        var experiments = group.Experiments;
        var from = CommonSweep(group) is { } sweep ? sweep.Length + 1 : 0;
        if (experiments.Count == 1)
        {
            return [experiments[0].Name];
        }

        var digits = Text(experiments.Count).Length;
        return [.. experiments.Select((e, i) => $"{Text(i + 1).PadLeft(digits)} {e.Name[from..]}")];
    }

    /// <summary>The experiment that all are members of, whose name need not be repeated in each; null where there is none.</summary>
    private static string? CommonSweep(ComparisonGroup group)
    {
        var names = group.Experiments.Select(static e => e.Name).ToList();
        return names.Count > 1
            && SweepNames.ExperimentOf(names[0]) is var sweep
            && names.TrueForAll(name => name.StartsWith(sweep + SweepNames.Separator, StringComparison.Ordinal))
                ? sweep
                : null;
    }

    /// <summary>True if each member's name has the value of a key, so that no further table needs to.</summary>
    private static bool IsInEveryName(ComparisonGroup group, string key) =>
        group.Experiments.All(experiment =>
            experiment
                .Name.Split(SweepNames.Separator)
                .Skip(1)
                .Select(static part => part.Split('=')[0])
                .Any(name => key == name || key.EndsWith("." + name, StringComparison.Ordinal)));

    private static string? Common(ComparisonGroup group, Func<ComparedExperiment, string> valueOf) =>
        group.Experiments.Select(valueOf).Distinct(StringComparer.Ordinal).Count() == 1 ? valueOf(group.Experiments[0]) : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a sentence, broken between words where the terminal ends.</summary>
    private void WriteLine(string text)
    {
        if (Terminal.Columns is null)
        {
            output.WriteLine(text);
        }
        else
        {
            Wrapped.Write(text, 0, output);
        }
    }
}
