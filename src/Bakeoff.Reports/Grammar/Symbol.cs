using Bakeoff.Reports.Graphics;

namespace Bakeoff.Reports.Grammar;

/// <summary>Small forms that tell groups apart without colour.</summary>
internal static class Symbol
{
    /// <summary>Number of different forms.</summary>
    public const int Count = 6;

    /// <summary>SVG path data of a form: disc, square, triangle, diamond, triangle down, plus.</summary>
    public static string Path(int index, double x, double y, double r)
    {
        static string N(double value) => Coordinate.Text(value);
        static string P(double px, double py) => $"{N(px)} {N(py)}";
        var (s, w) = (r * 0.9, r * 0.4);
        return (index % Count) switch
        {
            0 => $"M{P(x - r, y)}a{P(r, r)} 0 1 0 {P(2 * r, 0)}a{P(r, r)} 0 1 0 {P(-2 * r, 0)}Z",
            1 => $"M{P(x - s, y - s)}L{P(x + s, y - s)}L{P(x + s, y + s)}L{P(x - s, y + s)}Z",
            2 => $"M{P(x, y - (1.2 * r))}L{P(x + (1.1 * r), y + (0.8 * r))}L{P(x - (1.1 * r), y + (0.8 * r))}Z",
            3 => $"M{P(x, y - (1.3 * r))}L{P(x + (1.3 * r), y)}L{P(x, y + (1.3 * r))}L{P(x - (1.3 * r), y)}Z",
            4 => $"M{P(x, y + (1.2 * r))}L{P(x + (1.1 * r), y - (0.8 * r))}L{P(x - (1.1 * r), y - (0.8 * r))}Z",
            _ => $"M{P(x - w, y - (1.2 * r))}h{N(2 * w)}V{N(y - w)}H{N(x + (1.2 * r))}v{N(2 * w)}H{N(x + w)}"
                + $"V{N(y + (1.2 * r))}h{N(-2 * w)}V{N(y + w)}H{N(x - (1.2 * r))}v{N(-2 * w)}H{N(x - w)}Z",
        };
    }
}
