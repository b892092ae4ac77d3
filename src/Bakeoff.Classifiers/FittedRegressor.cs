namespace Bakeoff.Classifiers;

/// <summary>Trained regressors, one a target, together with the scaling of their inputs.</summary>
/// <param name="Scaler">Scaling of raw rows; null if rows are not scaled.</param>
/// <param name="Regressors">The regressor of each target, of scaled rows.</param>
public sealed record FittedRegressor(StandardScaler? Scaler, IReadOnlyList<IRegressor> Regressors)
{
    /// <summary>Predicts the numbers of clips.</summary>
    /// <param name="clips">Raw rows.</param>
    /// <param name="threads">Number of threads, at least 1; it changes no result.</param>
    /// <returns>Shape [targets][clips].</returns>
    public double[][] Predict(DesignMatrix clips, int threads)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var scaled = Scaler?.Apply(clips) ?? clips;
        return [.. Regressors.Select(regressor => regressor.Predict(scaled, threads))];
    }
}
