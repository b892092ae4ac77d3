using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Corpora of a combined dataset that are on no side of any fold: candidates for the classifier are evaluated on them.</summary>
internal static class ChoiceCorpora
{
    /// <summary>Corpus of a clip: in a combined dataset, the first folder of its path.</summary>
    public static string CorpusOf(Clip clip) => clip.Path.Split('/')[0];

    /// <summary>Positions of the clips that are divided into sides: those of all other corpora.</summary>
    /// <param name="clips">All clips.</param>
    /// <param name="chooseOn">Corpora to choose on; none to divide every clip.</param>
    /// <exception cref="SplitException">There is no such corpus, nothing is left to divide, a corpus has a label that the others lack or a
    /// single one, or a recording that is divided as well.</exception>
    public static int[] Others(IReadOnlyList<Clip> clips, IReadOnlyList<string> chooseOn)
    {
        if (chooseOn.Count == 0)
        {
            return [.. Enumerable.Range(0, clips.Count)];
        }

        var corpora = clips.GroupBy(CorpusOf, StringComparer.Ordinal).OrderBy(static corpus => corpus.Key, StringComparer.Ordinal).ToList();
        if (chooseOn.FirstOrDefault(name => !corpora.Exists(corpus => corpus.Key == name)) is { } unknown)
        {
            throw Refuse(
                $"'{unknown}' is no corpus of this dataset",
                null,
                $"one of {string.Join(", ", corpora.Select(static corpus => corpus.Key))}",
                "Take a dataset with corpora, such as 'dataset: a,b,c', and name some of them.");
        }

        int[] divided = [.. Enumerable.Range(0, clips.Count).Where(i => !chooseOn.Contains(CorpusOf(clips[i]), StringComparer.Ordinal))];
        if (divided.Length == 0)
        {
            throw Refuse("it leaves {value} corpora to train and test on", "0", "at least 1", "Choose on some of the corpora.");
        }

        foreach (var corpus in corpora.Where(corpus => chooseOn.Contains(corpus.Key, StringComparer.Ordinal)))
        {
            Check(corpus.Key, [.. corpus], Array.ConvertAll(divided, i => clips[i]));
        }

        return divided;
    }

    private static void Check(string name, IReadOnlyList<Clip> corpus, Clip[] divided)
    {
        var known = divided.Select(static clip => clip.Label).ToHashSet(StringComparer.Ordinal);
        var labels = corpus.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (labels.Find(label => !known.Contains(label)) is { } strange)
        {
            throw Refuse(
                $"{name} has label {{value}}, which the corpora to train and test on lack",
                $"'{strange}'",
                $"labels among {string.Join(", ", known.Order(StringComparer.Ordinal))}",
                "Map it, or leave it out, by labels under corpora of the dataset.");
        }

        if (labels is [var only])
        {
            throw Refuse($"{name} has {{value}}", $"1 class, '{only}'", "at least 2 to tell apart", "Choose on other corpora.");
        }

        var digests = divided.Select(static clip => clip.Digest).ToHashSet();
        if (corpus.Count(clip => digests.Contains(clip.Digest)) is > 0 and var shared)
        {
            throw Refuse(
                $"{name} shares {{value}} recordings with the corpora to train and test on",
                shared.ToString(CultureInfo.InvariantCulture),
                "none, or the choice would have heard the test clips",
                "Choose on other corpora.");
        }
    }

    private static SplitException Refuse(string what, string? value, string rule, string nextStep) =>
        new("split.choose_on", new ErrorDetails(what) { Value = value, Rule = rule, NextStep = nextStep });
}
