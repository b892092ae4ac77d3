namespace Bakeoff.Reports.Grammar;

/// <summary>The five numbers of a box plot.</summary>
/// <param name="Low">Lowest value.</param>
/// <param name="First">First quartile.</param>
/// <param name="Median">Median.</param>
/// <param name="Third">Third quartile.</param>
/// <param name="High">Highest value.</param>
public sealed record Quartiles(double Low, double First, double Median, double Third, double High)
{
    /// <summary>Computes the numbers by linear interpolation between the sorted values (Hyndman and
    /// Fan's type 7, NumPy's default); null for no values.</summary>
    /// <param name="sorted">Values in rising order, all finite.</param>
    public static Quartiles? Of(IReadOnlyList<double> sorted) =>
        sorted.Count == 0 ? null : new Quartiles(sorted[0], At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), sorted[^1]);

    private static double At(IReadOnlyList<double> sorted, double share)
    {
        var position = share * (sorted.Count - 1);
        var low = (int)position;
        return low + 1 >= sorted.Count ? sorted[^1] : sorted[low] + ((sorted[low + 1] - sorted[low]) * (position - low));
    }
}
