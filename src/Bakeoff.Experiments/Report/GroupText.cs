using System.Globalization;
using Bakeoff.Evaluation.Intervals;
using Bakeoff.Evaluation.Results;
using Bakeoff.Options;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Words and rows of a page on groups of the test clips.</summary>
public static class GroupText
{
    private const int MostDetailsInWords = 3;

    /// <summary>Everything that a page shows of the groups of a result; none where the experiment names no columns.</summary>
    public static IReadOnlyList<GroupPart> Parts(EvaluationResult result) => result switch
    {
        ClassificationResult classes => Parts(classes.Groups, classes.Numbers?.Groups ?? []),
        RegressionResult numbers => Parts([], numbers.Groups),
        _ => [],
    };

    /// <summary>The same of groups that are known alone.</summary>
    /// <param name="classes">Groups by predicted classes.</param>
    /// <param name="numbers">Groups by predicted numbers.</param>
    public static IReadOnlyList<GroupPart> Parts(IReadOnlyList<GroupBreakdown> classes, IReadOnlyList<GroupBreakdown> numbers) =>
    [
        .. classes.Select(static column => Part(column, "UAR", areShares: true)),
        .. numbers.Select(static column => Part(column, "CCC", areShares: false)),
    ];

    private static GroupPart Part(GroupBreakdown column, string metric, bool areShares) => new()
    {
        Column = column.Column,
        Metric = metric,
        AreShares = areShares,
        Words = Describe(column, metric, areShares),
        Headlines = [.. column.Groups.Select(group => Row(group, Headline(group)))],
        Details =
        [
            .. column.Groups
                .SelectMany(static group => group.Figures.Where(static figure => figure.Of is not null).Select(figure => (group, figure)))
                .OrderBy(row => PositionOf(column, row.figure))
                .Select(static row => Row(row.group, row.figure)),
        ],
    };

    /// <summary>The finding and what to know about it, a sentence each.</summary>
    private static List<string> Describe(GroupBreakdown column, string metric, bool areShares)
    {
        var words = new List<string>();
        var known = column.Groups.Where(static group => !double.IsNaN(Headline(group).Value)).ToList();
        if (known.Count > 1)
        {
            var lowest = known.MinBy(static group => Headline(group).Value)!;
            var highest = known.MaxBy(static group => Headline(group).Value)!;
            words.Add($"From {Value(lowest)} ({lowest.Name}) to {Value(highest)} ({highest.Name}). {Findings(column, metric, areShares)}");
        }
        else if (column.Groups.Count > 1)
        {
            words.Add($"{metric} is defined for {Quantity.Of(known.Count, "group")} of {column.Groups.Count}: there is nothing to compare.");
        }

        if (column.Groups.Count < 2)
        {
            words.Add(column.Groups.Count == 0
                ? $"No test clip has a {column.Column}."
                : $"All test clips with a {column.Column} are of one group, {column.Groups[0].Name}: there is nothing to compare.");
        }

        var singles = column.Groups.Where(static group => group.Speakers == 1).Select(static group => group.Name).ToList();
        if (singles.Count > 0)
        {
            words.Add(singles.Count == 1
                ? $"{singles[0]} is a single speaker: the figures are that speaker's, and no gap is stated."
                : $"{string.Join(", ", singles)} are single speakers: the figures are those speakers', and no gap is stated.");
        }

        if (column.Missing > 0)
        {
            words.Add($"{Quantity.Of(column.Missing, "test clip")} without a {column.Column} {(column.Missing == 1 ? "is" : "are")} in no group.");
        }

        var classes = column.Groups.SelectMany(Classes).Distinct(StringComparer.Ordinal).ToList();
        foreach (var group in column.Groups)
        {
            if (classes.Except(Classes(group), StringComparer.Ordinal).ToList() is { Count: > 0 } lacking)
            {
                words.Add($"{group.Name} has no clips of {string.Join(", ", lacking)}: its {metric} and gap are over the other classes.");
            }
        }

        if (column.IntervalUnit == BootstrapUnit.Clip && column.Groups.Count > 1)
        {
            words.Add("Intervals are by clip, because fewer than eight speakers are tested or some are unknown: other speakers may change more.");
        }

        return words;

        string Value(GroupResult group) => Number(Headline(group).Value, areShares);
    }

    private static string Findings(GroupBreakdown column, string metric, bool areShares)
    {
        var different = column.Groups
            .SelectMany(static group => group.Figures.Where(static figure => figure.IsDifferent).Select(figure => (group, figure)))
            .ToList();
        var headlines = different.FindAll(static row => row.figure.Of is null);
        var details = different
            .Where(static row => row.figure.Of is not null)
            .OrderByDescending(static row => Math.Abs(row.figure.Gap!.Value))
            .ToList();
        var first = !column.Groups.Any(static group => Headline(group).Gap is not null) ? "No gap can be stated."
            : headlines.Count == 0 ? $"No gap in {metric} is beyond what chance explains."
            : $"Beyond what chance explains: {string.Join(", ", headlines.Select(Text))}.";
        return details.Count == 0
            ? first
            : $"{first} {(headlines.Count == 0 ? "Some are" : "So are")} in single {(areShares ? "classes" : "targets")}: "
                + $"{string.Join(", ", details.Take(MostDetailsInWords).Select(Text))}"
                + $"{(details.Count > MostDetailsInWords ? $" and {Quantity.Of(details.Count - MostDetailsInWords, "other")}" : "")}.";

        string Text((GroupResult Group, GroupFigure Figure) row) =>
            $"{(row.Figure.Of is null ? "" : $"{Title(row.Figure)}, ")}{row.Group.Name} "
                + $"{(row.Figure.Gap > 0 ? "+" : "\u2212")}{Gap(Math.Abs(row.Figure.Gap!.Value))}";

        string Gap(double size) => areShares ? string.Create(CultureInfo.InvariantCulture, $"{100 * size:0.0} points") : Number(size, areShares);
    }

    private static GroupRow Row(GroupResult group, GroupFigure figure) =>
        new(
            group.Name,
            Title(figure),
            new Estimate(figure.Value, figure.Interval?.Low, figure.Interval?.High),
            new Estimate(figure.Gap ?? double.NaN, figure.GapInterval?.Low, figure.GapInterval?.High),
            figure.RandomGap ?? double.NaN,
            Finding(group, figure))
        {
            Clips = group.Clips,
            Speakers = group.Speakers,
        };

    private static string Finding(GroupResult group, GroupFigure figure) =>
        figure.Gap is not { } gap ? group.Speakers == 1 ? "one speaker" : ""
        : figure.IsDifferent ? "different"
        : Math.Abs(gap) > figure.RandomGap ? "unclear"
        : "within chance";

    private static string Title(GroupFigure figure) => figure.Of is { } of ? $"{figure.Metric} of {of}" : figure.Metric.ToUpperInvariant();

    /// <summary>The figure of all classes or targets; not a number where it is not defined.</summary>
    private static GroupFigure Headline(GroupResult group) =>
        group.Figures.FirstOrDefault(static figure => figure.Of is null) ?? new GroupFigure("", null, double.NaN);

    private static IEnumerable<string> Classes(GroupResult group) =>
        group.Figures.Where(static figure => figure.Metric == "recall").Select(static figure => figure.Of!);

    // Groups of one metric stand below each other.
    private static int PositionOf(GroupBreakdown column, GroupFigure figure) => column.Groups
        .SelectMany(static group => group.Figures)
        .Select(static other => (other.Metric, other.Of))
        .Distinct()
        .Index()
        .First(other => other.Item == (figure.Metric, figure.Of))
        .Index;

    private static string Number(double value, bool isShare) => isShare
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} %")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.000}");
}
