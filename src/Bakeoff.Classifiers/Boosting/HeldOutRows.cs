using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Boosting;

/// <summary>Division of training rows into those that trees are grown on and whole groups that are held out.</summary>
/// <param name="Grown">Rows that trees are grown on, ascending.</param>
/// <param name="HeldOut">The others, ascending.</param>
internal sealed record HeldOutRows(int[] Grown, int[] HeldOut)
{
    /// <summary>Holds out groups in random order, as long as they fit into the share and every class keeps a row.</summary>
    /// <param name="classes">Class of each training row; the same of all where numbers are learned.</param>
    /// <param name="rowGroups">Group of each row; null for each row by itself.</param>
    /// <param name="share">Largest share of the rows; a first group may be larger.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <exception cref="ClassifierException">No group can be held out, or rows are made of several groups.</exception>
    public static HeldOutRows Choose(int[] classes, int[]? rowGroups, double share, ulong seed)
    {
        int[] all = [.. Enumerable.Range(0, classes.Length)];
        var groups = rowGroups is { } known
            ? all.GroupBy(row => known[row]).OrderBy(static group => group.Key).Select(static group => group.ToArray()).ToArray()
            : Array.ConvertAll(all, static row => new[] { row });
        if (rowGroups?.Contains(TrainingRows.Mixed) == true)
        {
            throw new ClassifierException(new ErrorDetails("early_stopping holds out whole speakers, but rows lie between those of {value}")
            {
                Value = "two speakers (sampling: smote)",
                Rule = "rows of one speaker each",
                NextStep = "Use sampling: over or under, or leave early_stopping out.",
            });
        }

        new SeededRandom(seed, "boosting").Stream("held out").Shuffle(groups.AsSpan());
        var left = new int[classes.Max() + 1];
        Array.ForEach(classes, k => left[k]++);
        var (heldOut, most) = (new HashSet<int>(), share * all.Length);
        foreach (var group in groups)
        {
            var own = group.CountBy(row => classes[row]);
            if ((heldOut.Count > 0 && heldOut.Count + group.Length > most) || own.Any(k => k.Value >= left[k.Key]))
            {
                continue;
            }

            heldOut.UnionWith(group);
            foreach (var (k, count) in own)
            {
                left[k] -= count;
            }
        }

        return heldOut.Count > 0
            ? new HeldOutRows([.. all.Where(row => !heldOut.Contains(row))], [.. all.Where(heldOut.Contains)])
            : throw new ClassifierException(new ErrorDetails("early_stopping finds no group to hold out among {value}")
            {
                Value = groups.Length.ToString(CultureInfo.InvariantCulture),
                Rule = "one without which there are still clips, of every class",
                NextStep = "Leave early_stopping out, or add recordings.",
            });
    }
}
