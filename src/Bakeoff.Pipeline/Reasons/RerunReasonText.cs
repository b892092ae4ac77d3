namespace Bakeoff.Pipeline.Reasons;

/// <summary>
/// Puts reasons for running a stage into words: <c>training.batch_size: 64 -> 32</c>, <c>code of Bakeoff.Audio changed</c>, <c>input
/// features changed</c>.
/// </summary>
public static class RerunReasonText
{
    /// <summary>Files of one input, and assemblies, that are named; the rest is counted.</summary>
    private const int NamedItems = 3;

    private const string NotSet = "(not set)";

    /// <summary>One short line a reason; several for an input of which several files differ, one for all code.</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<RerunReason> reasons)
    {
        var all = reasons.ToList();
        var code = all.OfType<CodeChanged>().ToList();
        return [.. all.Where(reason => reason is not CodeChanged || reason == code[0]).SelectMany(reason => Describe(reason, code))];
    }

    /// <summary>All reasons on one line, separated by semicolons.</summary>
    public static string Join(IEnumerable<RerunReason> reasons) => string.Join("; ", Describe(reasons));

    /// <summary>One short line an item: <c>input clip.wav changed</c>.</summary>
    /// <param name="items">The items that differ.</param>
    /// <param name="kind">A word for one item, such as <c>input</c> or <c>output</c>.</param>
    /// <param name="most">The number of items to name; the rest is counted.</param>
    public static IReadOnlyList<string> DescribeItems(IReadOnlyList<ItemDifference> items, string kind, int most)
    {
        var lines = items.Take(items.Count <= most ? items.Count : most).Select(i => $"{kind} {i.Name} {Verb(i.Change)}");
        return items.Count <= most ? [.. lines] : [.. lines, FormattableString.Invariant($"{items.Count - most} more {kind}s changed")];
    }

    private static IReadOnlyList<string> Describe(RerunReason reason, IReadOnlyList<CodeChanged> code) => reason switch
    {
        ParameterChanged parameter => [$"{parameter.Key}: {parameter.Before ?? NotSet} -> {parameter.Now ?? NotSet}"],
        CodeChanged => [$"code of {Assemblies(code)} changed"],
        PackageChanged package => [$"package {package.Package}: {package.Before} -> {package.Now}"],
        InputStageChanged input => [$"input {input.Stage} {Predicate(input.Change)}"],
        SourceChanged source => [$"input {source.Source} {Predicate(source.Change)}"],
        InputItemsChanged items => DescribeItems(items.Items, "input", NamedItems),
        ResultDamaged damaged => [$"its stored result is damaged: {damaged.Damage}"],
        ResultGone => ["its stored result is gone"],
        NotRunYet => ["not run yet"],
        WaitingForInputs { Stages: [var stage] } => [$"needs {stage}, which has to run"],
        WaitingForInputs { Stages: var stages } => [$"needs {string.Join(", ", stages.SkipLast(1))} and {stages[^1]}, which have to run"],
        _ => throw new ArgumentException($"{reason.GetType().Name} has no words.", nameof(reason)),
    };

    private static string Assemblies(IReadOnlyList<CodeChanged> code)
    {
        var named = string.Join(", ", code.Take(NamedItems).Select(static changed => changed.Assembly));
        return code.Count <= NamedItems ? named : FormattableString.Invariant($"{named} and {code.Count - NamedItems} more");
    }

    private static string Verb(ItemChange change) => change switch
    {
        ItemChange.Added => "added",
        ItemChange.Removed => "removed",
        _ => "changed",
    };

    private static string Predicate(ItemChange change) => change switch
    {
        ItemChange.Added => "is new",
        ItemChange.Removed => "is gone",
        _ => "changed",
    };
}
