using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Results;

/// <summary>Metrics of the test clips by the values of a column.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Missing">Number of test clips without a value, which are in no group.</param>
/// <param name="IntervalUnit">The unit that the bootstrap drew.</param>
/// <param name="Groups">The groups, in the order of the values.</param>
public sealed record GroupBreakdown(
    [property: JsonPropertyName("column")] string Column,
    [property: JsonPropertyName("missing")] int Missing,
    [property: JsonPropertyName("interval_unit")] BootstrapUnit IntervalUnit,
    [property: JsonPropertyName("groups")] IReadOnlyList<GroupResult> Groups)
{
    /// <summary>The same columns over several seeds.</summary>
    /// <param name="runs">Groups of each run, at least one, on the same columns.</param>
    /// <returns>
    /// Means of values and gaps; intervals reach from the lowest to the highest of the runs' ends, and the random gap is the largest of
    /// them, so that no gap is called different that is not so in every seed's own terms. What a run lacks is left out.
    /// </returns>
    public static IReadOnlyList<GroupBreakdown> Join(IReadOnlyList<IReadOnlyList<GroupBreakdown>> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Count == 1
            ? runs[0]
            : [.. runs[0].Select(column => column with { Groups = [.. column.Groups.Select(group => Join(group, Same(column)))] })];

        List<GroupBreakdown> Same(GroupBreakdown column) => [.. runs.SelectMany(run => run.Where(other => other.Column == column.Column))];
    }

    private static GroupResult Join(GroupResult group, List<GroupBreakdown> runs)
    {
        var same = runs.SelectMany(run => run.Groups.Where(other => other.Name == group.Name)).ToList();
        return group with
        {
            Figures =
            [
                .. group.Figures
                    .Select(figure => same.SelectMany(static run => run.Figures)
                        .Where(other => other.Metric == figure.Metric && other.Of == figure.Of)
                        .ToList())
                    .Where(figures => figures.Count == runs.Count)
                    .Select(Join),
            ],
        };
    }

    private static GroupFigure Join(List<GroupFigure> seeds) => seeds[0] with
    {
        Value = Mean(seeds.ConvertAll(static figure => figure.Value)),
        Interval = Span(seeds.ConvertAll(static figure => figure.Interval)),
        Gap = seeds.Exists(static figure => figure.Gap is null) ? null : Mean(seeds.ConvertAll(static figure => figure.Gap!.Value)),
        GapInterval = Span(seeds.ConvertAll(static figure => figure.GapInterval)),
        RandomGap = seeds.Max(static figure => figure.RandomGap),
    };

    private static double Mean(List<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Count;
    }

    private static BootstrapInterval? Span(List<BootstrapInterval?> intervals) => intervals.Contains(null)
        ? null
        : new(intervals.Min(static interval => interval!.Low), intervals.Max(static interval => interval!.High));
}
