using Bakeoff.Numerics;

namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>A weighted sum of the Gaussian kernel with each training row, and a mean.</summary>
/// <remarks>Cost: that of <see cref="KernelSolver"/>, N^3 / 6; a prediction takes N F.</remarks>
internal sealed class KernelRidge(DesignMatrix training, SupportKernel kernel, double[] weights, double gamma, double mean) : IRegressor
{
    /// <summary>Trains a regressor; threads change no result.</summary>
    public static KernelRidge Train(TargetRows rows, double gamma, double lambda, int threads)
    {
        var mean = Moments.Of(rows.Values).Mean;
        var centred = Array.ConvertAll(rows.Values, value => value - mean);
        var basis = new KernelBasis(rows.Rows, isDistance: true);
        var weights = KernelSolver.Solve(basis, gamma, lambda, centred, threads);
        return new KernelRidge(rows.Rows, new SupportKernel(basis, gamma), weights, gamma, mean);
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads) => kernel.Each(clips, threads, values =>
    {
        var sum = mean;
        for (var row = 0; row < weights.Length; row++)
        {
            sum += weights[row] * values[row];
        }

        return sum;
    });

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays() =>
    [
        new("training", [training.RowCount, training.ColumnCount], training.Values),
        new("weights", [weights.Length], weights),
        new("gamma_and_mean", [2], [gamma, mean]),
    ];
}
