using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Train;

/// <summary>Labels of a corpus that are predicted.</summary>
internal static class KnownLabels
{
    /// <summary>All labels, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Clip> clips) =>
        [.. clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads the labels and leaves out those that say that a clip has none.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <param name="missing">Labels that say so.</param>
    /// <param name="folds">Folds whose sides must have labels.</param>
    /// <exception cref="SplitException">A name is no label, fewer than two are left, or a side of a fold has none.</exception>
    public static IReadOnlyList<string> Read(
        IReadOnlyList<Clip> clips, IReadOnlyList<string> missing, IReadOnlyList<SplitFold> folds)
    {
        const string Key = "heads.label.missing";
        var labels = Of(clips).ToList();
        if (missing.FirstOrDefault(name => !labels.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new SplitException(Key, new ErrorDetails("no clip has the label {value}")
            {
                Value = $"'{unknown}'",
                Rule = $"some of {string.Join(", ", labels)}",
                NextStep = "Correct the name or remove it.",
            });
        }

        labels.RemoveAll(name => missing.Contains(name, StringComparer.Ordinal));
        if (labels.Count < 2 && missing.Count > 0)
        {
            throw new SplitException(Key, new ErrorDetails("{value} of the labels is left")
            {
                Value = labels.Count.ToString(CultureInfo.InvariantCulture),
                Rule = "at least 2",
                NextStep = "Name fewer, or predict numbers alone.",
            });
        }

        foreach (var fold in folds)
        {
            foreach (var side in (Partition[])[Partition.Train, Partition.Validation, Partition.Test])
            {
                var indices = fold.IndicesOf(side);
                if (indices.Length > 0 && !indices.Any(i => labels.Contains(clips[i].Label, StringComparer.Ordinal)))
                {
                    throw new SplitException(Key, new ErrorDetails(
                        $"{{value}} of the {indices.Length} clips of the {YamlName.Of(side)} side of fold {fold.Name} has a label")
                    {
                        Value = "none",
                        Rule = "at least 1",
                        NextStep = "Choose another split, or predict numbers alone.",
                    });
                }
            }
        }

        return labels;
    }
}
