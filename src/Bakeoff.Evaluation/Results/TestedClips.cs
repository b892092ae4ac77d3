using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Evaluation.Results;

/// <summary>The clips on which an experiment was tested, with their labels, over its seeds.</summary>
/// <param name="result">Predictions of each seed.</param>
/// <remarks>Clips are told apart by their samples, so that copies of one corpus in two folders are the same clips.</remarks>
public sealed class TestedClips(SeedsResult result)
{
    private readonly string _all = Digest(result.Runs);
    private readonly IReadOnlyList<(SeedRun Run, string Clips)> _runs = [.. result.Runs.Select(static run => (run, Digest([run])))];

    /// <summary>The runs of two experiments that were tested on the same clips.</summary>
    /// <param name="first">Clips of the first.</param>
    /// <param name="second">Clips of the second.</param>
    /// <returns>
    /// All runs, where the clips of all seeds together are the same; else, as where the seed draws the split, the runs of the seeds that
    /// both have, where each has the same clips in both; null where there are none.
    /// </returns>
    public static (IReadOnlyList<SeedRun> First, IReadOnlyList<SeedRun> Second)? Share(TestedClips first, TestedClips second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first._all == second._all)
        {
            return ([.. first._runs.Select(static run => run.Run)], [.. second._runs.Select(static run => run.Run)]);
        }

        var both = first._runs.Join(second._runs, static run => run.Run.Seed, static run => run.Run.Seed, static (a, b) => (a, b)).ToList();
        return both.Count > 0 && both.TrueForAll(static pair => pair.a.Clips == pair.b.Clips)
            ? ([.. both.Select(static pair => pair.a.Run)], [.. both.Select(static pair => pair.b.Run)])
            : null;
    }

    private static string Digest(IEnumerable<SeedRun> runs)
    {
        var clips = runs.SelectMany(static run => run.Predictions)
            .Select(static clip => $"{clip.Identity}\0{clip.Label}\n")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(clips))));
    }
}
