namespace Bakeoff.Audio.Features;

/// <summary>
/// Statistics by which features are shifted and scaled to mean 0 and standard deviation 1. Part of the protocol: results with different
/// normalisations are not comparable.
/// </summary>
public enum FeatureNormalization
{
    /// <summary>No normalisation.</summary>
    None,

    /// <summary>Statistics of the training partition, for all clips alike.</summary>
    Train,

    /// <summary>
    /// Statistics of all clips of the clip's own speaker, labels unseen. Transductive: the system has many clips of the test speaker before
    /// it classifies one. Reports mark every such result.
    /// </summary>
    Speaker,

    /// <summary>Statistics of the clip's own frames, before any summary; the result is then normalised as by train.</summary>
    Clip,
}
