using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The folds of a split and their leakage audit.</summary>
/// <param name="Folds">Folds in the order to run them.</param>
/// <param name="Audit">The leakage audit.</param>
public sealed record SplitResult(IReadOnlyList<SplitFold> Folds, LeakageAudit Audit)
{
    /// <summary>The split in one line of facts: <c>5 folds (leave one speaker out): train 60, test 29 to 30</c>.</summary>
    /// <param name="rule">Choice of the test side.</param>
    public string Summary(SplitRule rule)
    {
        var name = YamlName.Of(rule).Replace('_', ' ');
        return $"{Quantity.Of(Folds.Count, "fold")} ({name}): "
            + $"{string.Join(", ", Enum.GetValues<Partition>().Select(Clips).OfType<string>())}";
    }

    private string? Clips(Partition partition)
    {
        var counts = Folds.Select(fold => fold.Partitions.Count(side => side == partition)).ToList();
        var (least, most) = (counts.Min(), counts.Max());
        var range = least == most ? FormattableString.Invariant($"{most:N0}") : FormattableString.Invariant($"{least:N0} to {most:N0}");
        return most == 0 ? null : $"{YamlName.Of(partition)} {range}";
    }
}
