namespace Bakeoff.Evaluation.Raters;

/// <summary>Krippendorff's alpha for nominal data: 1 where raters always agree, 0 where they agree as often as by chance.</summary>
/// <remarks>
/// Source: K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011, section C: any number of raters, missing ratings. Clips with
/// one rating do not count. Who chose what does not matter, so that numbers of votes are enough.
/// </remarks>
public static class KrippendorffAlpha
{
    /// <summary>Computes alpha.</summary>
    /// <param name="votes">Votes of each clip for each class, rows of one length.</param>
    /// <returns>At most 1; null where no clip has two ratings, or all ratings that count are of one class.</returns>
    public static double? Compute(IEnumerable<IReadOnlyList<int>> votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        double[] totals = [];
        var (ratings, observed) = (0.0, 0.0);
        foreach (var clip in votes)
        {
            long sum = 0;
            foreach (var count in clip)
            {
                sum += count;
            }

            if (sum < 2)
            {
                continue;
            }

            totals = totals.Length == 0 ? new double[clip.Count] : totals;
            ratings += sum;
            long unlike = 0;
            for (var k = 0; k < clip.Count; k++)
            {
                totals[k] += clip[k];
                unlike += clip[k] * (sum - clip[k]);
            }

            observed += unlike / (sum - 1.0);
        }

        var expected = 0.0;
        foreach (var total in totals)
        {
            expected += total * (ratings - total);
        }

        return expected == 0 ? null : 1 - ((ratings - 1) * observed / expected);
    }
}
