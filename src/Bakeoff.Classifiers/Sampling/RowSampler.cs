using System.Globalization;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Classifiers.Sampling;

/// <summary>Makes the classes of training rows equally large.</summary>
/// <remarks>
/// Rows that are kept come first and in their order; those that come again, or are new, follow class by class. Depends on rows and seed
/// alone. SMOTE: N. V. Chawla and others, SMOTE: synthetic minority over-sampling technique, JAIR 16, 2002.
/// </remarks>
public static class RowSampler
{
    /// <summary>Number of nearest rows of the same class that a new row may lie towards; fewer where the class has fewer others.</summary>
    public const int SmoteNeighbours = 5;

    /// <summary>Samples training rows.</summary>
    /// <param name="training">Rows as a classifier would see them, scaled; not changed.</param>
    /// <param name="sampling">The rule.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <returns>The same rows where there is nothing to do. Memory of the others: 8 bytes a value.</returns>
    /// <exception cref="ClassifierException">SMOTE, and a class has a single row; rows have weights, and there is something to
    /// do.</exception>
    public static TrainingRows Sample(TrainingRows training, RowSampling sampling, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (training.Weights is not null && sampling != RowSampling.None)
        {
            throw new ClassifierException(new ErrorDetails("sampling is {value}, and rows have weights")
            {
                Value = YamlName.Of(sampling),
                Rule = "one of the two: classes are equally large in numbers of rows that count alike",
                NextStep = "Use sampling: none, or leave the weights out.",
            });
        }

        int[][] classes = [.. training.Classes.Index().GroupBy(static row => row.Item, static row => row.Index)
            .OrderBy(static rows => rows.Key).Select(static rows => rows.ToArray())];
        var random = new SeededRandom(seed, "sampling");
        return sampling switch
        {
            RowSampling.Over => Join(training, classes, (rows, count, k) => Copies(training, Again(rows, count, StreamOf(random, k)))),
            RowSampling.Under => Take(training, classes, random),
            RowSampling.Smote => Join(training, classes, (rows, count, k) =>
                (Between(training.Rows.Rows(rows), count, StreamOf(random, k), threads), Enumerable.Repeat(TrainingRows.Mixed, count))),
            _ => training,
        };
    }

    /// <summary>Number of rows after sampling.</summary>
    /// <param name="classCounts">Number of rows of each class.</param>
    /// <param name="sampling">The rule.</param>
    public static int CountAfter(IReadOnlyCollection<int> classCounts, RowSampling sampling)
    {
        ArgumentNullException.ThrowIfNull(classCounts);
        return sampling switch
        {
            RowSampling.Over or RowSampling.Smote => classCounts.Count * classCounts.Max(),
            RowSampling.Under => classCounts.Count * classCounts.Min(),
            _ => classCounts.Sum(),
        };
    }

    private static SeededRandom StreamOf(SeededRandom random, int k) => random.Stream(k.ToString(CultureInfo.InvariantCulture));

    private static TrainingRows Take(TrainingRows training, int[][] classes, SeededRandom random)
    {
        var least = classes.Min(static rows => rows.Length);
        var kept = new List<int>(least * classes.Length);
        foreach (var (k, rows) in classes.Index())
        {
            StreamOf(random, k).Shuffle(rows.AsSpan());
            kept.AddRange(rows.Take(least));
        }

        kept.Sort();
        return new TrainingRows(training.Rows.Rows(kept.ToArray()), [.. kept.Select(row => training.Classes[row])], training.ClassCount)
        {
            Groups = training.Groups is { } groups ? [.. kept.Select(row => groups[row])] : null,
        };
    }

    private static (DesignMatrix Rows, IEnumerable<int> Groups) Copies(TrainingRows training, int[] rows) =>
        (training.Rows.Rows(rows), Array.ConvertAll(rows, row => training.Groups?[row] ?? row));

    /// <summary>The rows, followed by those that each class lacks, with their groups.</summary>
    private static TrainingRows Join(
        TrainingRows training, int[][] classes, Func<int[], int, int, (DesignMatrix Rows, IEnumerable<int> Groups)> add)
    {
        var most = classes.Max(static rows => rows.Length);
        var values = new double[(long)most * classes.Length * training.Rows.ColumnCount];
        training.Rows.Values.CopyTo(values, 0);
        var numbers = training.Classes.ToList();
        List<int> groups = [.. training.Groups ?? Enumerable.Range(0, numbers.Count)];
        foreach (var (k, rows) in classes.Index().Where(pair => pair.Item.Length < most))
        {
            var added = add(rows, most - rows.Length, k);
            added.Rows.Values.CopyTo(values, numbers.Count * training.Rows.ColumnCount);
            groups.AddRange(added.Groups);
            numbers.AddRange(Enumerable.Repeat(k, most - rows.Length));
        }

        return new TrainingRows(new DesignMatrix(values, training.Rows.ColumnCount), [.. numbers], training.ClassCount)
        {
            Groups = [.. groups],
        };
    }

    /// <summary>Draws without replacement; when all have been drawn, they are shuffled anew.</summary>
    private static int[] Again(int[] rows, int count, SeededRandom random)
    {
        var (rest, drawn) = ((int[])rows.Clone(), new int[count]);
        for (var i = 0; i < count; i++)
        {
            if (i % rest.Length == 0)
            {
                random.Shuffle(rest.AsSpan());
            }

            drawn[i] = rest[i % rest.Length];
        }

        return drawn;
    }

    /// <summary>New rows, each at a random place between a row and one of its nearest.</summary>
    private static DesignMatrix Between(DesignMatrix rows, int count, SeededRandom random, int threads)
    {
        if (rows.RowCount < 2)
        {
            throw new ClassifierException(new ErrorDetails("a class has {value} to make others from by SMOTE")
            {
                Value = "a single training row",
                Rule = "at least 2",
                NextStep = "Use sampling: over, or add recordings.",
            });
        }

        var neighbours = Math.Min(SmoteNeighbours, rows.RowCount - 1);
        var nearest = new NeighbourSearch(rows).Find(rows, neighbours + 1, threads);
        var made = new double[count * rows.ColumnCount];
        foreach (var (i, row) in Again([.. Enumerable.Range(0, rows.RowCount)], count, random).Index())
        {
            // The row itself is among the nearest, unless as many others are equal to it.
            int[] others = [.. nearest[row].Where(other => other != row).Take(neighbours)];
            var from = rows.Row(row);
            var to = rows.Row(others[random.NextInt32(others.Length)]);
            var way = random.NextDouble();
            for (var column = 0; column < from.Length; column++)
            {
                made[(i * from.Length) + column] = Math.FusedMultiplyAdd(way, to[column] - from[column], from[column]);
            }
        }

        return new DesignMatrix(made, rows.ColumnCount);
    }
}
