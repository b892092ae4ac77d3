namespace Bakeoff.Classifiers;

/// <summary>Statistics of the training rows by which a classifier's features are shifted and scaled.</summary>
public enum FeatureScaling
{
    /// <summary>Mean and standard deviation.</summary>
    Standard,

    /// <summary>
    /// Median and interquartile range (over 1.349, the standard deviation of a normal distribution), and what is then beyond
    /// <see cref="StandardScaler.RobustLimit"/> in magnitude is set to it: a few extreme clips neither stretch a feature nor decide alone.
    /// </summary>
    Robust,
}
