using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>A weighted sum of the Gaussian kernel with each training row, and a mean.</summary>
/// <remarks>Cost: that of <see cref="KernelSolver"/>, N^3 / 6; a prediction takes N F.</remarks>
internal sealed class KernelRidge(DesignMatrix training, double[] weights, double gamma, double mean) : IRegressor
{
    private readonly InterleavedRows _rows = new(training);

    /// <summary>Trains a regressor; threads change no result.</summary>
    public static KernelRidge Train(TargetRows rows, double gamma, double lambda, int threads)
    {
        var mean = Moments.Of(rows.Values).Mean;
        var centred = Array.ConvertAll(rows.Values, value => value - mean);
        return new KernelRidge(rows.Rows, KernelSolver.Solve(rows.Rows, gamma, lambda, centred, threads), gamma, mean);
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads)
    {
        var predicted = new double[clips.RowCount];
        Parallel.For(0, clips.RowCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, clip =>
        {
            var kernel = new double[InterleavedRows.Stride(weights.Length)];
            _rows.SquaredDistances(clips.Row(clip), weights.Length, kernel);
            foreach (ref var value in kernel.AsSpan())
            {
                value *= -gamma;
            }

            DeterministicMath.Exp(kernel, kernel);
            var sum = mean;
            for (var row = 0; row < weights.Length; row++)
            {
                sum += weights[row] * kernel[row];
            }

            predicted[clip] = sum;
        });
        return predicted;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() =>
    [
        new("training", [training.RowCount, training.ColumnCount], training.Values),
        new("weights", [weights.Length], weights),
        new("gamma_and_mean", [2], [gamma, mean]),
    ];
}
