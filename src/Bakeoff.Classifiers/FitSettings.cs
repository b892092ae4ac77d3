namespace Bakeoff.Classifiers;

/// <summary>Settings that all candidates of an experiment share when they are fitted.</summary>
/// <param name="IsScaled">True to standardise each column by the training rows.</param>
/// <param name="Seed">Seed of the experiment.</param>
/// <param name="Threads">Number of threads, at least 1; it changes no result.</param>
public sealed record FitSettings(bool IsScaled, ulong Seed, int Threads)
{
    /// <summary>Statistics by which columns are scaled, where they are. Default: mean and standard deviation.</summary>
    public FeatureScaling Scaling { get; init; }
}
