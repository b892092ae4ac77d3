using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Numerics;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Divides clips into training, validation and test sides.</summary>
/// <remarks>Determinism: the result depends on the set of clips, the options and the seed; the order in which clips are given does not matter.</remarks>
public static class Splitter
{
    /// <summary>Splits and audits.</summary>
    /// <param name="clips">Clips with different paths.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="seed">Seed of the experiment; the stream <c>split</c> is used.</param>
    /// <returns>Folds whose partitions follow the order of <paramref name="clips"/>.</returns>
    /// <exception cref="SplitException">A class or group is too small for this split, a stated name is unknown, or a leak is not acknowledged.</exception>
    public static SplitResult Split(IReadOnlyList<Clip> clips, SplitOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(options);
        var order = Enumerable.Range(0, clips.Count).OrderBy(i => clips[i].Path, StringComparer.Ordinal).ToArray();
        var sorted = Array.ConvertAll(order, i => clips[i]);
        var random = new SeededRandom(seed, "split");
        var folds = new List<SplitFold>();
        foreach (var (name, partitions) in TestSides(sorted, options, random))
        {
            ValidationSide.Choose(sorted, partitions, options, random.Stream("validation").Stream(name));
            ClassCoverage.Check(sorted, partitions, name);
            var given = new Partition[clips.Count];
            for (var i = 0; i < order.Length; i++)
            {
                given[order[i]] = partitions[i];
            }

            folds.Add(new SplitFold(name, given));
        }

        var audit = LeakageAudit.Make(clips, folds, options.Acknowledge);
        audit.ThrowIfUnacknowledged();
        return new SplitResult(folds, audit);
    }

    private static IEnumerable<(string Name, Partition[] Partitions)> TestSides(Clip[] clips, SplitOptions options, SeededRandom random) => options.By switch
    {
        SplitRule.Random => [("1", Mark(clips, HeldOut.Stratified(clips, All(clips), options.Test, "test", options.Validation > 0 && (options.ValidationBy is null or SplitGrouping.None) ? 2 : 1, random.Stream("test"))))],
        SplitRule.Speaker => [("1", Mark(clips, SpeakerTest(clips, options, random)))],
        SplitRule.LeaveOneSpeakerOut => Speakers(clips, 2).Select(speaker => (speaker, Mark(clips, IndicesWhere(clips, clip => clip.Speaker == speaker)))),
        SplitRule.Kfold => FoldDealer.Deal(clips, options, random.Stream("folds")),
        SplitRule.Corpus => [("1", Mark(clips, CorpusTest(clips, options)))],
        SplitRule.Stated => [("1", StatedSides.Mark(clips, options.Stated!))],
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.By, "Unknown rule."),
    };

    private static IReadOnlyList<int> SpeakerTest(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        var speakers = Speakers(clips, 2);
        if (options.TestSpeakers.Count == 0)
        {
            return HeldOut.Grouped(clips, All(clips), static clip => clip.Speaker, options.Test, random.Stream("test"));
        }

        foreach (var name in options.TestSpeakers.Where(name => !speakers.Contains(name, StringComparer.Ordinal)))
        {
            throw new SplitException("split.test_speakers", $"split.test_speakers: '{name}' is no speaker of this corpus, expected one of {string.Join(", ", speakers)}.");
        }

        return IndicesWhere(clips, clip => options.TestSpeakers.Contains(clip.Speaker, StringComparer.Ordinal));
    }

    // The folder of a combined corpus's clip names the corpus it is from.
    private static int[] CorpusTest(Clip[] clips, SplitOptions options)
    {
        var corpora = clips.Select(CorpusOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in options.TestCorpora.Where(name => !corpora.Contains(name, StringComparer.Ordinal)))
        {
            throw new SplitException("split.test_corpora", $"split.test_corpora: '{name}' is no corpus of this dataset, expected one of {string.Join(", ", corpora)}. Name one of those under corpora of the dataset, or use a dataset that has it.");
        }

        return IndicesWhere(clips, clip => options.TestCorpora.Contains(CorpusOf(clip), StringComparer.Ordinal));
    }

    private static string CorpusOf(Clip clip) => clip.Path.Split('/')[0];

    /// <summary>Speakers in ordinal order.</summary>
    /// <exception cref="SplitException">Fewer than <paramref name="least"/>, or a clip without speaker.</exception>
    internal static List<string> Speakers(Clip[] clips, int least)
    {
        var speakers = clips.Select(static clip => clip.Speaker).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (speakers.Count < least || speakers[0].Length == 0)
        {
            var found = speakers is ["", ..] ? "does not name the speaker of every clip" : string.Create(CultureInfo.InvariantCulture, $"has {speakers.Count} speaker(s)");
            throw new SplitException("split.by", $"split.by: the corpus {found}, expected at least {least.ToString(CultureInfo.InvariantCulture)} named speakers. Add a speaker group to the dataset's pattern, or split by random.");
        }

        return speakers;
    }

    private static int[] All(Clip[] clips) => [.. Enumerable.Range(0, clips.Length)];

    private static int[] IndicesWhere(Clip[] clips, Func<Clip, bool> condition) => [.. Enumerable.Range(0, clips.Length).Where(i => condition(clips[i]))];

    private static Partition[] Mark(Clip[] clips, IReadOnlyList<int> test)
    {
        var partitions = new Partition[clips.Length];
        foreach (var i in test)
        {
            partitions[i] = Partition.Test;
        }

        return partitions;
    }
}
