using System.Runtime.InteropServices;
using Bakeoff.Classifiers;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>
/// Rows for both sides of the classifier contests, as a fold of <c>emodb-loso</c> has them: 2,675 rows of 1,872 functionals, seven classes,
/// the last 267 to predict. Made once below the temporary folder: <c>rows</c> (float64) and <c>classes</c> (int32), in this machine's byte order.
/// </summary>
internal sealed class RowFolder
{
    /// <summary>Rows to train on.</summary>
    public const int TrainCount = 2408;

    /// <summary>Columns.</summary>
    public const int ColumnCount = 1872;

    /// <summary>Classes.</summary>
    public const int ClassCount = 7;

    private const int RowCount = 2675;
    private const int FactorCount = 80;

    /// <summary>The folder, made by <see cref="Scaled"/>.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "bakeoff-benchmark-rows");

    /// <summary>Rows scaled to mean 0 and deviation 1 over those to train on, and the classes of these.</summary>
    public (DesignMatrix Train, int[] Classes, DesignMatrix Test) Scaled()
    {
        if (!Directory.Exists(Path))
        {
            Make();
        }

        const int Cut = TrainCount * ColumnCount;
        var values = Read<double>("rows");
        var train = new DesignMatrix(values[..Cut], ColumnCount);
        var scaler = StandardScaler.Fit(train);
        return (scaler.Apply(train), Read<int>("classes")[..TrainCount], scaler.Apply(new DesignMatrix(values[Cut..], ColumnCount)));
    }

    private T[] Read<T>(string name)
        where T : struct => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(System.IO.Path.Combine(Path, name))).ToArray();

    // Functionals hang together: each column is a mixture of factors, ever weaker ones, whose means differ between the classes.
    private void Make()
    {
        var random = new SeededRandom(1, "rows");
        var weights = new double[FactorCount * ColumnCount];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.NextGaussian() * Math.Pow(0.95, i / ColumnCount);
        }

        var means = new double[ClassCount * FactorCount];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = 0.9 * random.NextGaussian();
        }

        var (rows, classes) = (new double[RowCount * ColumnCount], new int[RowCount]);
        for (var row = 0; row < RowCount; row++)
        {
            classes[row] = row % ClassCount;
            var values = rows.AsSpan(row * ColumnCount, ColumnCount);
            for (var factor = 0; factor < FactorCount; factor++)
            {
                var strength = means[(classes[row] * FactorCount) + factor] + (1.5 * random.NextGaussian());
                for (var column = 0; column < ColumnCount; column++)
                {
                    values[column] += strength * weights[(factor * ColumnCount) + column];
                }
            }

            for (var column = 0; column < ColumnCount; column++)
            {
                values[column] += 0.7 * random.NextGaussian();
            }
        }

        // Written beside and renamed: an interrupted run leaves no half-filled folder to be used later.
        var partial = Directory.CreateDirectory(Path + "." + Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(System.IO.Path.Combine(partial.FullName, "rows"), MemoryMarshal.AsBytes(rows.AsSpan()));
        File.WriteAllBytes(System.IO.Path.Combine(partial.FullName, "classes"), MemoryMarshal.AsBytes(classes.AsSpan()));
        Directory.Move(partial.FullName, Path);
    }
}
