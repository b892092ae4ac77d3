using Bakeoff.Reports.Grammar;
using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Charts;

/// <summary>Share of right answers over the share of clips that are answered, the most confident first.</summary>
public static class RiskCoverageChart
{
    private const int MostPoints = 100;

    /// <summary>Creates the chart.</summary>
    /// <param name="title">Title.</param>
    /// <param name="answers">Confidence of each test clip, and if it was right.</param>
    /// <remarks>Clips of equal confidence are answered together. Source: Y. Geifman and R. El-Yaniv, Selective classification for deep neural
    /// networks, NeurIPS 2017.</remarks>
    public static Chart Create(string title, IReadOnlyList<(float Confidence, bool IsRight)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (points, area) = Curve(answers);
        var shown = Thin(points);
        var numbers = new NumberTable(
            ["Answered", "Share right", "Least confidence"],
            shown.ConvertAll(point => (IReadOnlyList<string>)
            [
                NumberText.Percent(point.Answered), NumberText.Percent(point.Right), NumberText.Percent(point.Confidence),
            ]));
        var chart = new LineChart(
            "Share of clips answered (%)",
            "Share right",
            [new LineSeries("Right", shown.ConvertAll(static point => (point.Answered * 100, point.Right)), Theme.First)])
        {
            YLabel = static value => NumberText.Percent(value, 0),
            HasDots = false,
        };
        var words = points.Count == 0
            ? "There are no predictions."
            : $"The most confident answers first. Mean error over all shares (AURC) {NumberText.Percent(area)}.";
        return new Chart(title, words, numbers, chart.DrawOn(points.Count > 0), words);
    }

    private static (List<(double Answered, double Right, double Confidence)> Points, double Area) Curve(
        IReadOnlyList<(float Confidence, bool IsRight)> answers)
    {
        var points = new List<(double, double, double)>();
        var (answered, right, area) = (0, 0, 0.0);
        foreach (var same in answers.GroupBy(static answer => answer.Confidence).OrderByDescending(static group => group.Key))
        {
            answered += same.Count();
            right += same.Count(static answer => answer.IsRight);
            var share = right / (double)answered;
            area += same.Count() * (1 - share);
            points.Add((answered / (double)answers.Count, share, same.Key));
        }

        return (points, area / Math.Max(1, answers.Count));
    }

    private static List<(double Answered, double Right, double Confidence)> Thin(
        List<(double Answered, double Right, double Confidence)> points) =>
        points.Count <= MostPoints
            ? points
            : [.. Enumerable.Range(1, MostPoints).Select(step => points[(int)((long)step * points.Count / MostPoints) - 1])];
}
