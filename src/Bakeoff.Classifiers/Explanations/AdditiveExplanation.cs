namespace Bakeoff.Classifiers.Explanations;

/// <summary>The outputs of a model for one row, divided among its features: base value and contributions add up to each output.</summary>
/// <param name="BaseValues">Mean outputs over the background, shape [K].</param>
/// <param name="Contributions">Contribution of each feature to each output, shape [K][F].</param>
public sealed record AdditiveExplanation(IReadOnlyList<double> BaseValues, IReadOnlyList<double[]> Contributions)
{
    /// <summary>An output: its base value plus all contributions, added in the order of features.</summary>
    /// <param name="output">Number of the output, 0 to K - 1.</param>
    public double Output(int output)
    {
        var sum = BaseValues[output];
        foreach (var contribution in Contributions[output])
        {
            sum += contribution;
        }

        return sum;
    }
}
