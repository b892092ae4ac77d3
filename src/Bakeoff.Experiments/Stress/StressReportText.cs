using Bakeoff.Evaluation.Intervals;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Stress;

/// <summary>Turns the results of a stress test into the rows and words of its page.</summary>
internal static class StressReportText
{
    /// <summary>Describes a result.</summary>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="document">Content of <c>stress.json</c>.</param>
    public static StressReport Describe(string experiment, StressDocument document)
    {
        var isShare = document.Metric == "uar";
        return new StressReport
        {
            Name = experiment,
            Metric = document.Metric.ToUpperInvariant(),
            IsShare = isShare,
            Before = document.Value,
            Words = [.. StressWords.Of(document), Intervals(document)],
            Rows =
            [
                .. document.Conditions.Select(static entry => new StressRow(
                    entry.Name, Estimate(entry.Value), Estimate(entry.Drop), Estimate(entry.Unchanged))
                {
                    Curve = entry.Curve,
                    Unit = entry.Unit,
                    At = entry.At,
                    Check = entry.Problem ?? (entry is { MaxDrop: null, MinUnchanged: null } ? null : "holds"),
                    IsFailed = entry.Problem is not null,
                }),
            ],
            LeftOut = [.. document.LeftOut.Select(static left => new Fact(left.Key, left.Value))],
        };
    }

    private static string Intervals(StressDocument document) =>
        "Intervals are of 95 %, by bootstrap over "
            + (document.Unit == BootstrapUnit.Speaker ? "speakers" : "clips, for there are fewer than eight speakers")
            + "; those of the drop are paired. Limits are held against the values, not against the ends of intervals.";

    private static Estimate Estimate(StressFigure figure) => new(figure.Value, figure.Low, figure.High);
}
