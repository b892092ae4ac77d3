using System.Globalization;
using Bakeoff.Options;

namespace Bakeoff.Classifiers;

/// <summary>Rows on which a classifier is trained. Every class has at least one row.</summary>
public sealed record TrainingRows
{
    /// <summary>Group of a row that was made of rows of several groups.</summary>
    public const int Mixed = -1;

    /// <summary>Checks and wraps the rows without copying them.</summary>
    /// <param name="rows">Features of shape [N, F].</param>
    /// <param name="classes">Class of each row, 0 to K - 1.</param>
    /// <param name="classCount">K, at least 2.</param>
    /// <exception cref="ArgumentException">The number of classes differs from that of rows, or a class is outside 0 to K - 1.</exception>
    /// <exception cref="ClassifierException">A class has no rows.</exception>
    public TrainingRows(DesignMatrix rows, int[] classes, int classCount)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (classes.Length != rows.RowCount)
        {
            throw new ArgumentException($"There are {classes.Length} classes for {rows.RowCount} rows.", nameof(classes));
        }

        var counts = new int[classCount];
        foreach (var k in classes)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)k, (uint)classCount, nameof(classes));
            counts[k]++;
        }

        if (counts.Contains(0))
        {
            throw new ClassifierException(new ErrorDetails("there are training rows of {value} classes only")
            {
                Value = counts.Count(static count => count > 0).ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at least one row of each of the {classCount} classes"),
            });
        }

        (Rows, Classes, ClassCount) = (rows, classes, classCount);
    }

    /// <summary>Features of shape [N, F].</summary>
    public DesignMatrix Rows { get; }

    /// <summary>Class of each row, 0 to K - 1.</summary>
    public int[] Classes { get; }

    /// <summary>K, the number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Group of each row, from 0, or <see cref="Mixed"/>: rows of a group, such as those of a speaker, stay together where some
    /// rows
    /// are held out. Default null: each row by itself.</summary>
    /// <exception cref="ArgumentException">The number of groups differs from that of rows.</exception>
    public int[]? Groups
    {
        get;
        init => field = value is null || value.Length == Classes.Length
            ? value
            : throw new ArgumentException($"There are {value.Length} groups for {Classes.Length} rows.", nameof(value));
    }

    /// <summary>Weight of each row, above 0: a row of weight 2 counts as much as two equal ones. Default null: all count alike. Only
    /// classifiers that <see cref="ClassifierOptions.TakesWeights">take weights</see> are trained on such rows.</summary>
    /// <exception cref="ArgumentException">The number of weights differs from that of rows, or one is no number above 0.</exception>
    public double[]? Weights
    {
        get;
        init => field = value is null || (value.Length == Classes.Length && Array.TrueForAll(value, IsWeight))
            ? value
            : throw new ArgumentException(
                $"There are {value.Length} weights for {Classes.Length} rows, or one is not a number above 0.", nameof(value));
    }

    /// <summary>Weight of a row; 1 where all count alike.</summary>
    internal double WeightOf(int row) => Weights?[row] ?? 1;

    private static bool IsWeight(double weight) => weight is > 0 and < double.PositiveInfinity;
}
