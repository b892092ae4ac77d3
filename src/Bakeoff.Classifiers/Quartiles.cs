namespace Bakeoff.Classifiers;

/// <summary>Median and quartiles, linear between the two nearest values as numpy.quantile.</summary>
/// <remarks>Values are put in order only as far as the quartiles need it (C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4
/// (1961)), which takes some looks at each value instead of as many as the logarithm of their number.</remarks>
internal static class Quartiles
{
    // Beyond so many rounds the values are such that sorting them is safer.
    private const int MostRounds = 64;

    /// <summary>Finds them.</summary>
    /// <param name="values">At least one number; left in another order.</param>
    public static (double Lower, double Median, double Upper) Of(Span<double> values)
    {
        var half = (values.Length - 1) / 2;
        var median = Quantile(values, 0.5 * (values.Length - 1));

        // The lower half now lies left of the middle, the upper one right of it.
        var lower = Quantile(values[..Math.Min(half + 2, values.Length)], 0.25 * (values.Length - 1));
        var upper = Quantile(values[half..], (0.75 * (values.Length - 1)) - half);
        return (lower, median, upper);
    }

    private static double Quantile(Span<double> values, double position)
    {
        var below = (int)position;
        Place(values, below);
        var above = below;
        for (var i = below + 1; i < values.Length; i++)
        {
            above = above == below || values[i] < values[above] ? i : above;
        }

        if (above > below)
        {
            (values[below + 1], values[above]) = (values[above], values[below + 1]);
            above = below + 1;
        }

        return values[below] + ((position - below) * (values[above] - values[below]));
    }

    /// <summary>Brings the value of a rank to its place, smaller ones to the left of it and greater ones to the right.</summary>
    private static void Place(Span<double> values, int rank)
    {
        var (first, last) = (0, values.Length - 1);
        for (var round = 0; first < last; round++)
        {
            if (round == MostRounds)
            {
                values[first..(last + 1)].Sort();
                return;
            }

            var (left, right) = Divide(values, first, last);
            (first, last) = rank <= right ? (first, right) : rank >= left ? (left, last) : (rank, rank);
        }
    }

    /// <summary>Brings values smaller than one of them to the front and its equals next to them.</summary>
    /// <returns>Where those that are greater begin, and where those that are smaller end.</returns>
    private static (int Left, int Right) Divide(Span<double> values, int first, int last)
    {
        var (a, b, c) = (values[first], values[first + ((last - first) / 2)], values[last]);
        var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

        // Every value is exchanged, and then counted or not: no branch is guessed, half of which would be wrong.
        var right = first;
        for (var i = first; i <= last; i++)
        {
            var value = values[i];
            (values[i], values[right]) = (values[right], value);
            right += value < pivot ? 1 : 0;
        }

        var left = right;
        for (var i = right; i <= last; i++)
        {
            var value = values[i];
            (values[i], values[left]) = (values[left], value);
            left += value <= pivot ? 1 : 0;
        }

        return (left, right - 1);
    }
}
