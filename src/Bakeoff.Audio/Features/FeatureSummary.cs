namespace Bakeoff.Audio.Features;

/// <summary>What becomes of the frames of one clip.</summary>
public enum FeatureSummary
{
    /// <summary>All frames are kept: [T, F].</summary>
    None,

    /// <summary>The mean over the frames: [1, F].</summary>
    Mean,
}
