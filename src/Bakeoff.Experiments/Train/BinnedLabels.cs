using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Train;

/// <summary>Labels that are ranges of a number. Edges are stated, or each fold has its own: quantiles of the clips that it trains on,
/// interpolated linearly (numpy's default). An edge belongs to the range above it.</summary>
internal sealed class BinnedLabels
{
    private const string Key = "bins";

    private readonly BinnedNumberOptions _options;
    private readonly double[] _values;
    private readonly Dictionary<string, double[]> _edges;

    private BinnedLabels(BinnedNumberOptions options, double[] values, Dictionary<string, double[]> edges) =>
        (_options, _values, _edges) = (options, values, edges);

    /// <summary>Names of the ranges from low to high.</summary>
    public IReadOnlyList<string> Names => _options.Names;

    /// <summary>True if the experiment states the edges, the same in each fold.</summary>
    public bool AreStated => _options.Edges is not null;

    /// <summary>Reads the numbers and finds the edges.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <param name="options">Column and names.</param>
    /// <param name="folds">The folds; only their train partitions decide on edges.</param>
    /// <exception cref="SplitException">A clip has no number, or no training clip lies in a range.</exception>
    public static BinnedLabels Read(IReadOnlyList<Clip> clips, BinnedNumberOptions options, IReadOnlyList<SplitFold> folds)
    {
        double[] values = [.. clips.Select(clip => clip.Values.NumberOf(options.Column) ?? double.NaN)];
        if (values.Count(double.IsNaN) is > 0 and var missing)
        {
            throw new SplitException(Key, new ErrorDetails($"{{value}} of the {clips.Count} clips do not state {options.Column}")
            {
                Value = missing.ToString(CultureInfo.InvariantCulture),
                Rule = "a number of each, which decides on its label",
                NextStep = $"Leave such clips out by 'where' in the description of the corpus, such as {{{options.Column}: \">=0\"}}.",
            });
        }

        var edges = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var labels = new BinnedLabels(options, values, edges);
        foreach (var fold in folds)
        {
            double[] sorted = [.. fold.IndicesOf(Partition.Train).Select(clip => values[clip]).Order()];
            edges[fold.Name] = options.Edges is { } stated
                ? [.. stated]
                : [.. Enumerable.Range(1, options.Names.Count - 1).Select(k => Quantile(sorted, k, options.Names.Count))];
            labels.RequireClips(fold);
        }

        return labels;
    }

    /// <summary>Rising numbers of a fold, where one range ends and the next begins.</summary>
    public IReadOnlyList<double> EdgesOf(SplitFold fold) => _edges[fold.Name];

    /// <summary>The edges of all folds, as <c>edges.csv</c> has them.</summary>
    public IReadOnlyList<EdgeEntry> Entries() =>
        [.. _edges.SelectMany(fold => fold.Value.Select((edge, i) => new EdgeEntry(fold.Key, Names[i + 1], edge)))];

    /// <summary>Name of the range that the number of a clip lies in.</summary>
    public string LabelOf(SplitFold fold, int clip) => Names[EdgesOf(fold).Count(edge => edge <= _values[clip])];

    private static double Quantile(double[] sorted, int part, int parts)
    {
        var position = (double)part * (sorted.Length - 1) / parts;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    // Quantiles of numbers that are often the same can be equal, or the smallest number.
    private void RequireClips(SplitFold fold)
    {
        var train = fold.IndicesOf(Partition.Train);
        if (Names.FirstOrDefault(name => !train.Any(clip => LabelOf(fold, clip) == name)) is { } empty)
        {
            var edges = string.Join(", ", EdgesOf(fold).Select(ColumnValues.TextOfNumber));
            throw new SplitException(Key, new ErrorDetails($"of {train.Length} training clips of fold {fold.Name}, {{value}} is {empty}")
            {
                Value = "none",
                Rule = $"some in each range; edges of {_options.Column}{(_options.Edges is null ? " by its quantiles" : "")} are {edges}",
                NextStep = _options.Edges is null
                    ? "Name fewer ranges, or state bins.edges."
                    : "Correct bins.edges, or choose another split.",
            });
        }
    }
}
