using Bakeoff.Options;

namespace Bakeoff.Corpora.Columns;

/// <summary>Rules of a description's <c>columns</c>, and of the keys of its <c>where</c> that name them.</summary>
internal static class ColumnRules
{
    // The field that a label is read from where votes decide.
    private const string Votes = "votes";

    // How columns of predictions.csv begin.
    private static readonly string[] TakenBeginnings = ["p_", "true_", "predicted_"];

    // Columns of index.csv, split.csv and predictions.csv, and the keys of where.
    private static readonly string[] Taken =
    [
        "path", "file", "name", "start", "end", "channel", "sample_rate_hz", "channels", "samples", "seconds", "sha256", "fold",
        "partition", "predicted", "labels", "speakers", "texts", "min_seconds", "max_seconds", "max_clips_per_speaker",
    ];

    /// <summary>True if a column may have a name.</summary>
    public static bool IsFree(string name) => IsName(name) && !IsTaken(name) && !ClipFields.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The rules that a description breaks.</summary>
    public static IEnumerable<OptionProblem> Problems(DatasetDescription description)
    {
        foreach (var (name, column) in description.Columns)
        {
            var isTaken = IsTaken(name);
            if (!IsName(name) || isTaken)
            {
                yield return new OptionProblem(
                    $"columns.{name}",
                    isTaken
                        ? "has a name that tables use already, expected another. Rename it."
                        : "has a name that is no name of a column, expected lower-case letters, digits and _, a letter first. Rename it.");
            }

            var hasOthers = column.Type != ColumnType.Text || column.Value is not null || column.IsPerSpeaker;
            var isBinnedLabel = name == "label" && column.Bins is not null;
            if (ClipFields.Names.Contains(name, StringComparer.Ordinal)
                && (hasOthers || column.Map.Count > 0 || (!isBinnedLabel && (column.Bins is not null || column.Missing.Count > 0))))
            {
                yield return new OptionProblem(
                    $"columns.{name}",
                    name == "label"
                        ? "has other keys than from, expected from alone, or with bins and missing. Codes are mapped by labels."
                        : "has other keys than from, expected from alone. Codes are mapped by labels and speakers.");
            }
        }

        foreach (var problem in VoteProblems(description))
        {
            yield return problem;
        }

        if (description.Corpora.Count == 0 && description.Where is { } where)
        {
            foreach (var problem in ConditionProblems(where, VoteColumns.WithAgreement(description.Columns, description.Votes)))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<OptionProblem> VoteProblems(DatasetDescription description)
    {
        var isVoted = description.Columns.GetValueOrDefault("label") is { From: Votes };
        if (description.Votes is not null && !isVoted)
        {
            yield return new OptionProblem("votes", "is given, but no label is read from it, expected columns: {label: {from: votes}}. Write it.");
        }

        foreach (var (name, column) in description.Columns)
        {
            var isRuled = column.Rule != VoteRule.Plurality || column.Ties != TieRule.LeaveOut;
            if (isRuled && !(name == "label" && column.From == Votes && description.Votes is not null))
            {
                yield return new OptionProblem(
                    $"columns.{name}", "has rule or ties, expected these in label: {from: votes} beside a section votes. Remove them, or add votes.");
            }

            if (description.Votes is not null
                && (name == VoteColumns.Agreement
                    || name.StartsWith(VoteColumns.CountPrefix, StringComparison.Ordinal)
                    || name.StartsWith(VoteColumns.RaterPrefix, StringComparison.Ordinal)))
            {
                yield return new OptionProblem($"columns.{name}", "has the name of a column that votes make, expected another. Remove or rename it.");
            }
        }
    }

    private static IEnumerable<OptionProblem> ConditionProblems(
        ClipFilterOptions where,
        IReadOnlyDictionary<string, ColumnOptions> columns)
    {
        string[] known =
        [
            "texts", "speakers", "labels", "min_seconds", "max_seconds", "max_clips_per_speaker",
            .. columns.Keys.Except(ClipFields.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        foreach (var (name, values) in where.Columns)
        {
            if (ClipFields.Names.Contains(name, StringComparer.Ordinal) || !columns.TryGetValue(name, out var column))
            {
                yield return new OptionProblem(
                    $"where.{name}",
                    $"is no column of this corpus. {NearestName.Suggest(name, known, "Known keys are")}");
            }
            else if (column.Type == ColumnType.Number && values.FirstOrDefault(static value => NumberCondition.Read(value) is null) is { } odd)
            {
                yield return new OptionProblem($"where.{name}", $"is '{odd}', expected {NumberCondition.Rule}.");
            }
        }
    }

    private static bool IsTaken(string name) =>
        Taken.Contains(name, StringComparer.Ordinal)
        || TakenBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    private static bool IsName(string name) =>
        name is [>= 'a' and <= 'z', ..] && name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
