using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Splits clips into training, validation and test side.</summary>
/// <remarks>
/// Determinism: the result depends on the content and the names of the clips, the options and the seed, and not on the order of the clips,
/// their paths, or the case of speakers' names.
/// </remarks>
public static class Splitter
{
    /// <summary>Splits the clips and audits the result.</summary>
    /// <param name="clips">Clips with different paths and samples.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>split</c> is used.</param>
    /// <returns>Folds whose partitions follow the order of <paramref name="clips"/>.</returns>
    /// <exception cref="SplitException">A class or group is too small for this split, a stated name is unknown, or a leak is not
    /// acknowledged.</exception>
    public static SplitResult Split(IReadOnlyList<Clip> clips, SplitOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var column in options.StratifyBy)
        {
            ClipGroups.RequireColumn(column, clips, "split.stratify_by", []);
        }

        var order = Enumerable.Range(0, clips.Count).OrderBy(i => clips[i], Clip.ByContent).ToArray();
        var divided = Array.ConvertAll(ChoiceCorpora.Others(Array.ConvertAll(order, i => clips[i]), options.ChooseOn), i => order[i]);
        var sorted = Array.ConvertAll(divided, i => clips[i]);
        var random = new SeededRandom(seed, "split");
        var folds = new List<SplitFold>();
        foreach (var (name, partitions) in TestSides.Choose(sorted, options, random))
        {
            ValidationSides.Choose(sorted, partitions, options, random.Stream("validation").Stream(name.ToUpperInvariant()));
            TrainingClips.Draw(sorted, partitions, options, (name, random.Stream("train_clips").Stream(name.ToUpperInvariant())));
            ClassCoverage.Check(sorted, partitions, name);
            var unsorted = new Partition[clips.Count];
            Array.Fill(unsorted, Partition.Unused);
            for (var i = 0; i < divided.Length; i++)
            {
                unsorted[divided[i]] = partitions[i];
            }

            folds.Add(new SplitFold(name, unsorted));
        }

        var audit = LeakageAudit.Make(clips, folds, options.Acknowledge);
        audit.ThrowIfUnacknowledged();
        return new SplitResult(folds, audit);
    }
}
