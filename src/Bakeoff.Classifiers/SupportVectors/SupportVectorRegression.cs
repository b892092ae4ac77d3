namespace Bakeoff.Classifiers.SupportVectors;

/// <summary>Support vector regression: a weighted sum of the kernel with some training rows, less an offset.</summary>
/// <remarks>
/// Training minimises b'Kb / 2 - y'b + epsilon sum |b| with -C &lt;= b &lt;= C and sum b = 0, as libsvm does: each row stands twice, once
/// with its number less epsilon and sign 1, once with its number plus epsilon and sign -1, and its weight is the difference of the two.
/// Source: A. J. Smola and B. Schölkopf, A tutorial on support vector regression, Statistics and Computing 14 (2004) 199-222. Cost: that
/// of a support vector machine of 2 N rows.
/// </remarks>
internal sealed class SupportVectorRegression(DesignMatrix support, double[] weights, double? gamma, double offset) : IRegressor
{
    private readonly SupportKernel _kernel = new(support, gamma);

    /// <summary>Trains a regressor; threads change no result.</summary>
    /// <param name="training">Scaled rows with their numbers.</param>
    /// <param name="c">Penalty of an error beyond epsilon.</param>
    /// <param name="epsilon">Errors up to this cost nothing.</param>
    /// <param name="gamma">Inverse width of the Gaussian kernel; null for the linear one.</param>
    /// <param name="threads">Number of threads.</param>
    public static SupportVectorRegression Train(TargetRows training, double c, double epsilon, double? gamma, int threads)
    {
        var count = training.Values.Length;
        int[] twice = [.. Enumerable.Range(0, 2 * count)];

        // The kernel has four values for each pair of rows that are compared.
        var shared = TrainingKernel.MostShared(training.Rows.ColumnCount) / 2;
        var kernel = new TrainingKernel(training.Rows, 2 * count, isDistance: gamma is not null, threads, shared);
        using var own = kernel.Of(Array.ConvertAll(twice, row => row % count), gamma);
        var (alphas, offset) = new SequentialMinimalOptimizer(
            own,
            Array.ConvertAll(twice, row => row < count ? 1 : -1),
            Array.ConvertAll(twice, row => row < count ? training.Values[row] - epsilon : training.Values[row - count] + epsilon),
            Array.ConvertAll(twice, _ => c)).Solve();
        int[] used = [.. Enumerable.Range(0, count).Where(row => alphas[row] != alphas[row + count])];
        var weights = Array.ConvertAll(used, row => alphas[row] - alphas[row + count]);
        return new SupportVectorRegression(training.Rows.Rows(used), weights, gamma, offset);
    }

    /// <summary>Restores a regressor from its arrays.</summary>
    public static SupportVectorRegression Restore(ClassifierArrays arrays, bool isLinear)
    {
        var support = arrays.Take("support_vectors", -1, -1);
        double? gamma = isLinear ? null : arrays.Take("gamma", 1).Values[0];
        return new SupportVectorRegression(
            new DesignMatrix(support.Values, (int)support.Shape[1]), arrays.Take("weights", support.Shape[0]).Values, gamma,
            arrays.Take("offset", 1).Values[0]);
    }

    /// <inheritdoc/>
    public double[] Predict(DesignMatrix clips, int threads) => _kernel.Each(clips, threads, values =>
    {
        var sum = 0.0;
        for (var row = 0; row < weights.Length; row++)
        {
            sum = Math.FusedMultiplyAdd(weights[row], values[row], sum);
        }

        return sum - offset;
    });

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierArray> ToArrays()
    {
        ClassifierArray[] width = gamma is { } value ? [new("gamma", [1], [value])] : [];
        return
        [
            new("support_vectors", [support.RowCount, support.ColumnCount], support.Values),
            new("weights", [weights.Length], weights),
            new("offset", [1], [offset]),
            .. width,
        ];
    }
}
